package dev.pontoon.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The keys that leave a container's terminal without stopping it. */
public record DetachKeys(List<Integer> keys) {
  public static final String USUAL = "ctrl-p,ctrl-q";

  /**
   * Reads keys separated by commas: single characters and {@code ctrl-} with a letter or one of
   * {@code @[\]^_}.
   */
  public static DetachKeys parse(String text) {
    List<Integer> keys = new ArrayList<>();
    for (String key : text.split(",", -1)) {
      String lower = key.toLowerCase(Locale.ROOT);
      if (key.codePointCount(0, key.length()) == 1) {
        keys.add(key.codePointAt(0));
      } else if (lower.matches("ctrl-[a-z@\\[\\\\\\]^_]")) {
        keys.add(lower.charAt(5) & 0x1f);
      } else {
        throw new IllegalArgumentException(
            "invalid detach keys (" + text + "): unknown character: '" + key + "'");
      }
    }
    return new DetachKeys(List.copyOf(keys));
  }

  /**
   * Follows the input for the keys. What could be their beginning is held back until it is known
   * not to be.
   */
  final class Matcher {
    private int matched;

    /**
     * Takes input.
     *
     * @param out gets what is to be passed on
     * @return whether the keys were pressed; what follows them is dropped
     */
    boolean take(byte[] input, int length, List<Byte> out) {
      for (int i = 0; i < length; i++) {
        int key = input[i] & 0xff;
        if (key == keys.get(matched)) {
          matched++;
        } else {
          keys.subList(0, matched).forEach(held -> out.add(held.byteValue()));
          matched = key == keys.getFirst() ? 1 : 0;
          if (matched == 0) {
            out.add((byte) key);
          }
        }
        if (matched == keys.size()) {
          return true;
        }
      }
      return false;
    }
  }
}

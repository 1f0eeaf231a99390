package dev.pontoon.runtime.container;

import dev.pontoon.runtime.RuntimeFault;
import java.io.ByteArrayOutputStream;
import java.util.Locale;

/**
 * Looks for the keys that detach a terminal in what is typed, as Docker does: {@code
 * ctrl-p,ctrl-q}. Keys that began the sequence but did not end it are passed on late.
 */
public final class DetachKeys {
  /** Docker's default. */
  public static final String DEFAULT = "ctrl-p,ctrl-q";

  /**
   * What became of some input.
   *
   * @param input what the process shall get
   * @param detached whether the sequence was typed; what came after it is dropped
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes on their way through; never compared
  public record Result(byte[] input, boolean detached) {}

  private final byte[] sequence;
  private int matched;

  private DetachKeys(byte[] sequence) {
    this.sequence = sequence;
  }

  /**
   * Reads keys separated by commas: a character, or {@code ctrl-} and one of {@code a-z@[\]^_}.
   *
   * @throws RuntimeFault if a key is not of that form
   */
  public static DetachKeys parse(String keys) {
    ByteArrayOutputStream sequence = new ByteArrayOutputStream();
    for (String key : (keys.isEmpty() ? DEFAULT : keys).split(",", -1)) {
      sequence.write(code(key, keys));
    }
    return new DetachKeys(sequence.toByteArray());
  }

  private static int code(String key, String keys) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.startsWith("ctrl-") && lower.length() == 6) {
      char character = lower.charAt(5);
      if ((character >= 'a' && character <= 'z') || "@[\\]^_".indexOf(character) >= 0) {
        return character & 0x1f;
      }
    }
    if (key.length() == 1 && key.charAt(0) < 0x80) {
      return key.charAt(0);
    }
    throw new RuntimeFault(RuntimeFault.Kind.INVALID, "invalid detach keys: " + keys);
  }

  /** Takes the next input. */
  public Result accept(byte[] typed) {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    for (byte key : typed) {
      if (key == sequence[matched]) {
        matched++;
        if (matched == sequence.length) {
          matched = 0;
          return new Result(passed.toByteArray(), true);
        }
        continue;
      }
      passed.write(sequence, 0, matched);
      matched = key == sequence[0] ? 1 : 0;
      if (matched == 0) {
        passed.write(key);
      }
    }
    return new Result(passed.toByteArray(), false);
  }
}

package dev.pontoon.linux.netlink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Messages that a kernel sent (little-endian), as annotated hex among the test resources. */
public final class Fixtures {
  private Fixtures() {}

  /** The bytes of a resource; a {@code #} begins a comment. */
  public static Bytes bytes(String resource) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Bytes.ofHex(text.replaceAll("#.*", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message of a type whose payload is a resource. */
  public static Message message(int type, String resource) {
    return new Message(type, 0, 1, bytes(resource));
  }
}

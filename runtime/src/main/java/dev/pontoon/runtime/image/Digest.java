package dev.pontoon.runtime.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as the OCI image specification writes digests: {@code sha256:...}. */
final class Digest {
  static final String PREFIX = "sha256:";

  private Digest() {}

  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  static String finish(MessageDigest digest) {
    return PREFIX + HexFormat.of().formatHex(digest.digest());
  }

  static String of(byte[] bytes) {
    MessageDigest digest = start();
    digest.update(bytes);
    return finish(digest);
  }

  static boolean isOne(String text) {
    return text.matches(PREFIX + "[0-9a-f]{64}");
  }

  static String hex(String digest) {
    if (!isOne(digest)) {
      throw new IllegalArgumentException("not a sha256 digest: " + digest);
    }
    return digest.substring(PREFIX.length());
  }
}

package dev.pontoon.runtime.image;

import dev.pontoon.runtime.RuntimeFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Tells by its first bytes how a tar archive is compressed. */
public final class Compression {
  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC = 4;

  private Compression() {}

  /** The archive itself, whether it is compressed with gzip or not at all. */
  public static InputStream decompressed(InputStream stream) throws IOException {
    BufferedInputStream buffered = new BufferedInputStream(stream, BUFFER);
    byte[] magic = peek(buffered);
    if (isGzip(magic)) {
      return new GZIPInputStream(buffered, BUFFER);
    }
    String other = unsupported(magic);
    if (!other.isEmpty()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "the archive is compressed with " + other + ", not with gzip");
    }
    return buffered;
  }

  static boolean isGzip(byte[] magic) {
    return magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
  }

  private static String unsupported(byte[] magic) {
    if (magic.length < MAGIC) {
      return "";
    }
    int word =
        (magic[0] & 0xff) << 24
            | (magic[1] & 0xff) << 16
            | (magic[2] & 0xff) << 8
            | (magic[3] & 0xff);
    return switch (word) {
      case 0x28b52ffd -> "zstd";
      case 0xfd377a58 -> "xz";
      default -> (word >>> 8) == 0x425a68 ? "bzip2" : "";
    };
  }

  private static byte[] peek(BufferedInputStream stream) throws IOException {
    stream.mark(MAGIC);
    byte[] magic = stream.readNBytes(MAGIC);
    stream.reset();
    return magic;
  }
}

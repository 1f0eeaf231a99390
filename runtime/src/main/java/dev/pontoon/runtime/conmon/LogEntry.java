package dev.pontoon.runtime.conmon;

import dev.pontoon.runtime.StdStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One line of conmon's k8s-file log: {@code <RFC 3339 time> <stdout|stderr> <F|P> <text>}; P is a
 * piece that goes on in the next entry.
 *
 * @param text with the newline that an ended line had
 */
@SuppressWarnings("ArrayRecordComponent") // bytes on their way through; entries are never compared
public record LogEntry(Instant time, StdStream stream, byte[] text) {

  /** Reads a line without its newline; null if it is not an entry, as after a crash. */
  public static @Nullable LogEntry parse(byte[] line) {
    int first = indexOf(line, 0);
    int second = indexOf(line, first + 1);
    int third = indexOf(line, second + 1);
    if (first < 0 || second < 0 || third != second + 2) {
      return null;
    }
    StdStream stream =
        switch (ascii(line, first + 1, second)) {
          case "stdout" -> StdStream.STDOUT;
          case "stderr" -> StdStream.STDERR;
          default -> null;
        };
    if (stream == null) {
      return null;
    }
    try {
      Instant time = OffsetDateTime.parse(ascii(line, 0, first)).toInstant();
      return new LogEntry(time, stream, text(line, third + 1, line[second + 1] == 'F'));
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static byte[] text(byte[] line, int from, boolean ended) {
    byte[] text = Arrays.copyOfRange(line, from, line.length + (ended ? 1 : 0));
    if (ended) {
      text[text.length - 1] = '\n';
    }
    return text;
  }

  private static int indexOf(byte[] line, int from) {
    for (int i = Math.max(from, 0); i < line.length; i++) {
      if (line[i] == ' ') {
        return i;
      }
    }
    return -1;
  }

  private static String ascii(byte[] line, int from, int to) {
    return new String(line, from, to - from, StandardCharsets.US_ASCII);
  }
}

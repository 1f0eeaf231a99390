package dev.pontoon.runtime.files;

import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes trees as a tar (POSIX pax), as they are while others may change them. The stream stays the
 * caller's, and without {@link #finish} the tar is not whole.
 */
public final class TarWriter {
  private static final int S_IFMT = 0xf000;
  private static final int S_IFSOCK = 0xc000;
  private static final int S_IFLNK = 0xa000;
  private static final int S_IFREG = 0x8000;
  private static final int S_IFBLK = 0x6000;
  private static final int S_IFDIR = 0x4000;
  private static final int S_IFCHR = 0x2000;
  private static final int PERMISSIONS = 07777;

  private final TarArchiveOutputStream tar;
  private final Map<String, String> linked = new HashMap<>();
  private final Choice choice;

  /** Which names to write, and how. */
  public interface Choice {
    /** All there is. */
    Choice ALL = (_, _, _) -> Form.AS_IT_IS;

    /**
     * What to do with a name.
     *
     * @param path below the tree's top, without a slash at its start
     */
    Form of(OpenDirectory directory, String name, String path) throws IOException;
  }

  /** How a name is written. */
  public enum Form {
    /** Itself and, of a directory, what is below. */
    AS_IT_IS,
    /** Not itself, but what is below. */
    BELOW,
    /** Neither. */
    NOT,
    /** A mark that a lower layer's name is gone. */
    WHITEOUT,
    /** A directory that hides all that lower layers have there. */
    OPAQUE
  }

  /** A tar of all there is. */
  public TarWriter(OutputStream out) {
    this(out, Choice.ALL);
  }

  /** A tar of what is chosen. */
  public TarWriter(OutputStream out, Choice choice) {
    this.choice = choice;
    tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
  }

  /**
   * Writes a directory and all below it.
   *
   * @param as its name in the tar; empty to leave itself out
   */
  public void directory(OpenDirectory directory, String as) throws IOException {
    String prefix = as.isEmpty() || as.endsWith("/") ? as : as + "/";
    if (!as.isEmpty()) {
      put(entry(prefix, directory.attributes()));
    }
    below(directory, prefix, "");
  }

  /** Writes one name of a directory and, if it is one, all below it. */
  public void name(OpenDirectory directory, String name, String as) throws IOException {
    write(directory, name, as, name, Form.AS_IT_IS);
  }

  private void below(OpenDirectory directory, String prefix, String path) throws IOException {
    for (String name : directory.names()) {
      String inner = path.isEmpty() ? name : path + "/" + name;
      try {
        write(directory, name, prefix + name, inner, choice.of(directory, name, inner));
      } catch (NoSuchFileException e) {
        // it went meanwhile
      } catch (KernelException e) {
        if (!e.errno().is(Errno.ENOENT)) {
          throw e;
        }
      }
    }
  }

  private void write(OpenDirectory directory, String name, String as, String path, Form form)
      throws IOException {
    if (form == Form.NOT) {
      return;
    }
    if (form == Form.WHITEOUT) {
      mark(as.substring(0, as.length() - name.length()) + ".wh." + name);
      return;
    }
    Map<String, Object> attributes = directory.attributes(name);
    int kind = number(attributes, "mode") & S_IFMT;
    if (kind == S_IFDIR) {
      try (OpenDirectory child = directory.child(name)) {
        if (form != Form.BELOW) {
          put(entry(as + "/", attributes));
        }
        if (form == Form.OPAQUE) {
          mark(as + "/.wh..wh..opq");
        }
        below(child, as + "/", path);
      }
    } else if (form != Form.BELOW && kind != S_IFSOCK) { // a socket means nothing elsewhere
      file(directory, name, as, attributes, kind);
    }
  }

  private void file(
      OpenDirectory directory, String name, String as, Map<String, Object> attributes, int kind)
      throws IOException {
    String identity = attributes.get("dev") + ":" + attributes.get("ino");
    boolean shared = number(attributes, "nlink") > 1;
    if (shared && linked.containsKey(identity)) {
      TarArchiveEntry link = new TarArchiveEntry(as, TarConstants.LF_LINK, true);
      link.setLinkName(linked.get(identity));
      put(described(link, attributes));
      return;
    }
    if (kind == S_IFLNK) {
      TarArchiveEntry link = new TarArchiveEntry(as, TarConstants.LF_SYMLINK, true);
      link.setLinkName(Files.readSymbolicLink(directory.place(name)).toString());
      put(described(link, attributes));
    } else if (kind == S_IFREG) {
      contents(directory, name, entry(as, attributes));
    } else {
      put(node(as, attributes, kind));
    }
    if (shared) {
      linked.put(identity, as);
    }
  }

  private static TarArchiveEntry node(String as, Map<String, Object> attributes, int kind) {
    byte type =
        kind == S_IFCHR
            ? TarConstants.LF_CHR
            : kind == S_IFBLK ? TarConstants.LF_BLK : TarConstants.LF_FIFO;
    TarArchiveEntry node = new TarArchiveEntry(as, type, true);
    long device = (long) Objects.requireNonNull(attributes.get("rdev"));
    node.setDevMajor((int) (((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffL)));
    node.setDevMinor((int) ((device & 0xff) | ((device >> 12) & ~0xffL)));
    return described(node, attributes);
  }

  /** A file that shrinks meanwhile is filled up with zeros: the head has told its size. */
  private void contents(OpenDirectory directory, String name, TarArchiveEntry entry)
      throws IOException {
    try (InputStream in = directory.read(name)) {
      long size = in instanceof java.io.FileInputStream file ? file.getChannel().size() : 0;
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      byte[] buffer = new byte[64 * 1024];
      long left = size;
      while (left > 0) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        int length = read < 0 ? (int) Math.min(buffer.length, left) : read;
        if (read < 0) {
          java.util.Arrays.fill(buffer, (byte) 0);
        }
        tar.write(buffer, 0, length);
        left -= length;
      }
      tar.closeArchiveEntry();
    }
  }

  private static TarArchiveEntry entry(String as, Map<String, Object> attributes) {
    return described(new TarArchiveEntry(as, true), attributes);
  }

  private static TarArchiveEntry described(TarArchiveEntry entry, Map<String, Object> attributes) {
    entry.setMode(number(attributes, "mode") & PERMISSIONS);
    entry.setIds(number(attributes, "uid"), number(attributes, "gid"));
    entry.setLastModifiedTime(
        (FileTime) Objects.requireNonNull(attributes.get("lastModifiedTime")));
    return entry;
  }

  private static int number(Map<String, Object> attributes, String name) {
    return (int) Objects.requireNonNull(attributes.get(name));
  }

  private void mark(String as) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(as, true);
    entry.setMode(0);
    put(entry);
  }

  private void put(TarArchiveEntry entry) throws IOException {
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  /** Ends the tar. */
  public void finish() throws IOException {
    tar.finish();
    tar.flush();
  }
}

package dev.pontoon.runtime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Writes tar archives entry by entry, also those that no honest program would write. */
final class Tars {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

  Tars file(String name, String contents) {
    return file(name, contents.getBytes(StandardCharsets.UTF_8), 0644, 0, 0);
  }

  Tars file(String name, byte[] contents, int mode, int uid, int gid) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(contents.length);
    entry.setMode(mode);
    entry.setUserId(uid);
    entry.setGroupId(gid);
    return add(entry, contents);
  }

  Tars directory(String name, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_DIR, true);
    entry.setMode(mode);
    return add(entry, new byte[0]);
  }

  Tars symlink(String name, String target) {
    return link(name, target, TarConstants.LF_SYMLINK);
  }

  Tars hardLink(String name, String target) {
    return link(name, target, TarConstants.LF_LINK);
  }

  private Tars link(String name, String target, byte kind) {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind, true);
    entry.setLinkName(target);
    return add(entry, new byte[0]);
  }

  Tars device(String name, int major, int minor) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_CHR, true);
    entry.setDevMajor(major);
    entry.setDevMinor(minor);
    return add(entry, new byte[0]);
  }

  Tars attribute(String name, String attribute, String value) {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.addPaxHeader("SCHILY.xattr." + attribute, value);
    return add(entry, new byte[0]);
  }

  private Tars add(TarArchiveEntry entry, byte[] contents) {
    try {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.putArchiveEntry(entry);
      tar.write(contents);
      tar.closeArchiveEntry();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  InputStream stream() throws IOException {
    return new ByteArrayInputStream(bytes());
  }

  byte[] bytes() throws IOException {
    tar.finish();
    return bytes.toByteArray();
  }
}

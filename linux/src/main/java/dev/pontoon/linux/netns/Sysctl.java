package dev.pontoon.linux.netns;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's parameters of the calling thread's network namespace: call it inside {@link
 * NetworkNamespace#call}. A parameter is named by its path under {@code /proc/sys/net}, such as
 * {@code ipv4/ip_forward}; not with dots, since a link's name may hold one.
 */
public final class Sysctl {
  private static final int MAX_SIZE = 4096;
  private static final Path ROOT = Path.of("/proc/sys/net");

  private Sysctl() {}

  /** Reads a parameter. */
  public static String get(String name) {
    // by one read: sysctl files give nothing but their start, and Files.readString takes one byte
    try (InputStream in = Files.newInputStream(ROOT.resolve(name))) {
      return new String(in.readNBytes(MAX_SIZE), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("read sysctl net/" + name, e);
    }
  }

  /** Sets a parameter. */
  public static void set(String name, String value) {
    try {
      Files.writeString(ROOT.resolve(name), value, java.nio.file.StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException("set sysctl net/" + name + " to " + value, e);
    }
  }

  /** Whether the kernel has a parameter; IPv6's are missing where it is off. */
  public static boolean exists(String name) {
    return Files.exists(ROOT.resolve(name));
  }
}

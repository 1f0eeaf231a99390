package dev.pontoon.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A root file system of nothing but Debian's static busybox. */
final class BusyboxRoot {
  private static final String APPLETS =
      "sh cat echo id pwd hostname ls touch wc sleep grep unshare false true stty tty head printf"
          + " mkdir rm nc wget httpd ip stat";

  private BusyboxRoot() {}

  static Path make(Path directory) throws IOException {
    for (String name : List.of("bin", "etc", "tmp", "root", "var")) {
      Files.createDirectories(directory.resolve(name));
    }
    Files.copy(Path.of("/bin/busybox"), directory.resolve("bin/busybox"));
    Files.writeString(
        directory.resolve("etc/passwd"),
        """
        root:x:0:0:root:/root:/bin/sh
        www:x:33:34:www:/var:/bin/sh
        """);
    Files.writeString(directory.resolve("etc/group"), "root:x:0:\nwww:x:34:\nstaff:x:50:www\n");
    for (String applet : APPLETS.split(" ", -1)) {
      Files.createSymbolicLink(directory.resolve("bin/" + applet), Path.of("busybox"));
    }
    return directory;
  }
}

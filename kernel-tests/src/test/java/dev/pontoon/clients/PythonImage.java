package dev.pontoon.clients;

import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The root file system of an image like {@code python:3}, made of Debian's packages as they are
 * installed here: the interpreter, its standard library, and what these load.
 */
final class PythonImage {
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");

  private PythonImage() {}

  /** Packs it into an archive for {@code docker import}. */
  static Path archive(HostNetwork host) throws IOException {
    Path skeleton = skeleton(host.directory().resolve("python"));
    Path names = host.directory().resolve("python.names");
    Files.write(
        names, files(host).stream().map(Path.of("/")::relativize).map(Path::toString).toList());
    Path archive = host.directory().resolve("python.tar");
    host.exec(
            "tar",
            "-cf",
            archive.toString(),
            "-C",
            skeleton.toString(),
            ".",
            "-C",
            "/",
            "-T",
            names.toString())
        .orFail();
    return archive;
  }

  /** The directories that Debian has had as links since its version 12. */
  private static Path skeleton(Path root) throws IOException {
    for (String name : List.of("usr/bin", "usr/lib", "usr/lib64", "etc", "tmp")) {
      Files.createDirectories(root.resolve(name));
    }
    for (String name : List.of("bin", "lib", "lib64")) {
      Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
    }
    return root;
  }

  private static Set<Path> files(HostNetwork host) throws IOException {
    Set<Path> files = new TreeSet<>();
    for (Path file : ofPackages(host)) {
      addReal(files, file);
    }
    for (Path library : libraries(host, files)) {
      addReal(files, library);
    }
    return files;
  }

  private static List<Path> ofPackages(HostNetwork host) throws IOException {
    String version = PYTHON.toRealPath().getFileName().toString();
    return host.exec(
            "dpkg",
            "-L",
            "python3-minimal",
            version + "-minimal",
            "lib" + version + "-minimal",
            "lib" + version + "-stdlib")
        .orFail()
        .lines()
        .filter(line ->
            line.startsWith("/usr/bin/")
                || line.startsWith("/usr/lib/")
                || line.startsWith("/etc/"))
        .map(Path::of)
        .filter(Files::isRegularFile)
        .toList();
  }

  private static List<Path> libraries(HostNetwork host, Set<Path> files) throws IOException {
    List<String> command = new ArrayList<>(List.of("ldd", PYTHON.toRealPath().toString()));
    files.stream().map(Path::toString).filter(name -> name.endsWith(".so")).forEach(command::add);
    String listed = host.exec(command.toArray(String[]::new)).orFail();
    return LIBRARY
        .matcher(listed)
        .results()
        .map((MatchResult m) -> Path.of(m.group(1)))
        .distinct()
        .toList();
  }

  /** A link is taken with what it leads to; a link among the directories is not gone through. */
  private static void addReal(Set<Path> files, Path file) throws IOException {
    Path place = file.resolveSibling("").toRealPath().resolve(file.getFileName());
    files.add(place);
    files.add(place.toRealPath());
  }
}

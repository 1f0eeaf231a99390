package dev.pontoon.runtime.volume;

import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.RuntimeFault.Kind;
import dev.pontoon.runtime.RuntimeOptions;
import dev.pontoon.runtime.Volume;
import dev.pontoon.runtime.files.Disk;
import dev.pontoon.runtime.files.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The volumes of one data-root: a directory each, with {@code volume.json} and the files in {@code
 * _data}. One appears by a move and goes by a move, so that a crash leaves no half of one.
 */
public final class Volumes {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]+");
  private static final Set<String> OPTIONS = Set.of("type", "o", "device");
  private static final String DATA = "_data";

  private final Path directory;
  private final Clock clock = Clock.systemUTC();
  private final Map<String, Volume> volumes = new TreeMap<>();

  private record Document(
      Instant created, Map<String, String> labels, Map<String, String> options) {}

  private Volumes(Path directory) {
    this.directory = Disk.directory(directory);
    for (Path entry : Disk.list(directory)) {
      String name = String.valueOf(entry.getFileName());
      if (name.startsWith(".")) {
        Disk.remove(entry); // came or went when a daemon ended
      } else {
        Document document = Json.read(entry.resolve("volume.json"), Document.class);
        volumes.put(name, volume(name, document));
      }
    }
  }

  /** Opens the volumes; what a crash left half done is removed. */
  public static Volumes open(RuntimeOptions options) {
    return new Volumes(options.dataRoot().toAbsolutePath().normalize().resolve("volumes"));
  }

  private Volume volume(String name, Document document) {
    return new Volume(name, document.created(), document.labels(), document.options(), place(name));
  }

  private Path place(String name) {
    return directory.resolve(name).resolve(DATA);
  }

  /** All volumes, by name. */
  public synchronized List<Volume> list() {
    return List.copyOf(volumes.values());
  }

  /** A volume, if there is one. */
  public synchronized Optional<Volume> find(String name) {
    return Optional.ofNullable(volumes.get(name));
  }

  /**
   * A volume.
   *
   * @throws RuntimeFault if there is none
   */
  public Volume inspect(String name) {
    return find(name)
        .orElseThrow(() -> new RuntimeFault(Kind.NOT_FOUND, "get " + name + ": no such volume"));
  }

  /**
   * Makes a volume; one that is there already stays as it is.
   *
   * @throws RuntimeFault if the name or an option is none
   */
  public synchronized Volume create(
      String name, Map<String, String> labels, Map<String, String> options) {
    if (name.length() == 1) {
      throw new RuntimeFault(
          Kind.INVALID,
          "create "
              + name
              + ": volume name is too short, names should be at least two alphanumeric characters");
    }
    if (!NAME.matcher(name).matches()) {
      throw new RuntimeFault(
          Kind.INVALID,
          "create "
              + name
              + ": \""
              + name
              + "\" includes invalid characters for a local volume name, only \""
              + "[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory,"
              + " use absolute path");
    }
    Volume present = volumes.get(name);
    if (present != null) {
      return present;
    }
    check(name, options);
    Document document = new Document(clock.instant(), new HashMap<>(labels), options);
    try {
      make(name, document);
    } catch (IOException e) {
      throw new UncheckedIOException("make volume " + name + ": " + Disk.reason(e), e);
    }
    Volume made = volume(name, document);
    volumes.put(name, made);
    return made;
  }

  private void make(String name, Document document) throws IOException {
    Path fresh = directory.resolve(".new-" + name);
    Disk.remove(fresh);
    Files.createDirectory(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx-----x")));
    Files.createDirectory(fresh.resolve(DATA));
    Files.setPosixFilePermissions(
        fresh.resolve(DATA), PosixFilePermissions.fromString("rwxr-xr-x"));
    Disk.replace(fresh.resolve("volume.json"), Json.write(document));
    Disk.move(fresh, directory.resolve(name));
    Disk.syncDirectory(directory);
  }

  private static void check(String name, Map<String, String> options) {
    for (String option : options.keySet()) {
      if (!OPTIONS.contains(option)) {
        throw new RuntimeFault(
            Kind.INVALID, "create " + name + ": invalid option: \"" + option + "\"");
      }
    }
    if (!options.isEmpty() && bound(options).isEmpty()) {
      throw new RuntimeFault(
          Kind.UNSUPPORTED,
          "create "
              + name
              + ": of volumes with options only those of a directory of the host are supported:"
              + " type=none, o=bind, device=/its/path");
    }
  }

  /** The directory of the host that options name. */
  private static Optional<Path> bound(Map<String, String> options) {
    List<String> words = List.of(options.getOrDefault("o", "").split(",", -1));
    String device = options.getOrDefault("device", "");
    boolean binds = words.contains("bind") || words.contains("rbind");
    return binds && device.startsWith("/") ? Optional.of(Path.of(device)) : Optional.empty();
  }

  /** Where a volume's files are to be had. */
  public Path source(String name) {
    Volume volume = inspect(name);
    return bound(volume.options()).orElse(volume.mountpoint());
  }

  /** Removes a volume that nobody uses. */
  public synchronized void remove(String name) {
    inspect(name);
    Path gone = directory.resolve(".gone-" + name);
    Disk.remove(gone);
    Disk.move(directory.resolve(name), gone);
    Disk.syncDirectory(directory);
    volumes.remove(name);
    Disk.remove(gone);
  }

  /** Bytes of a volume's files. */
  public long size(String name) {
    List<Long> sizes = new ArrayList<>();
    try {
      Files.walkFileTree(
          inspect(name).mountpoint(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              sizes.add(attributes.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // it went meanwhile
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("measure volume " + name + ": " + Disk.reason(e), e);
    }
    return sizes.stream().mapToLong(Long::longValue).sum();
  }
}

package dev.pontoon.daemon.edge;

import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.runtime.MountSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Docker's binds, mounts and tmpfs as the runtime's mounts. */
final class Mounts {
  private static final Set<String> PROPAGATION =
      Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");
  private static final Set<String> IGNORED =
      Set.of("rw", "z", "Z", "cached", "delegated", "consistent");

  private static final HostConfig.BindOptions PLAIN =
      new HostConfig.BindOptions(null, false, false, false, false);

  private Mounts() {}

  /**
   * Reads them.
   *
   * @param shallowReadOnly whether what is mounted below a read-only bind stays writable where
   *     nothing is said of it
   */
  static List<MountSpec> parse(HostConfig host, boolean shallowReadOnly) {
    List<MountSpec> mounts = new ArrayList<>();
    host.binds().forEach(b -> mounts.add(bind(b, shallowReadOnly)));
    host.mounts().forEach(m -> mounts.add(mount(m, shallowReadOnly)));
    host.tmpfs().forEach((target, options) -> mounts.add(tmpfs(target, options)));
    refuseTwice(mounts);
    return mounts;
  }

  private static void refuseTwice(List<MountSpec> mounts) {
    List<Path> targets = mounts.stream().map(m -> Path.of(m.target()).normalize()).toList();
    for (Path target : targets) {
      if (targets.stream().filter(target::equals).count() > 1) {
        throw HttpError.invalid("Duplicate mount point: " + target);
      }
    }
  }

  /** {@code source:target[:option,...]}. */
  private static MountSpec bind(String text, boolean shallowReadOnly) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw HttpError.invalid("invalid volume specification: '" + text + "'");
    }
    boolean readOnly = false;
    boolean copies = true;
    List<String> options = new ArrayList<>();
    for (String option : parts.length == 3 ? parts[2].split(",") : new String[0]) {
      readOnly |= option.equals("ro");
      copies &= !option.equals("nocopy");
      if (PROPAGATION.contains(option)) {
        options.add(option);
      } else if (!option.equals("ro") && !option.equals("nocopy") && !IGNORED.contains(option)) {
        throw HttpError.invalid("invalid mode: " + parts[2]);
      }
    }
    String target = target(parts[1]);
    if (readOnly && !shallowReadOnly && parts[0].startsWith("/")) {
      options.add(MountSpec.DEEP_READ_ONLY);
    }
    return parts[0].startsWith("/")
        ? new MountSpec(MountSpec.Kind.BIND, parts[0], target, readOnly, options)
        : new MountSpec(
            MountSpec.Kind.VOLUME, parts[0], target, readOnly, options, "", copies, false);
  }

  private static MountSpec mount(HostConfig.Mount mount, boolean shallowReadOnly) {
    return switch (mount.type()) {
      case "bind" -> bindMount(mount, shallowReadOnly);
      case "tmpfs" ->
          new MountSpec(
              MountSpec.Kind.TMPFS, "", target(mount.target()), mount.readOnly(), options(mount));
      case "volume" -> volume(mount);
      case "image" -> image(mount);
      default -> throw HttpError.invalid("mount type unknown: '" + mount.type() + "'");
    };
  }

  private static MountSpec volume(HostConfig.Mount mount) {
    HostConfig.VolumeOptions options = mount.volumeOptions();
    boolean copies = options == null || !options.noCopy();
    String subpath = options == null ? "" : options.subpath();
    if (subpath.startsWith("/")) {
      throw HttpError.invalid(
          "invalid mount config for type \"volume\": Subpath must be a relative path inside the"
              + " volume");
    }
    return new MountSpec(
        MountSpec.Kind.VOLUME,
        mount.source(),
        target(mount.target()),
        mount.readOnly(),
        List.of(),
        subpath,
        copies && subpath.isEmpty(),
        mount.source().isEmpty());
  }

  private static MountSpec image(HostConfig.Mount mount) {
    if (mount.source().isEmpty()) {
      throw HttpError.invalid(
          "invalid mount config for type \"image\": field Source must not be empty");
    }
    return new MountSpec(
        MountSpec.Kind.IMAGE, mount.source(), target(mount.target()), true, List.of());
  }

  private static MountSpec bindMount(HostConfig.Mount mount, boolean shallowReadOnly) {
    HostConfig.BindOptions asked = Objects.requireNonNullElse(mount.bindOptions(), PLAIN);
    if (!mount.source().startsWith("/")
        || (!asked.createMountpoint() && !Files.exists(Path.of(mount.source())))) {
      throw HttpError.invalid(
          "invalid mount config for type \"bind\": bind source path does not exist: "
              + mount.source());
    }
    conflict(
        !mount.readOnly() && asked.readOnlyNonRecursive(),
        "!ReadOnly && BindOptions.ReadOnlyNonRecursive");
    conflict(
        !mount.readOnly() && asked.readOnlyForceRecursive(),
        "!ReadOnly && BindOptions.ReadOnlyForceRecursive");
    conflict(
        asked.readOnlyNonRecursive() && asked.readOnlyForceRecursive(),
        "ReadOnlyNonRecursive && BindOptions.ReadOnlyForceRecursive");
    List<String> options = new ArrayList<>();
    if (asked.propagation() != null && !asked.propagation().isEmpty()) {
      options.add(asked.propagation());
    }
    if (asked.nonRecursive()) {
      options.add(MountSpec.SHALLOW);
    }
    if (mount.readOnly() && !asked.readOnlyNonRecursive() && !shallowReadOnly) {
      options.add(MountSpec.DEEP_READ_ONLY);
    }
    return new MountSpec(
        MountSpec.Kind.BIND, mount.source(), target(mount.target()), mount.readOnly(), options);
  }

  private static void conflict(boolean there, String what) {
    if (there) {
      throw HttpError.invalid("mount options conflict: " + what);
    }
  }

  private static List<String> options(HostConfig.Mount mount) {
    HostConfig.TmpfsOptions options = mount.tmpfsOptions();
    if (options == null) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    if (options.sizeBytes() > 0) {
      words.add("size=" + options.sizeBytes());
    }
    if (options.mode() > 0) {
      words.add("mode=" + Integer.toOctalString(options.mode()));
    }
    options.options().forEach(option -> words.add(String.join("=", option)));
    return words;
  }

  private static MountSpec tmpfs(String target, String options) {
    List<String> words = Stream.of(options.split(",")).filter(o -> !o.isEmpty()).toList();
    return new MountSpec(
        MountSpec.Kind.TMPFS,
        "",
        target(target),
        words.contains("ro"),
        words.stream().filter(o -> !o.equals("ro") && !o.equals("rw")).toList());
  }

  private static String target(String path) {
    if (!path.startsWith("/")) {
      throw HttpError.invalid("invalid mount path: '" + path + "' mount path must be absolute");
    }
    if (Path.of(path).normalize().equals(Path.of("/"))) {
      throw HttpError.invalid("invalid specification: destination can't be '/'");
    }
    return path;
  }
}

package dev.pontoon.daemon.workload;

import dev.pontoon.api.HostConfig;
import dev.pontoon.daemon.edge.ContainerRequest;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.MountSpec;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Volume;
import dev.pontoon.runtime.volume.Volumes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Volumes and the containers that use them: made when asked for, kept while in use. */
public final class ContainerVolumes {
  private static final Logger LOG = LoggerFactory.getLogger(ContainerVolumes.class);
  private static final String ANONYMOUS = "com.docker.volume.anonymous";

  private final Volumes volumes;
  private final ContainerRuntime runtime;
  private final ImageStore images;
  private final Events events;

  /** Containers are made with the read lock, so that no volume goes while one is to use it. */
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  /** The volumes of a runtime's containers. */
  public ContainerVolumes(
      Volumes volumes, ContainerRuntime runtime, ImageStore images, Events events) {
    this.volumes = volumes;
    this.runtime = runtime;
    this.images = images;
    this.events = events;
  }

  /** All volumes, by name. */
  public List<Volume> list() {
    return volumes.list();
  }

  /** A volume, if there is one. */
  public java.util.Optional<Volume> find(String name) {
    return volumes.find(name);
  }

  /** A volume. */
  public Volume inspect(String name) {
    return volumes.inspect(name);
  }

  /**
   * Makes a volume; one that is there already stays as it is.
   *
   * @param name empty to have one chosen
   */
  public Volume create(String name, Map<String, String> labels, Map<String, String> options) {
    boolean isNew = name.isEmpty() || volumes.find(name).isEmpty();
    Volume volume = volumes.create(name.isEmpty() ? randomName() : name, labels, options);
    if (isNew) {
      events.volume("create", volume.name(), Map.of());
    }
    return volume;
  }

  private static String randomName() {
    byte[] random = new byte[32];
    RandomGenerator.getDefault().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** The ids of the containers that have a volume. */
  public List<String> users(String name) {
    return runtime.list().stream().filter(s -> uses(s, name)).map(ContainerState::id).toList();
  }

  private static boolean uses(ContainerState state, String name) {
    return state.spec().mounts().stream()
        .anyMatch(m -> m.kind() == MountSpec.Kind.VOLUME && m.source().equals(name));
  }

  /**
   * Removes a volume that no container has.
   *
   * @throws HttpError 409 if one has it
   */
  public void remove(String name) {
    lock.writeLock().lock();
    try {
      volumes.inspect(name);
      List<String> users = users(name);
      if (!users.isEmpty()) {
        throw HttpError.conflict("remove " + name + ": volume is in use - " + users);
      }
      volumes.remove(name);
    } finally {
      lock.writeLock().unlock();
    }
    events.volume("destroy", name, Map.of());
  }

  /** Bytes of a volume's files. */
  public long size(String name) {
    return volumes.size(name);
  }

  /** Whether nobody gave a volume its name. */
  public static boolean isAnonymous(Volume volume) {
    return volume.labels().containsKey(ANONYMOUS);
  }

  /** Records a container with all its volumes; a failure takes back those made for it alone. */
  ContainerState make(ContainerSpec spec, ContainerRequest request) {
    lock.readLock().lock();
    try {
      ContainerSpec whole = spec.withMounts(wanted(spec, request));
      ContainerSpec resolved =
          whole.withMounts(whole.mounts().stream().map(m -> resolve(m, request)).toList());
      try {
        return runtime.create(resolved);
      } catch (RuntimeException e) {
        anonymous(resolved).forEach(volumes::remove);
        throw e;
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** What was asked for, then what other containers have, then what the image wants. */
  private List<MountSpec> wanted(ContainerSpec spec, ContainerRequest request) {
    List<MountSpec> mounts = new ArrayList<>(spec.mounts());
    request.hostConfig().volumesFrom().forEach(from -> others(from).forEach(m -> add(mounts, m)));
    TreeSet<String> targets = new TreeSet<>(request.config().volumes().keySet());
    if (!spec.image().isEmpty()) {
      ImageInfo image = images.inspect(spec.image());
      targets.addAll(image.config().volumes());
    }
    for (String target : targets) {
      add(
          mounts,
          new MountSpec(MountSpec.Kind.VOLUME, "", target, false, List.of(), "", true, true));
    }
    return mounts;
  }

  private static void add(List<MountSpec> mounts, MountSpec mount) {
    Path target = Path.of(mount.target()).normalize();
    if (mounts.stream().noneMatch(m -> Path.of(m.target()).normalize().equals(target))) {
      mounts.add(mount);
    }
  }

  /** {@code container[:ro]}. */
  private List<MountSpec> others(String from) {
    int colon = from.indexOf(':');
    String mode = colon < 0 ? "rw" : from.substring(colon + 1);
    if (!List.of("ro", "rw", "z", "Z").contains(mode)) {
      throw HttpError.invalid("invalid mode: " + mode);
    }
    ContainerState other = Sandboxes.other(runtime, colon < 0 ? from : from.substring(0, colon));
    return other.spec().mounts().stream()
        .filter(m -> m.kind() != MountSpec.Kind.TMPFS)
        .map(m ->
            new MountSpec(
                m.kind(),
                m.source(),
                m.target(),
                m.readOnly() || mode.equals("ro"),
                m.options(),
                m.subpath(),
                false,
                false))
        .toList();
  }

  private MountSpec resolve(MountSpec mount, ContainerRequest request) {
    return switch (mount.kind()) {
      case BIND, TMPFS -> mount;
      case VOLUME -> volume(mount, request);
      // The name may mean another image by the time the container starts.
      case IMAGE ->
          new MountSpec(
              mount.kind(),
              images.inspect(mount.source()).id(),
              mount.target(),
              mount.readOnly(),
              mount.options());
    };
  }

  private MountSpec volume(MountSpec mount, ContainerRequest request) {
    HostConfig.VolumeOptions options = options(mount, request);
    Map<String, String> labels = options == null ? Map.of() : options.labels();
    HostConfig.VolumeDriver driver = options == null ? null : options.driverConfig();
    Map<String, String> settings = driver == null ? Map.of() : driver.options();
    if (!mount.source().isEmpty()) {
      create(mount.source(), labels, settings);
      return mount;
    }
    Map<String, String> marked = new java.util.HashMap<>(labels);
    marked.put(ANONYMOUS, "");
    return mount.ofAnonymous(create("", marked, settings).name());
  }

  private static HostConfig.@org.jspecify.annotations.Nullable VolumeOptions options(
      MountSpec mount, ContainerRequest request) {
    return request.hostConfig().mounts().stream()
        .filter(m -> m.type().equals("volume") && m.target().equals(mount.target()))
        .map(m -> java.util.Optional.ofNullable(m.volumeOptions()))
        .findFirst()
        .flatMap(o -> o)
        .orElse(null);
  }

  private static List<String> anonymous(ContainerSpec spec) {
    return spec.mounts().stream()
        .filter(m -> m.kind() == MountSpec.Kind.VOLUME && m.anonymous())
        .map(MountSpec::source)
        .toList();
  }

  /** Removes the volumes that were made for a container alone and that nobody else uses by now. */
  void removeAnonymous(ContainerState removed) {
    for (String name : anonymous(removed.spec())) {
      try {
        remove(name);
      } catch (HttpError | RuntimeFault e) {
        LOG.info("volume {} of {} stays: {}", name, removed.spec().name(), e.getMessage());
      }
    }
  }

  /** Tells that a container's volumes are in use now, or no longer. */
  void tell(String action, ContainerState state) {
    for (MountSpec mount : state.spec().mounts()) {
      if (mount.kind() == MountSpec.Kind.VOLUME) {
        Map<String, String> attributes = new java.util.HashMap<>();
        attributes.put("container", state.id());
        if (action.equals("mount")) {
          attributes.put("destination", mount.target());
          attributes.put("read/write", String.valueOf(!mount.readOnly()));
        }
        events.volume(action, mount.source(), attributes);
      }
    }
  }
}

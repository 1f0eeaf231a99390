package dev.pontoon.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Docker's create call carries that concerns the process; its networks are the engine's.
 *
 * @param name unique, without a slash
 * @param image a reference that {@code Images} resolves; empty with a rootfs
 * @param rootfs a directory of the host that is the root file system's lower layer; empty with an
 *     image
 * @param autoRemove remove the container when its process ended ({@code --rm})
 * @param unlogged keep nothing of what the process says
 */
public record ContainerSpec(
    String name,
    String image,
    String rootfs,
    ProcessSpec process,
    Isolation isolation,
    List<MountSpec> mounts,
    Resources resources,
    Map<String, String> labels,
    boolean autoRemove,
    boolean unlogged) {

  public ContainerSpec {
    mounts = List.copyOf(mounts);
    labels = Map.copyOf(labels);
  }

  /** Starts a spec with Docker's defaults. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The same container under another name. */
  public ContainerSpec withName(String newName) {
    return new ContainerSpec(
        newName,
        image,
        rootfs,
        process,
        isolation,
        mounts,
        resources,
        labels,
        autoRemove,
        unlogged);
  }

  /** The same container with other limits. */
  public ContainerSpec withResources(Resources limits) {
    return new ContainerSpec(
        name, image, rootfs, process, isolation, mounts, limits, labels, autoRemove, unlogged);
  }

  /** The same container with other mounts. */
  public ContainerSpec withMounts(List<MountSpec> others) {
    return new ContainerSpec(
        name, image, rootfs, process, isolation, others, resources, labels, autoRemove, unlogged);
  }

  /** Collects what differs from Docker's defaults. */
  public static final class Builder {
    private final String name;
    private String image = "";
    private String rootfs = "";
    private @Nullable List<String> entrypoint;
    private List<String> command = List.of();
    private final List<String> env = new ArrayList<>();
    private String workingDirectory = "";
    private String user = "";
    private String hostname = "";
    private String domainname = "";
    private boolean tty;
    private boolean openStdin;
    private boolean stdinOnce;
    private String stopSignal = "";
    private @Nullable Integer stopTimeoutSeconds;
    private HealthCheck health = HealthCheck.UNSAID;
    private Isolation isolation = Isolation.DEFAULT;
    private final List<MountSpec> mounts = new ArrayList<>();
    private Resources resources = Resources.UNLIMITED;
    private Map<String, String> labels = Map.of();
    private boolean autoRemove;
    private boolean unlogged;

    private Builder(String name) {
      this.name = name;
    }

    /** The image to run. */
    public Builder image(String reference) {
      image = reference;
      return this;
    }

    /** The directory to run on. */
    public Builder rootfs(String directory) {
      rootfs = directory;
      return this;
    }

    /** Replaces the image's entrypoint; null keeps it. */
    public Builder entrypoint(@Nullable List<String> words) {
      entrypoint = words;
      return this;
    }

    /** The command or its arguments. */
    public Builder command(List<String> words) {
      command = words;
      return this;
    }

    /** The command or its arguments. */
    public Builder command(String... words) {
      return command(List.of(words));
    }

    /** Adds to the environment. */
    public Builder env(List<String> entries) {
      env.addAll(entries);
      return this;
    }

    /** The directory the process starts in. */
    public Builder workingDirectory(String directory) {
      workingDirectory = directory;
      return this;
    }

    /** Who the process runs as. */
    public Builder user(String userAndGroup) {
      user = userAndGroup;
      return this;
    }

    /** The host's name as the process sees it. */
    public Builder hostname(String label) {
      hostname = label;
      return this;
    }

    /** The NIS domain's name. */
    public Builder domainname(String domain) {
      domainname = domain;
      return this;
    }

    /** Whether the process gets a terminal. */
    public Builder tty(boolean wanted) {
      tty = wanted;
      return this;
    }

    /** Whether standard input stays open, and whether it ends with the first client's. */
    public Builder stdin(boolean open, boolean once) {
      openStdin = open;
      stdinOnce = once;
      return this;
    }

    /** What ends the process, and after how many seconds it is killed; null for 10. */
    public Builder stop(String signal, @Nullable Integer timeoutSeconds) {
      stopSignal = signal;
      stopTimeoutSeconds = timeoutSeconds;
      return this;
    }

    /** How to find out whether it does its work. */
    public Builder health(HealthCheck check) {
      health = check;
      return this;
    }

    /** What the process may do and see. */
    public Builder isolation(Isolation chosen) {
      isolation = chosen;
      return this;
    }

    /** Adds mounts. */
    public Builder mounts(List<MountSpec> more) {
      mounts.addAll(more);
      return this;
    }

    /** The limits. */
    public Builder resources(Resources limits) {
      resources = limits;
      return this;
    }

    /** The labels. */
    public Builder labels(Map<String, String> pairs) {
      labels = pairs;
      return this;
    }

    /** Whether the container goes when its process ends. */
    public Builder autoRemove(boolean wanted) {
      autoRemove = wanted;
      return this;
    }

    /** Whether nothing is kept of what the process says. */
    public Builder unlogged(boolean wanted) {
      unlogged = wanted;
      return this;
    }

    /** The spec. */
    public ContainerSpec build() {
      ProcessSpec process =
          new ProcessSpec(
              entrypoint,
              command,
              env,
              workingDirectory,
              user,
              hostname,
              domainname,
              tty,
              openStdin,
              stdinOnce,
              stopSignal,
              stopTimeoutSeconds,
              health);
      return new ContainerSpec(
          name, image, rootfs, process, isolation, mounts, resources, labels, autoRemove, unlogged);
    }
  }
}

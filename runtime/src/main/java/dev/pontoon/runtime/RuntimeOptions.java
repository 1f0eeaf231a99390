package dev.pontoon.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where containers and images live and where images come from.
 *
 * @param dataRoot what is kept: images, layers, container records
 * @param execRoot what is lost at boot: bundles, mounts, sockets
 * @param cgroupParent the cgroup under which each container gets its own, such as {@code /pontoon}
 * @param defaultRegistry where short names are pulled from, {@code host[:port][/prefix]}; empty for
 *     none
 * @param insecureRegistries CIDRs or {@code host[:port]} spoken to without verified TLS; loopback
 *     addresses always are
 * @param hostNamespace the network namespace that pulls run in; null for the daemon's own
 * @param patience how long a call of the runtime or of conmon may take before it is killed
 */
public record RuntimeOptions(
    Path dataRoot,
    Path execRoot,
    String cgroupParent,
    String defaultRegistry,
    List<String> insecureRegistries,
    @Nullable Path hostNamespace,
    Duration patience) {
  /** Far longer than a loaded machine needs, and an end all the same. */
  public static final Duration PATIENCE = Duration.ofMinutes(2);

  public RuntimeOptions {
    insecureRegistries = List.copyOf(insecureRegistries);
  }

  /** The options of a daemon that was told nothing but its roots. */
  public static RuntimeOptions at(Path dataRoot, Path execRoot) {
    return new RuntimeOptions(dataRoot, execRoot, "/pontoon", "", List.of(), null, PATIENCE);
  }

  /** With a registry for short names. */
  public RuntimeOptions withDefaultRegistry(String registry) {
    return new RuntimeOptions(
        dataRoot, execRoot, cgroupParent, registry, insecureRegistries, hostNamespace, patience);
  }

  /** With registries that need no verified TLS. */
  public RuntimeOptions withInsecureRegistries(List<String> registries) {
    return new RuntimeOptions(
        dataRoot, execRoot, cgroupParent, defaultRegistry, registries, hostNamespace, patience);
  }

  /** With pulls in another network namespace. */
  public RuntimeOptions withHostNamespace(@Nullable Path namespace) {
    return new RuntimeOptions(
        dataRoot, execRoot, cgroupParent, defaultRegistry, insecureRegistries, namespace, patience);
  }

  /** With another limit for the calls of the runtime. */
  public RuntimeOptions withPatience(Duration limit) {
    return new RuntimeOptions(
        dataRoot,
        execRoot,
        cgroupParent,
        defaultRegistry,
        insecureRegistries,
        hostNamespace,
        limit);
  }
}

package dev.pontoon.cli.verb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All verbs by name. A verb is made only when it is asked for: making all of them costs more than a
 * request.
 */
final class Verbs {
  /** Groups, whose verbs are two words. */
  static final List<String> GROUPS = List.of("container", "image", "network", "system", "volume");

  private Verbs() {}

  static Map<String, Supplier<Verb>> all() {
    Map<String, Supplier<Verb>> all = new LinkedHashMap<>();
    all.put("run", Run::verb);
    all.put("create", Create::verb);
    all.put("start", Start::start);
    all.put("stop", Lifecycle::stop);
    all.put("restart", Lifecycle::restart);
    all.put("kill", Lifecycle::kill);
    all.put(
        "pause",
        () -> Lifecycle.pause("pause", "Pause all processes within one or more containers"));
    all.put(
        "unpause",
        () -> Lifecycle.pause("unpause", "Unpause all processes within one or more containers"));
    all.put("rm", Lifecycle::rm);
    all.put("rename", Lifecycle::rename);
    all.put("wait", Lifecycle::waiting);
    all.put("top", Containers::top);
    all.put("update", Containers::update);
    all.put("export", Containers::export);
    all.put("commit", Containers::commit);
    all.put("container prune", Containers::prune);
    all.put("attach", Start::attach);
    all.put("exec", Exec::verb);
    all.put("ps", Ps::verb);
    all.put("logs", Logs::verb);
    all.put("port", Port::verb);
    all.put("inspect", Inspect::any);
    all.put("images", Images::verb);
    all.put("pull", Pull::verb);
    all.put("load", ImageChanges::load);
    all.put("import", ImageChanges::importing);
    all.put("tag", ImageChanges::tag);
    all.put("rmi", ImageChanges::rmi);
    networks(all);
    volumes(all);
    all.put("nat", Nat::verb);
    all.put("diff", Diff::verb);
    all.put("guard", Guard::verb);
    all.put("events", Events::verb);
    all.put("info", About::info);
    all.put("version", About::version);
    return all;
  }

  private static void networks(Map<String, Supplier<Verb>> all) {
    all.put("network connect", Networks::connect);
    all.put("network create", NetworkCreate::verb);
    all.put("network disconnect", Networks::disconnect);
    all.put(
        "network inspect",
        () ->
            Inspect.of(
                "network",
                "network inspect",
                "NETWORK [NETWORK...]",
                "Display detailed information on one or more networks"));
    all.put("network ls", Networks::ls);
    all.put("network prune", Networks::prune);
    all.put("network rm", Networks::rm);
  }

  private static void volumes(Map<String, Supplier<Verb>> all) {
    all.put("volume create", Volumes::create);
    all.put(
        "volume inspect",
        () ->
            Inspect.of(
                "volume",
                "volume inspect",
                "VOLUME [VOLUME...]",
                "Display detailed information on one or more volumes"));
    all.put("volume ls", Volumes::ls);
    all.put("volume prune", Volumes::prune);
    all.put("volume rm", Volumes::rm);
  }

  /** The verb of that name, also by Docker's other names for it. */
  static @Nullable Verb named(String name) {
    Supplier<Verb> verb = all().get(shortName(name));
    return verb == null ? null : verb.get();
  }

  private static String shortName(String name) {
    return switch (name) {
      case "container ls", "container list", "container ps" -> "ps";
      case "container inspect" -> "inspect";
      case "container prune" -> name;
      case "image ls", "image list" -> "images";
      case "image rm", "image remove" -> "rmi";
      case "image inspect" -> "inspect";
      case "network list" -> "network ls";
      case "network remove" -> "network rm";
      case "volume list" -> "volume ls";
      case "volume remove" -> "volume rm";
      default ->
          name.startsWith("container ") || name.startsWith("image ") || name.startsWith("system ")
              ? name.substring(name.indexOf(' ') + 1)
              : name;
    };
  }
}

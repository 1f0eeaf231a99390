package dev.pontoon.cli.verb;

import dev.pontoon.cli.parse.Addresses;
import dev.pontoon.cli.parse.EnvFile;
import dev.pontoon.cli.parse.Pairs;
import dev.pontoon.cli.parse.PortSpec;
import dev.pontoon.cli.parse.Sizes;
import dev.pontoon.cli.parse.Volumes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The options of {@code run} and {@code create}, and the body that they make. Everything is checked
 * before anything is sent.
 */
final class ContainerOptions {
  private ContainerOptions() {}

  static Syntax syntax() {
    Syntax s = new Syntax().optionsFirst().operands(0, Integer.MAX_VALUE);
    process(s);
    network(s);
    resources(s);
    return s;
  }

  private static void process(Syntax s) {
    s.flag("-i, --interactive", "Keep STDIN open even if not attached");
    s.flag("-t, --tty", "Allocate a pseudo-TTY");
    s.list("-a, --attach", "Attach to STDIN, STDOUT or STDERR");
    s.list("-e, --env", "Set environment variables");
    s.list("--env-file", "Read in a file of environment variables");
    s.text("--entrypoint", "string", "Overwrite the default ENTRYPOINT of the image");
    s.text("-u, --user", "string", "Username or UID (format: <name|uid>[:<group|gid>])");
    s.list("--group-add", "Add additional groups to join");
    s.text("-w, --workdir", "string", "Working directory inside the container");
    s.text("--name", "string", "Assign a name to the container");
    s.text("--cidfile", "string", "Write the container ID to the file");
    s.list("-l, --label", "Set meta data on a container");
    s.list("--label-file", "Read in a line delimited file of labels");
    s.flag("--rm", "Automatically remove the container when it exits");
    s.text("--restart", "string", "Restart policy to apply when a container exits");
    s.text("--stop-signal", "string", "Signal to stop the container");
    s.text("--stop-timeout", "int", "Timeout (in seconds) to stop a container");
    s.flag("--init", "Run an init inside the container that forwards signals and reaps processes");
    s.text("--pull", "string", "Pull image before running (\"always\", \"missing\", \"never\")");
    s.flag("-q, --quiet", "Suppress the pull output");
    s.text("--platform", "string", "Set platform if server is multi-platform capable");
    s.text(
        "--rootfs",
        "DIR",
        "Use a directory as the root filesystem, under a private overlay, instead of an image");
    s.text("--runtime", "string", "Runtime to use for this container");
    s.text("--log-driver", "string", "Logging driver for the container");
    s.list("--log-opt", "Log driver options");
  }

  private static void network(Syntax s) {
    s.list("--network, --net", "Connect a container to a network");
    s.list("-p, --publish", "Publish a container's port(s) to the host");
    s.flag("-P, --publish-all", "Publish all exposed ports to random ports");
    s.list("--expose", "Expose a port or a range of ports");
    s.text("-h, --hostname", "string", "Container host name");
    s.text("--domainname", "string", "Container NIS domain name");
    s.text("--ip", "string", "IPv4 address (e.g., 172.30.100.104)");
    s.text("--ip6", "string", "IPv6 address (e.g., 2001:db8::33)");
    s.list("--link-local-ip", "Container IPv4/IPv6 link-local addresses");
    s.text("--mac-address", "string", "Container MAC address (e.g., 92:d0:c6:0a:29:33)");
    s.list("--network-alias, --net-alias", "Add network-scoped alias for the container");
    s.list("--link", "Add link to another container");
    s.list("--add-host", "Add a custom host-to-IP mapping (host:ip)");
    s.list("--dns", "Set custom DNS servers");
    s.list("--dns-search", "Set custom DNS search domains");
    s.list("--dns-option, --dns-opt", "Set DNS options");
    s.list("--sysctl", "Sysctl options");
  }

  private static void resources(Syntax s) {
    s.list("-v, --volume", "Bind mount a volume");
    s.list("--volumes-from", "Mount volumes from the specified container(s)");
    s.list("--mount", "Attach a filesystem mount to the container");
    s.list("--tmpfs", "Mount a tmpfs directory");
    s.list("--device", "Add a host device to the container");
    s.flag("--read-only", "Mount the container's root filesystem as read only");
    s.flag("--privileged", "Give extended privileges to this container");
    s.list("--cap-add", "Add Linux capabilities");
    s.list("--cap-drop", "Drop Linux capabilities");
    s.list("--security-opt", "Security Options");
    s.list("--ulimit", "Ulimit options");
    s.text("-m, --memory", "bytes", "Memory limit");
    s.text(
        "--memory-swap",
        "bytes",
        "Swap limit equal to memory plus swap: '-1' to enable unlimited swap");
    s.text("--shm-size", "bytes", "Size of /dev/shm");
    s.text("--cpus", "decimal", "Number of CPUs");
    s.text("-c, --cpu-shares", "int", "CPU shares (relative weight)");
    s.text("--cpuset-cpus", "string", "CPUs in which to allow execution (0-3, 0,1)");
    s.text("--pids-limit", "int", "Tune container pids limit (set -1 for unlimited)");
    s.text("--pid", "string", "PID namespace to use");
    s.text("--ipc", "string", "IPC mode to use");
    s.text("--uts", "string", "UTS namespace to use");
    s.text("--userns", "string", "User namespace to use");
    s.text("--cgroupns", "string", "Cgroup namespace to use (host|private)");
    s.text("--cgroup-parent", "string", "Optional parent cgroup for the container");
  }

  /** The body of {@code POST /containers/create}. */
  static Map<String, Object> body(Arguments a, Session session) {
    List<String> words = a.operands();
    boolean rootfs = a.has("--rootfs");
    if (!rootfs && words.isEmpty()) {
      throw new CommandException(
          1, "pontoon: 'pontoon run' requires at least 1 argument (see 'pontoon run --help')");
    }
    Map<String, Object> body = new LinkedHashMap<>();
    put(body, "Hostname", a.text("--hostname"));
    put(body, "Domainname", a.text("--domainname"));
    put(body, "User", a.text("--user"));
    streams(a, body);
    put(body, "Env", EnvFile.all(a.list("--env-file"), a.list("--env"), session.environment()));
    List<String> command = rootfs ? words : words.subList(1, words.size());
    body.put("Cmd", command.isEmpty() ? null : command);
    put(body, "Image", rootfs ? "" : words.getFirst());
    put(body, "WorkingDir", a.text("--workdir"));
    if (a.has("--entrypoint")) {
      body.put(
          "Entrypoint",
          a.text("--entrypoint").isEmpty() ? List.of("") : List.of(a.text("--entrypoint")));
    }
    put(body, "Labels", labels(a));
    put(body, "StopSignal", a.text("--stop-signal"));
    if (a.has("--stop-timeout")) {
      body.put("StopTimeout", a.number("--stop-timeout", 0));
    }
    put(body, "Volumes", anonymous(a.list("--volume")));
    List<PortSpec> published =
        a.list("--publish").stream().flatMap(p -> PortSpec.publish(p).stream()).toList();
    put(body, "ExposedPorts", exposed(a, published));
    body.put("HostConfig", hostConfig(a, session, published));
    NetworkOptions.put(a, body);
    return body;
  }

  private static void streams(Arguments a, Map<String, Object> body) {
    List<String> attach = a.list("--attach").stream().map(s -> s.toLowerCase(Locale.ROOT)).toList();
    if (!List.of("stdin", "stdout", "stderr").containsAll(attach)) {
      throw new IllegalArgumentException(
          "invalid argument \""
              + String.join(",", attach)
              + "\" for \"-a, --attach\" flag: valid streams are STDIN, STDOUT and STDERR");
    }
    boolean all = attach.isEmpty();
    boolean input = a.is("--interactive");
    body.put("AttachStdin", all ? input : attach.contains("stdin"));
    body.put("AttachStdout", all || attach.contains("stdout"));
    body.put("AttachStderr", all || attach.contains("stderr"));
    body.put("Tty", a.is("--tty"));
    body.put("OpenStdin", input);
    body.put("StdinOnce", input);
  }

  private static Map<String, String> labels(Arguments a) {
    List<String> labels =
        new ArrayList<>(EnvFile.all(a.list("--label-file"), List.of(), name -> ""));
    labels.addAll(a.list("--label"));
    for (String label : labels) {
      if (label.isEmpty() || label.startsWith("=")) {
        throw new IllegalArgumentException(
            "invalid argument \""
                + label
                + "\" for \"-l, --label\" flag: invalid label '"
                + label
                + "': empty name");
      }
    }
    return Pairs.of(labels);
  }

  private static Map<String, Object> anonymous(List<String> volumes) {
    Map<String, Object> anonymous = new LinkedHashMap<>();
    volumes.stream().filter(Volumes::isAnonymous).forEach(v -> anonymous.put(v, Map.of()));
    return anonymous;
  }

  private static Map<String, Object> exposed(Arguments a, List<PortSpec> published) {
    Map<String, Object> exposed = new TreeMap<>();
    published.forEach(p -> exposed.put(p.key(), Map.of()));
    a.list("--expose")
        .forEach(e -> PortSpec.expose(e).forEach(p -> exposed.put(p.key(), Map.of())));
    return exposed;
  }

  private static Map<String, Object> hostConfig(
      Arguments a, Session session, List<PortSpec> published) {
    Map<String, Object> host = new LinkedHashMap<>();
    Path directory = session.directory();
    put(
        host,
        "Binds",
        a.list("--volume").stream()
            .filter(v -> !Volumes.isAnonymous(v))
            .map(v -> Volumes.bind(v, directory))
            .toList());
    put(host, "VolumesFrom", a.list("--volumes-from"));
    put(host, "Mounts", a.list("--mount").stream().map(Volumes::mount).toList());
    put(host, "Tmpfs", Volumes.tmpfs(a.list("--tmpfs")));
    put(host, "Devices", Volumes.devices(a.list("--device")));
    put(host, "PortBindings", bindings(published));
    on(host, "PublishAllPorts", a.is("--publish-all"));
    names(a, host);
    rights(a, host);
    limits(a, host);
    lifetime(a, host);
    if (a.has("--rootfs")) {
      host.put("Rootfs", directory.resolve(a.text("--rootfs")).normalize().toString());
    }
    return host;
  }

  private static Map<String, Object> bindings(List<PortSpec> published) {
    Map<String, Object> bindings = new LinkedHashMap<>();
    Map<String, List<Object>> byKey = new LinkedHashMap<>();
    published.forEach(p ->
        byKey
            .computeIfAbsent(p.key(), k -> new ArrayList<>())
            .add(Map.of("HostIp", p.ip(), "HostPort", p.host())));
    bindings.putAll(byKey);
    return bindings;
  }

  private static void names(Arguments a, Map<String, Object> host) {
    put(host, "Dns", a.list("--dns").stream().map(ip -> Addresses.ip(ip, "--dns")).toList());
    put(host, "DnsOptions", a.list("--dns-option"));
    put(host, "DnsSearch", a.list("--dns-search"));
    put(
        host,
        "ExtraHosts",
        a.list("--add-host").stream().map(ContainerOptions::extraHost).toList());
    put(host, "Links", a.list("--link"));
    put(host, "Sysctls", Pairs.required(a.list("--sysctl"), "--sysctl"));
  }

  /** {@code name:ip} or {@code name=ip}; {@code host-gateway} is the daemon's to know. */
  private static String extraHost(String text) {
    int equals = text.indexOf('=');
    int split = equals > 0 ? equals : text.indexOf(':');
    String ip = text.substring(split + 1);
    if (split <= 0) {
      throw new IllegalArgumentException(
          "invalid argument \""
              + text
              + "\" for \"--add-host\" flag: bad format for add-host: \""
              + text
              + "\"");
    }
    String plain = ip.startsWith("[") && ip.endsWith("]") ? ip.substring(1, ip.length() - 1) : ip;
    return text.substring(0, split)
        + ":"
        + (plain.equals("host-gateway") ? plain : Addresses.ip(plain, "--add-host"));
  }

  private static void rights(Arguments a, Map<String, Object> host) {
    on(host, "Privileged", a.is("--privileged"));
    on(host, "ReadonlyRootfs", a.is("--read-only"));
    put(host, "CapAdd", a.list("--cap-add"));
    put(host, "CapDrop", a.list("--cap-drop"));
    put(host, "GroupAdd", a.list("--group-add"));
    put(host, "SecurityOpt", a.list("--security-opt"));
    put(host, "PidMode", a.text("--pid"));
    put(host, "IpcMode", a.text("--ipc"));
    put(host, "UTSMode", a.text("--uts"));
    put(host, "UsernsMode", a.text("--userns"));
    put(host, "CgroupnsMode", a.text("--cgroupns"));
    put(host, "CgroupParent", a.text("--cgroup-parent"));
    put(host, "Runtime", a.text("--runtime"));
  }

  private static void limits(Arguments a, Map<String, Object> host) {
    put(host, "Ulimits", a.list("--ulimit").stream().map(Pairs::ulimit).toList());
    bytes(a, "--memory", "Memory", host);
    if (a.text("--memory-swap").equals("-1")) {
      host.put("MemorySwap", -1L);
    } else {
      bytes(a, "--memory-swap", "MemorySwap", host);
    }
    bytes(a, "--shm-size", "ShmSize", host);
    if (a.has("--cpus")) {
      host.put("NanoCpus", Sizes.nanoCpus(a.text("--cpus")));
    }
    if (a.has("--cpu-shares")) {
      host.put("CpuShares", a.number("--cpu-shares", 0));
    }
    put(host, "CpusetCpus", a.text("--cpuset-cpus"));
    if (a.has("--pids-limit")) {
      host.put("PidsLimit", a.number("--pids-limit", 0));
    }
  }

  private static void bytes(Arguments a, String option, String name, Map<String, Object> host) {
    if (a.has(option)) {
      host.put(name, Sizes.bytes(a.text(option)));
    }
  }

  private static void lifetime(Arguments a, Map<String, Object> host) {
    on(host, "AutoRemove", a.is("--rm"));
    on(host, "Init", a.is("--init"));
    if (a.has("--restart")) {
      Map<String, Object> policy = Pairs.restart(a.text("--restart"));
      if (a.is("--rm") && !"no".equals(policy.get("Name"))) {
        throw new IllegalArgumentException(
            "conflicting options: cannot specify both --restart and --rm");
      }
      host.put("RestartPolicy", policy);
    }
    if (a.has("--log-driver") || a.has("--log-opt")) {
      host.put(
          "LogConfig",
          Map.of(
              "Type",
              a.text("--log-driver"),
              "Config",
              Pairs.required(a.list("--log-opt"), "--log-opt")));
    }
  }

  /** Puts what is not empty. */
  static void put(Map<String, Object> into, String name, Object value) {
    boolean empty =
        switch (value) {
          case String s -> s.isEmpty();
          case List<?> l -> l.isEmpty();
          case Map<?, ?> m -> m.isEmpty();
          case Object o -> Arrays.asList(0L, false).contains(o);
        };
    if (!empty) {
      into.put(name, value);
    }
  }

  private static void on(Map<String, Object> into, String name, boolean value) {
    if (value) {
      into.put(name, true);
    }
  }
}

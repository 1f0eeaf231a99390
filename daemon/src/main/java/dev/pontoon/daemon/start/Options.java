package dev.pontoon.daemon.start;

import dev.pontoon.daemon.http.TcpListener;
import dev.pontoon.engine.AddressPool;
import dev.pontoon.engine.EngineConfig;
import dev.pontoon.engine.FirewallBackend;
import dev.pontoon.engine.drift.DriftOptions;
import dev.pontoon.engine.events.Observer;
import dev.pontoon.engine.plan.Seam;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.runtime.RuntimeOptions;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the daemon is to work.
 *
 * @param heal whether what somebody else changes is put back
 * @param metricsAddress where metrics are served; empty is nowhere
 * @param patience how long a call of the runtime may take
 * @param group empty is {@code docker} if there is such a group
 */
public record Options(
    List<Path> sockets,
    List<TcpListener> listeners,
    Path dataRoot,
    Path execRoot,
    Path pidfile,
    String bridge,
    Optional<Cidr> bridgeAddress,
    int mtu,
    FirewallBackend firewall,
    List<AddressPool> pools,
    boolean heal,
    String logLevel,
    boolean logJson,
    Optional<InetSocketAddress> metricsAddress,
    String group,
    Path hostNamespace,
    String defaultRegistry,
    List<String> insecureRegistries,
    Duration patience,
    Action action) {
  private static final Path CONFIG = Path.of("/etc/pontoon/daemon.json");
  private static final String UNIX = "unix://";
  private static final String TCP = "tcp://";
  private static final Pattern HOST_AND_PORT = Pattern.compile("tcp://\\[?([^/]*?)]?:(\\d{1,5})/?");
  private static final int MAX_PORT = 65_535;
  private static final List<String> LEVELS =
      List.of("trace", "debug", "info", "warn", "error", "fatal");
  private static final int MIN_MTU = 68; // RFC 791
  private static final int MAX_MTU = 65_535;

  /** What to do. */
  public enum Action {
    SERVE,
    REMOVE,
    PRINT_VERSION,
    PRINT_HELP
  }

  public Options {
    sockets = List.copyOf(sockets);
    listeners = List.copyOf(listeners);
    pools = List.copyOf(pools);
    insecureRegistries = List.copyOf(insecureRegistries);
  }

  /**
   * Reads a command line and the configuration file it names, or the default one if it exists.
   *
   * @throws StartException if either makes no sense
   */
  public static Options parse(List<String> arguments) {
    Map<Flag, List<String>> flags = CommandLine.parse(arguments);
    List<String> named = flags.get(Flag.CONFIG_FILE);
    Path file = named == null ? CONFIG : Path.of(named.getFirst());
    if (named != null || Files.exists(file)) {
      flags = merge(file, flags, ConfigFile.read(file));
    }
    return new Values(flags).options();
  }

  private static Map<Flag, List<String>> merge(
      Path file, Map<Flag, List<String>> flags, Map<Flag, List<String>> configured) {
    for (Flag flag : configured.keySet()) {
      if (flags.containsKey(flag)) {
        throw StartException.failure(
            ("unable to configure the daemon with file %s: the following directives are specified "
                    + "both as a flag and in the configuration file: %s")
                .formatted(file, flag.key()));
      }
    }
    Map<Flag, List<String>> merged = new EnumMap<>(Flag.class);
    merged.putAll(flags);
    merged.putAll(configured);
    return merged;
  }

  /** The text that {@code --help} prints. */
  public static String help() {
    return "Usage: pontoon daemon [OPTIONS]\n\n"
        + Arrays.stream(Flag.values()).map(Flag::usage).collect(Collectors.joining("\n"));
  }

  /** The engine's configuration. */
  public EngineConfig engine() {
    return new EngineConfig(
        hostNamespace,
        dataRoot.resolve("network"),
        execRoot,
        bridge,
        bridgeAddress,
        mtu,
        firewall,
        pools,
        Seam.NONE,
        Observer.NONE,
        DriftOptions.DEFAULT.healing(heal));
  }

  /** The runtime's configuration. */
  public RuntimeOptions runtime() {
    Path namespace = hostNamespace.equals(EngineConfig.OWN_NAMESPACE) ? null : hostNamespace;
    return RuntimeOptions.at(dataRoot, execRoot)
        .withDefaultRegistry(defaultRegistry)
        .withInsecureRegistries(insecureRegistries)
        .withHostNamespace(namespace)
        .withPatience(patience);
  }

  /** Turns texts into values. */
  private record Values(Map<Flag, List<String>> flags) {
    Options options() {
      return new Options(
          hosts().stream().filter(host -> !isTcp(host)).map(Values::socket).toList(),
          hosts().stream().filter(Values::isTcp).map(this::listener).toList(),
          path(Flag.DATA_ROOT, "/var/lib/pontoon"),
          path(Flag.EXEC_ROOT, "/run/pontoon"),
          path(Flag.PIDFILE, "/run/pontoon.pid"),
          bridge(),
          optional(Flag.BIP).map(Values::bip),
          optional(Flag.MTU).map(Values::mtu).orElse(0),
          backend(one(Flag.FIREWALL, "nftables")),
          pools(),
          !on(Flag.NO_HEAL),
          level(),
          json(one(Flag.LOG_FORMAT, "text")),
          optional(Flag.METRICS_ADDR).map(Values::address),
          one(Flag.GROUP, ""),
          path(Flag.HOST_NAMESPACE, EngineConfig.OWN_NAMESPACE.toString()),
          one(Flag.DEFAULT_REGISTRY, ""),
          many(Flag.INSECURE_REGISTRY, null),
          optional(Flag.RUNTIME_TIMEOUT).map(Values::patience).orElse(RuntimeOptions.PATIENCE),
          action());
    }

    private Optional<String> optional(Flag flag) {
      return Optional.ofNullable(flags.get(flag)).map(List::getLast).filter(v -> !v.isEmpty());
    }

    private String one(Flag flag, String absent) {
      return optional(flag).orElse(absent);
    }

    private List<String> many(Flag flag, @Nullable String absent) {
      List<String> given = flags.get(flag);
      return given != null ? given : absent == null ? List.of() : List.of(absent);
    }

    private boolean on(Flag flag) {
      return switch (one(flag, "false").toLowerCase(Locale.ROOT)) {
        case "true", "1", "t" -> true;
        case "false", "0", "f" -> false;
        default -> throw invalid(flag, one(flag, ""), "true or false is expected");
      };
    }

    private Path path(Flag flag, String absent) {
      Path path = Path.of(one(flag, absent)).toAbsolutePath().normalize();
      if (path.getNameCount() == 0) {
        throw invalid(flag, path.toString(), "it can't be the root directory");
      }
      return path;
    }

    private List<String> hosts() {
      return many(Flag.HOST, "unix:///run/pontoon.sock");
    }

    private static boolean isTcp(String host) {
      return host.startsWith(TCP);
    }

    /** Without a certificate whoever reaches the port would be root. */
    private TcpListener listener(String text) {
      if (!on(Flag.TLS_VERIFY)) {
        throw invalid(
            Flag.HOST,
            text,
            "TCP is served with mutual TLS only: --tlsverify, --tlscacert, --tlscert and --tlskey"
                + " are needed");
      }
      Matcher parts = HOST_AND_PORT.matcher(text);
      if (!parts.matches()) {
        throw invalid(Flag.HOST, text, "tcp://HOST:PORT is expected");
      }
      int port = Integer.parseInt(parts.group(2));
      if (port > MAX_PORT) {
        throw invalid(Flag.HOST, text, "a port up to 65535 is expected");
      }
      return new TcpListener(
          parts.group(1),
          port,
          file(Flag.TLS_AUTHORITIES),
          file(Flag.TLS_CERTIFICATE),
          file(Flag.TLS_KEY));
    }

    private Path file(Flag flag) {
      return optional(flag)
          .map(Path::of)
          .orElseThrow(() -> invalid(flag, "", "a file is needed to serve TCP"));
    }

    private static Path socket(String text) {
      if (!text.startsWith(UNIX)) {
        throw invalid(Flag.HOST, text, "unix:// and tcp:// are served");
      }
      Path path = Path.of(text.substring(UNIX.length()));
      if (!path.isAbsolute()) {
        throw invalid(Flag.HOST, text, "the path is to be absolute");
      }
      return path;
    }

    private String bridge() {
      String name = one(Flag.BRIDGE, EngineConfig.DEFAULT_BRIDGE_NAME);
      if (!name.matches("[^/:\\s]{1,15}")) {
        throw invalid(Flag.BRIDGE, name, "it is no interface name");
      }
      return name;
    }

    private static Cidr bip(String text) {
      try {
        Cidr address = Cidr.parse(text);
        if (address.isV6() || address.address().equals(address.first()) || address.length() > 30) {
          throw invalid(Flag.BIP, text, "an IPv4 address in its subnet is expected");
        }
        return address;
      } catch (IllegalArgumentException e) {
        throw invalid(Flag.BIP, text, String.valueOf(e.getMessage()));
      }
    }

    private static int mtu(String text) {
      try {
        int mtu = Integer.parseInt(text);
        if (mtu == 0 || (mtu >= MIN_MTU && mtu <= MAX_MTU)) {
          return mtu;
        }
      } catch (NumberFormatException e) {
        // the same words as for a number out of range
      }
      throw invalid(Flag.MTU, text, "a number from 68 to 65535 is expected");
    }

    private static Duration patience(String text) {
      try {
        int seconds = Integer.parseInt(text);
        if (seconds > 0) {
          return Duration.ofSeconds(seconds);
        }
      } catch (NumberFormatException e) {
        // the same words as for none
      }
      throw invalid(Flag.RUNTIME_TIMEOUT, text, "a number of seconds is expected");
    }

    private static FirewallBackend backend(String text) {
      return switch (text) {
        case "nftables" -> FirewallBackend.NFTABLES;
        case "iptables" -> FirewallBackend.IPTABLES;
        case "none" -> FirewallBackend.NONE;
        default -> throw invalid(Flag.FIREWALL, text, "nftables, iptables or none is expected");
      };
    }

    private List<AddressPool> pools() {
      List<AddressPool> pools = new ArrayList<>();
      many(Flag.POOL, null).forEach(p -> pools.add(pool(p)));
      return pools.isEmpty() ? AddressPool.DEFAULT : pools;
    }

    /** {@code base=10.0.0.0/8,size=24}. */
    private static AddressPool pool(String text) {
      Map<String, String> parts = new java.util.HashMap<>();
      for (String part : text.split(",", -1)) {
        int equals = part.indexOf('=');
        if (equals < 0) {
          throw invalid(Flag.POOL, text, "base=CIDR,size=N is expected");
        }
        parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
      }
      try {
        Cidr base = Cidr.parse(parts.getOrDefault("base", "")).subnet();
        int size = Integer.parseInt(parts.getOrDefault("size", ""));
        if (parts.size() == 2 && size >= base.length() && size <= (base.isV6() ? 128 : 30)) {
          return new AddressPool(base, size);
        }
      } catch (IllegalArgumentException e) {
        // the same words as for a size that does not fit
      }
      throw invalid(Flag.POOL, text, "base=CIDR,size=N with a size that fits is expected");
    }

    private String level() {
      String level = on(Flag.DEBUG) ? "debug" : one(Flag.LOG_LEVEL, "info");
      if (!LEVELS.contains(level)) {
        throw invalid(Flag.LOG_LEVEL, level, "unable to parse logging level");
      }
      return level;
    }

    private static boolean json(String format) {
      return switch (format) {
        case "text" -> false;
        case "json" -> true;
        default -> throw invalid(Flag.LOG_FORMAT, format, "text or json is expected");
      };
    }

    /** {@code 127.0.0.1:9323}, {@code [::1]:9323}, {@code localhost:9323}. */
    private static InetSocketAddress address(String text) {
      int colon = text.lastIndexOf(':');
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        String host = text.substring(0, Math.max(colon, 0));
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        String literal = bracketed ? host.substring(1, host.length() - 1) : host;
        if (!host.isEmpty() && bracketed == literal.contains(":")) {
          return new InetSocketAddress(
              Addresses.parse(literal.equals("localhost") ? "127.0.0.1" : literal), port);
        }
      } catch (IllegalArgumentException e) {
        // the same words as for what has no colon
      }
      throw invalid(Flag.METRICS_ADDR, text, "ADDRESS:PORT is expected, such as 127.0.0.1:9323");
    }

    private Action action() {
      if (on(Flag.HELP)) {
        return Action.PRINT_HELP;
      }
      if (on(Flag.VERSION)) {
        return Action.PRINT_VERSION;
      }
      return on(Flag.REMOVE) ? Action.REMOVE : Action.SERVE;
    }

    private static StartException invalid(Flag flag, String value, String why) {
      return StartException.failure(
          "invalid value \"%s\" for --%s: %s".formatted(value, flag.flagName(), why));
    }
  }
}

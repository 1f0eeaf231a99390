package dev.pontoon.daemon.start;

import java.util.Arrays;
import java.util.Optional;

/** The daemon's flags, named as dockerd's where dockerd has them. */
enum Flag {
  HOST(
      "host",
      'H',
      Kind.MANY,
      "unix:///PATH",
      "socket to listen on (default unix:///run/pontoon.sock), or tcp://HOST:PORT with TLS"),
  TLS_VERIFY("tlsverify", '\0', Kind.SWITCH, "", "serve TCP, to clients with a certificate"),
  TLS_AUTHORITIES("tlscacert", '\0', Kind.ONE, "FILE", "who signs clients' certificates"),
  TLS_CERTIFICATE("tlscert", '\0', Kind.ONE, "FILE", "the server's certificate"),
  TLS_KEY("tlskey", '\0', Kind.ONE, "FILE", "the server's key"),
  DATA_ROOT("data-root", '\0', Kind.ONE, "DIR", "kept state (default /var/lib/pontoon)"),
  EXEC_ROOT(
      "exec-root", '\0', Kind.ONE, "DIR", "state that is lost at boot (default /run/pontoon)"),
  PIDFILE("pidfile", 'p', Kind.ONE, "FILE", "process id (default /run/pontoon.pid)"),
  CONFIG_FILE("config-file", '\0', Kind.ONE, "FILE", "JSON with these names as keys"),
  BRIDGE("bridge", 'b', Kind.ONE, "NAME", "the default network's bridge (default pontoon0)"),
  BIP("bip", '\0', Kind.ONE, "CIDR", "the default bridge's address"),
  MTU("mtu", '\0', Kind.ONE, "BYTES", "of bridges and containers (default: the default route's)"),
  FIREWALL("firewall-backend", '\0', Kind.ONE, "NAME", "nftables (default), iptables or none"),
  POOL(
      "default-address-pool",
      '\0',
      Kind.MANY,
      "base=CIDR,size=N",
      "where networks' subnets come from"),
  NO_HEAL(
      "no-heal",
      '\0',
      Kind.SWITCH,
      "",
      "only tell of what somebody else changes, and do not put it back"),
  LOG_LEVEL("log-level", 'l', Kind.ONE, "LEVEL", "debug, info (default), warn, error or fatal"),
  LOG_FORMAT("log-format", '\0', Kind.ONE, "FORMAT", "text (default) or json"),
  DEBUG("debug", 'D', Kind.SWITCH, "", "log as with level debug"),
  METRICS_ADDR(
      "metrics-addr",
      '\0',
      Kind.ONE,
      "HOST:PORT",
      "where Prometheus finds /metrics (default: nowhere)"),
  GROUP("group", 'G', Kind.ONE, "NAME", "owns the socket (default docker, if it exists)"),
  HOST_NAMESPACE(
      "host-namespace", '\0', Kind.ONE, "FILE", "network namespace to work in (default: this one)"),
  DEFAULT_REGISTRY(
      "default-registry",
      '\0',
      Kind.ONE,
      "HOST[/PREFIX]",
      "where short image names are pulled from"),
  INSECURE_REGISTRY(
      "insecure-registry", '\0', Kind.MANY, "HOST|CIDR", "registry without verified TLS"),
  RUNTIME_TIMEOUT(
      "runtime-timeout",
      '\0',
      Kind.ONE,
      "SECONDS",
      "how long a call of the runtime may take before it is killed (default 120)"),
  REMOVE(
      "remove",
      '\0',
      Kind.SWITCH,
      "",
      "remove all containers, networks and rules under the roots, and exit"),
  VERSION("version", 'v', Kind.SWITCH, "", "print the version and exit"),
  HELP("help", 'h', Kind.SWITCH, "", "print this and exit");

  /** How often a flag may be given, and whether it takes a value. */
  enum Kind {
    SWITCH,
    ONE,
    MANY
  }

  private final String name;
  private final char letter;
  private final Kind kind;
  private final String value;
  private final String help;

  Flag(String name, char letter, Kind kind, String value, String help) {
    this.name = name;
    this.letter = letter;
    this.kind = kind;
    this.value = value;
    this.help = help;
  }

  static Optional<Flag> byName(String name) {
    return Arrays.stream(values()).filter(f -> f.name.equals(name)).findFirst();
  }

  static Optional<Flag> byLetter(char letter) {
    return Arrays.stream(values()).filter(f -> f.letter == letter).findFirst();
  }

  Kind kind() {
    return kind;
  }

  String flagName() {
    return name;
  }

  /** The key in the configuration file: as the flag, in the plural where it is a list. */
  String key() {
    return switch (kind) {
      case MANY -> this == INSECURE_REGISTRY ? "insecure-registries" : name + "s";
      case ONE, SWITCH -> name;
    };
  }

  String usage() {
    String flag = (letter == '\0' ? "      --" : "  -" + letter + ", --") + name + " " + value;
    return "%-46s %s".formatted(flag, help);
  }
}

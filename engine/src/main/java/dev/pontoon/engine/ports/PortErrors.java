package dev.pontoon.engine.ports;

import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** The words of refusals, which are Docker's where it has any. */
final class PortErrors {
  private PortErrors() {}

  /** Another container has the port. */
  static String allocated(InetAddress host, int port) {
    return "Bind for %s failed: port is already allocated".formatted(at(host, port));
  }

  /** A socket of the host has the port, or the kernel refuses it for another reason. */
  static String refused(
      Protocol protocol, InetAddress host, int port, Errno errno, Optional<String> holder) {
    return "listen %s%s %s: bind: %s%s"
        .formatted(
            protocol,
            Addresses.isV6(host) ? "6" : "4",
            at(host, port),
            errno.text().toLowerCase(Locale.ROOT),
            holder.map(who -> " (held by " + who + ")").orElse(""));
  }

  /** None of many candidates was free. */
  static String exhausted(PortSpec spec, PortRange from) {
    String what = spec.count() == 1 ? "a free port" : spec.count() + " successive free ports";
    return "no %s in %s/%s".formatted(what.replaceFirst("^a ", ""), from, spec.protocol());
  }

  static EngineException failed(String endpoint, String reason) {
    return new EngineException(Kind.FAILED, sentence(endpoint, reason));
  }

  static EngineException failed(String endpoint, String reason, KernelException cause) {
    return new EngineException(Kind.FAILED, sentence(endpoint, reason), cause);
  }

  private static String sentence(String endpoint, String reason) {
    return "driver failed programming external connectivity on endpoint "
        + endpoint
        + ": "
        + reason;
  }

  private static String at(InetAddress host, int port) {
    String address = Addresses.text(host);
    return (Addresses.isV6(host) ? "[" + address + "]" : address) + ":" + port;
  }
}

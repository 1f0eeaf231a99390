package dev.pontoon.firewall;

import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.testkit.Node;
import java.net.InetAddress;

/**
 * A host with three container networks, whoever made them: by hand around a firewall backend alone,
 * or by the whole engine. What is tested here is told in containers and ports only.
 */
interface Site extends AutoCloseable {
  /** How the networks are. */
  record Shape(boolean ipv6, boolean interContainer, boolean masquerade) {
    static final Shape PLAIN = new Shape(false, true, true);
    static final Shape DUAL = new Shape(true, true, true);
  }

  /** A container: its namespace and addresses; {@code v6} is :: where it has none. */
  record Container(Node node, Cidr v4, Cidr v6, InetAddress gateway4, InetAddress gateway6) {
    boolean hasV6() {
      return !v6.address().isAnyLocalAddress();
    }
  }

  /** On the first network, with the shape asked for. */
  Container web();

  /** Beside it on the first network. */
  Container neighbour();

  /** On another plain network. */
  Container other();

  /** On an internal network. */
  Container inside();

  /** Beside it on the internal network. */
  Container insideToo();

  /** Publishes ports of the web container. */
  void publish(PortSpec... ports);

  /** Takes all published ports back. */
  void unpublish();

  @Override
  void close();

  /** An address literal. */
  static InetAddress ip(String literal) {
    return Addresses.parse(literal);
  }
}

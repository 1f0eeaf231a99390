package dev.pontoon.engine.plan;

import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.LinkSettings;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A namespace that a session works in, with its socket and what is known of its links' indices. */
final class Corner implements AutoCloseable {

  static final String WITHOUT_IPV6 = "ipv6/conf/default/disable_ipv6";
  static final String ON = "1";
  private static final int LOOPBACK = 1; // include/net/net_namespace.h: LOOPBACK_IFINDEX

  private final NetworkNamespace namespace;
  private final Rtnetlink links;
  private final Map<String, Integer> indices = new HashMap<>();

  private Corner(NetworkNamespace namespace, Rtnetlink links) {
    this.namespace = namespace;
    this.links = links;
  }

  /** One that exists. */
  static Corner of(NetworkNamespace namespace, Rtnetlink links) {
    return new Corner(namespace, links);
  }

  /**
   * One that is new and has no name yet, its loopback up.
   *
   * @param quiet whether links start without IPv6
   */
  static Corner create(boolean quiet) {
    return NetworkNamespace.<Corner, RuntimeException>createUnnamed(() -> furnish(quiet));
  }

  private static Corner furnish(boolean quiet) {
    if (quiet) {
      Sysctl.set(WITHOUT_IPV6, ON);
    }
    Rtnetlink links = new Rtnetlink(NetlinkSocket.open(NetlinkSocket.ROUTE));
    try {
      links.execute(Links.set(LinkRef.of(LOOPBACK), LinkSettings.NONE.up()));
      return new Corner(NetworkNamespace.current(), links);
    } catch (RuntimeException e) {
      links.close();
      throw e;
    }
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  Rtnetlink links() {
    return links;
  }

  boolean knows(String name) {
    return indices.containsKey(name);
  }

  /** The link for messages that may mean it by name. */
  LinkRef reference(String name) {
    Integer index = indices.get(name);
    return index == null ? LinkRef.of(name) : LinkRef.of(index);
  }

  /** A link's index, asked of the kernel if need be. */
  int indexOf(String name) {
    return find(name)
        .orElseThrow(() -> new KernelException("find link " + name, Errno.of(Errno.ENODEV)));
  }

  /** The same, if there is a link of that name. */
  Optional<Integer> find(String name) {
    if (!knows(name)) {
      links.link(name).ifPresent(link -> indices.put(name, link.index()));
    }
    return Optional.ofNullable(indices.get(name));
  }

  @Override
  public void close() {
    links.close();
    namespace.close();
  }
}

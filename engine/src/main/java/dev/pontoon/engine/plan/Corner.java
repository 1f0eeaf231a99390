package dev.pontoon.engine.plan;

import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.rtnetlink.Link;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.util.HashMap;
import java.util.Map;

/** A namespace that a session works in, with its socket and what is known of its links' indices. */
final class Corner implements AutoCloseable {

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

  /** The calling thread's, made just now. */
  static Corner fresh() {
    NetworkNamespace namespace = NetworkNamespace.current();
    try {
      NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE);
      return new Corner(namespace, new Rtnetlink(socket));
    } catch (KernelException e) {
      namespace.close();
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
    return indices.computeIfAbsent(name, this::ask);
  }

  private int ask(String name) {
    return links
        .link(name)
        .map(Link::index)
        .orElseThrow(() -> new KernelException("find link " + name, Errno.of(Errno.ENODEV)));
  }

  @Override
  public void close() {
    links.close();
    namespace.close();
  }
}

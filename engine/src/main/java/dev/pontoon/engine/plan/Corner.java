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

/**
 * A namespace that a session works in, with its socket and what is known of its links' indices. In
 * a namespace made just now the engine chooses them, so that messages about a link can follow the
 * one that makes it without waiting for an answer.
 */
final class Corner implements AutoCloseable {
  private static final int LOOPBACK = 1; // the kernel gives it to every namespace's lo
  private static final int CHOSEN_BY_KERNEL = 0;

  private final NetworkNamespace namespace;
  private final Rtnetlink links;
  private final boolean fresh;
  private final Map<String, Integer> indices = new HashMap<>();

  private Corner(NetworkNamespace namespace, Rtnetlink links, boolean fresh) {
    this.namespace = namespace;
    this.links = links;
    this.fresh = fresh;
  }

  /** One that exists. */
  static Corner of(NetworkNamespace namespace, Rtnetlink links) {
    return new Corner(namespace, links, false);
  }

  /** The calling thread's, made just now. */
  static Corner fresh() {
    NetworkNamespace namespace = NetworkNamespace.current();
    try {
      NetlinkSocket socket = NetlinkSocket.open(NetlinkSocket.ROUTE);
      Corner corner = new Corner(namespace, new Rtnetlink(socket), true);
      corner.indices.put("lo", LOOPBACK);
      return corner;
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

  /** The index that a new link of this name is to be made with. */
  int claim(String name) {
    if (!fresh) {
      return CHOSEN_BY_KERNEL;
    }
    int index = LOOPBACK + indices.size();
    indices.put(name, index);
    return index;
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

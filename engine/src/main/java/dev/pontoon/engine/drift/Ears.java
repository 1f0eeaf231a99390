package dev.pontoon.engine.drift;

import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.nftables.RulesetMonitor;
import dev.pontoon.linux.rtnetlink.Group;
import dev.pontoon.linux.rtnetlink.Monitor;
import dev.pontoon.linux.sys.Epoll;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.Fd;
import dev.pontoon.linux.sys.KernelException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the kernel tells what changes: links, addresses, routes and forwarding in the host and, by
 * the same socket, in all sandboxes; the firewall's transactions; and that something was mounted or
 * unmounted.
 */
public final class Ears implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ears.class);
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
  private static final long LINKS_TAG = 1;
  private static final long RULES_TAG = 2;
  private static final long MOUNTS_TAG = 3;
  private static final Set<Group> GROUPS =
      EnumSet.of(
          Group.LINK,
          Group.IPV4_ADDRESS,
          Group.IPV6_ADDRESS,
          Group.IPV4_ROUTE,
          Group.IPV6_ROUTE,
          Group.IPV4_CONFIGURATION,
          Group.IPV6_CONFIGURATION);

  private final Epoll epoll = Epoll.open();
  private final Monitor links;
  private final RulesetMonitor rules;
  private final Fd mounts;

  private Ears(NetworkNamespace host) {
    links = everywhere(host);
    rules = RulesetMonitor.open(host);
    mounts = Fd.open(MOUNTS, Fd.O_RDONLY, 0);
    epoll.add(links.fd(), LINKS_TAG);
    epoll.add(rules.fd(), RULES_TAG);
    epoll.addPriority(mounts, MOUNTS_TAG);
  }

  /** Listens from now on. */
  public static Ears open(NetworkNamespace host) {
    return new Ears(host);
  }

  private static Monitor everywhere(NetworkNamespace host) {
    try {
      return Monitor.openEverywhere(host, GROUPS);
    } catch (KernelException e) {
      if (!e.errno().is(Errno.EPERM)) {
        throw e;
      }
      LOG.warn("what changes inside containers is not noticed: CAP_NET_BROADCAST is missing");
      return Monitor.open(host, GROUPS);
    }
  }

  /**
   * Waits until something is told.
   *
   * @param milliseconds at most so long; -1 waits for ever
   * @return whether mounts have changed
   */
  boolean await(int milliseconds) {
    return epoll.await(milliseconds).contains(MOUNTS_TAG);
  }

  /**
   * Hears what links and the like have to tell until now.
   *
   * @return whether something was lost
   */
  boolean drainLinks(Consumer<Monitor.Event> heard) {
    return drain(links::poll, heard);
  }

  /**
   * Hears of the firewall's transactions until now.
   *
   * @return whether some were lost
   */
  boolean drainRules(Consumer<RulesetMonitor.Event> heard) {
    return drain(rules::poll, heard);
  }

  /** Hears all that a source has; whether some of it was lost. */
  static <T> boolean drain(Supplier<Optional<List<T>>> source, Consumer<T> heard) {
    boolean lost = false;
    while (true) {
      try {
        Optional<List<T>> told = source.get();
        if (told.isEmpty()) {
          return lost;
        }
        told.get().forEach(heard);
      } catch (KernelException e) {
        if (!e.errno().is(Errno.ENOBUFS)) {
          throw e;
        }
        lost = true;
      }
    }
  }

  /** Makes every present and future {@link #await} return; to be called once. */
  void wakeUp() {
    epoll.wakeUp();
  }

  @Override
  public void close() {
    links.close();
    rules.close();
    mounts.close();
    epoll.close();
  }
}

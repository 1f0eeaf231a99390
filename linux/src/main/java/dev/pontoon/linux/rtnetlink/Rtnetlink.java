package dev.pontoon.linux.rtnetlink;

import dev.pontoon.linux.netlink.Acknowledgement;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netlink.Request;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Predicate;

/** The links, addresses, routes and neighbours of one namespace. Usable from any thread. */
public final class Rtnetlink implements AutoCloseable {
  private final NetlinkSocket socket;

  /** Takes over a socket of protocol {@link NetlinkSocket#ROUTE}. */
  public Rtnetlink(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** Works in a namespace. */
  public static Rtnetlink open(NetworkNamespace namespace) {
    return new Rtnetlink(namespace.socket(NetlinkSocket.ROUTE));
  }

  /** Works in the calling thread's namespace. */
  public static Rtnetlink open() {
    return new Rtnetlink(NetlinkSocket.open(NetlinkSocket.ROUTE));
  }

  /**
   * Carries out a request.
   *
   * @throws KernelException if the kernel refuses it
   */
  public void execute(Request request) {
    socket.execute(request);
  }

  /**
   * Carries out requests in order, sent at once. The kernel goes on after one that failed.
   *
   * @throws KernelException for the first that the kernel refused, with the others suppressed in it
   */
  public void executeAll(List<Request> requests) {
    List<Acknowledgement> answers = submit(requests);
    Optional<KernelException> failure = Optional.empty();
    for (int i = 0; i < answers.size(); i++) {
      if (!answers.get(i).succeeded()) {
        KernelException refused = answers.get(i).toException(requests.get(i).operation());
        failure.ifPresent(first -> first.addSuppressed(refused));
        failure = failure.or(() -> Optional.of(refused));
      }
    }
    failure.ifPresent(first -> {
      throw first;
    });
  }

  /** Carries out requests in order, sent at once, and returns the answer to each. */
  public List<Acknowledgement> submit(List<Request> requests) {
    return socket.submit(requests.stream().map(r -> r.with(Flags.ACK)).toList());
  }

  /** All links. */
  public List<Link> links() {
    return list(Links.list(), m -> true, Link::parse);
  }

  /** The link with a name, if there is one. */
  public Optional<Link> link(String name) {
    return link(LinkRef.of(name));
  }

  /** The link with an index, if there is one. */
  public Optional<Link> link(int index) {
    return link(LinkRef.of(index));
  }

  private Optional<Link> link(LinkRef link) {
    try {
      return socket.execute(Links.get(link)).stream().findFirst().map(Link::parse);
    } catch (KernelException e) {
      if (e.errno().is(Errno.ENODEV)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** All addresses of all links. */
  public List<Address> addresses() {
    return list(Address.list(), m -> Wire.isIp(m.payload().u8(0)), Address::parse);
  }

  /** All routes in all tables, of both families. */
  public List<Route> routes() {
    return list(Route.list(), Route::isRoute, Route::parse);
  }

  /** The ARP and neighbour discovery tables. */
  public List<Neighbour> neighbours() {
    return list(Neighbour.list(), m -> Wire.isIp(m.payload().u8(0)), Neighbour::parse);
  }

  /** The forwarding databases of bridges and vxlans. */
  public List<FdbEntry> fdb() {
    return list(FdbEntry.list(), m -> m.payload().u8(0) == Rtm.AF_BRIDGE, FdbEntry::parse);
  }

  /**
   * The number by which this namespace knows the one that a process is in; empty if it has none,
   * and if the process has ended.
   */
  public OptionalInt namespaceOf(long pid) {
    try {
      return socket.execute(NamespaceNumber.ofProcess(pid)).stream()
          .findFirst()
          .map(NamespaceNumber::parse)
          .orElse(OptionalInt.empty());
    } catch (KernelException e) {
      if (e.errno().is(Errno.ESRCH)) {
        return OptionalInt.empty();
      }
      throw e;
    }
  }

  private <T> List<T> list(Request request, Predicate<Message> wanted, Function<Message, T> parse) {
    return socket.dump(request).stream().filter(wanted).map(parse).toList();
  }

  @Override
  public void close() {
    socket.close();
  }
}

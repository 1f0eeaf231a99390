package dev.pontoon.linux.conntrack;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.Acknowledgement;
import dev.pontoon.linux.netlink.Attributes;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netlink.Request;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import dev.pontoon.linux.sys.Sockets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The connections tracked in the network namespace that a socket was opened in. May be used from
 * any thread.
 */
public final class Conntrack implements AutoCloseable {
  private static final int SUBSYSTEM = 1; // NFNL_SUBSYS_CTNETLINK
  private static final int NEW = 0; // IPCTNL_MSG_CT_NEW
  private static final int GET = 1; // IPCTNL_MSG_CT_GET
  private static final int DELETE = 2; // IPCTNL_MSG_CT_DELETE
  private static final int GET_STATS = 5; // IPCTNL_MSG_CT_GET_STATS
  private static final int GLOBAL_ENTRIES = 1; // CTA_STATS_GLOBAL_ENTRIES
  private static final int GENERIC_HEADER = 4; // struct nfgenmsg
  private static final int AT_ONCE = 1_000; // deletions in one send

  private final NetlinkSocket socket;

  /** Takes over a socket of {@link NetlinkSocket#NETFILTER}. */
  public Conntrack(NetlinkSocket socket) {
    this.socket = socket;
  }

  /** The flows of both families that a filter means; most others the kernel does not even send. */
  public List<Flow> list(FlowFilter filter) {
    return Stream.of(false, true)
        .filter(filter::concerns)
        .flatMap(v6 -> socket.dump(dump(filter, v6)).stream())
        .map(FlowCodec::decode)
        .filter(filter::matches)
        .toList();
  }

  /** How many flows are tracked here; unlike listing them, this costs the same for any number. */
  public long count() {
    Request request = request("count tracked connections", GET_STATS, false, e -> {});
    return Attributes.parse(socket.execute(request).getFirst().payload().from(GENERIC_HEADER))
        .require(GLOBAL_ENTRIES)
        .u32be(0);
  }

  /** The flow whose first packet had this tuple, if it is tracked. */
  public Optional<Flow> find(Tuple original) {
    Request request =
        request(
            "get the flow of " + original,
            GET,
            isV6(original),
            e -> FlowCodec.encode(e, FlowCodec.TUPLE_ORIGINAL, original));
    try {
      return socket.execute(request).stream().findFirst().map(FlowCodec::decode);
    } catch (KernelException e) {
      if (e.errno().is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Forgets the flows that a filter means: their next packets count as first ones again.
   *
   * @return how many there were
   * @throws KernelException if the kernel refuses one
   */
  public int delete(FlowFilter filter) {
    List<Flow> flows = list(filter);
    deleteAll(flows);
    return flows.size();
  }

  /**
   * Forgets the flows that any of several filters means, looking at the table once.
   *
   * @return how many there were
   * @throws KernelException if the kernel refuses one
   */
  public int delete(Collection<FlowFilter> filters) {
    List<Flow> flows =
        Stream.of(false, true)
            .filter(v6 -> filters.stream().anyMatch(filter -> filter.concerns(v6)))
            .flatMap(v6 -> socket.dump(dump(FlowFilter.ALL, v6)).stream())
            .map(FlowCodec::decode)
            .filter(flow -> filters.stream().anyMatch(filter -> filter.matches(flow)))
            .toList();
    deleteAll(flows);
    return flows.size();
  }

  private void deleteAll(List<Flow> flows) {
    for (int from = 0; from < flows.size(); from += AT_ONCE) {
      deleteBatch(flows.subList(from, Math.min(flows.size(), from + AT_ONCE)));
    }
  }

  private void deleteBatch(List<Flow> flows) {
    List<Request> requests = new ArrayList<>();
    flows.forEach(flow -> requests.add(deletion(flow).with(Flags.ACK)));
    List<Acknowledgement> answers = socket.submit(requests);
    for (int i = 0; i < answers.size(); i++) {
      boolean gone = answers.get(i).error() == Errno.ENOENT;
      if (!answers.get(i).succeeded() && !gone) {
        throw answers.get(i).toException(requests.get(i).operation());
      }
    }
  }

  /** What a notification of one of the groups of {@link FlowEvent.Kind} tells. */
  public static Optional<FlowEvent> event(Message notification) {
    return switch (notification.type()) {
      case SUBSYSTEM << 8 | NEW ->
          Optional.of(
              new FlowEvent(
                  notification.has(Flags.CREATE) ? FlowEvent.Kind.NEW : FlowEvent.Kind.UPDATE,
                  FlowCodec.decode(notification)));
      case SUBSYSTEM << 8 | DELETE ->
          Optional.of(new FlowEvent(FlowEvent.Kind.DESTROY, FlowCodec.decode(notification)));
      default -> Optional.empty();
    };
  }

  private static Request dump(FlowFilter filter, boolean v6) {
    return request("list tracked connections", GET, v6, e -> KernelFilter.encode(e, filter));
  }

  private static Request deletion(Flow flow) {
    return request(
        "delete the flow of " + flow.original(),
        DELETE,
        isV6(flow.original()),
        e -> {
          FlowCodec.encode(e, FlowCodec.TUPLE_ORIGINAL, flow.original());
          e.attributeU32be(FlowCodec.ID, flow.id());
          if (flow.zone() != 0) {
            e.attributeU16be(FlowCodec.ZONE, flow.zone());
          }
        });
  }

  private static Request request(
      String operation, int type, boolean v6, Consumer<Encoder> attributes) {
    int family = v6 ? Sockets.AF_INET6 : Sockets.AF_INET;
    return new Request(
        operation,
        SUBSYSTEM << 8 | type,
        0,
        Encoder.encode(e -> attributes.accept(e.u8(family).u8(0).u16be(0))));
  }

  private static boolean isV6(Tuple tuple) {
    return Addresses.isV6(tuple.source());
  }

  @Override
  public void close() {
    socket.close();
  }
}

package dev.pontoon.linux.nftables;

import dev.pontoon.linux.netlink.Acknowledgement;
import dev.pontoon.linux.netlink.Encoder;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.netlink.NetlinkSocket;
import dev.pontoon.linux.netlink.Request;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The ruleset of the network namespace that a socket was opened in. May be used from any thread.
 */
public final class Nftables implements AutoCloseable {
  /** The multicast group of changes (NFNLGRP_NFTABLES). */
  public static final int GROUP = 7;

  private final NetlinkSocket socket;

  /** Takes over a socket of {@link NetlinkSocket#NETFILTER}. */
  public Nftables(NetlinkSocket socket) {
    this.socket = socket;
  }

  /**
   * Carries out changes as one transaction: all or none.
   *
   * @throws dev.pontoon.linux.sys.KernelException if the kernel refuses one, which it names
   */
  public void apply(List<Change> changes) {
    List<Request> requests = ChangeEncoder.encode(changes);
    if (requests.isEmpty()) {
      return;
    }
    List<Request> batch = new ArrayList<>();
    batch.add(Types.batchBegin(requests.getFirst().operation()));
    batch.addAll(requests.subList(0, requests.size() - 1));
    batch.add(requests.getLast().with(Flags.ACK));
    batch.add(Types.batchEnd(requests.getLast().operation()));
    List<Acknowledgement> answers = socket.submit(batch);
    for (int i = 0; i < answers.size(); i++) {
      if (!answers.get(i).succeeded()) {
        throw answers.get(i).toException(batch.get(i).operation());
      }
    }
  }

  /** The ruleset's generation, which every transaction of anybody increases. */
  public long generation() {
    Request request =
        Types.request("get the ruleset's generation", Types.GET_GENERATION, 0, 0, _ -> {});
    return Decoder.generation(socket.execute(request).getFirst());
  }

  /** The new generation that a notification of {@link #GROUP} tells of, if it is that kind. */
  public static OptionalLong generation(Message notification) {
    return notification.type() == Types.wire(Types.NEW_GENERATION)
        ? OptionalLong.of(Decoder.generation(notification))
        : OptionalLong.empty();
  }

  /** By which the kernel tells that a transaction was of this socket: {@link Transaction}. */
  public long portId() {
    return socket.portId();
  }

  /** All that is in a table; empty if there is none. */
  public Optional<TableContent> content(Table table) {
    boolean there =
        tables().stream()
            .anyMatch(t -> t.family() == table.family() && t.name().equals(table.name()));
    if (!there) {
      return Optional.empty();
    }
    try {
      List<NamedSet> sets = sets(table);
      return Optional.of(
          TableContent.read(chains(table), rules(table), sets, set -> elements(set)));
    } catch (KernelException e) {
      if (e.errno().is(Errno.ENOENT)) {
        return Optional.empty(); // it went while it was read
      }
      throw e;
    }
  }

  /** The tables of all families. */
  public List<Table> tables() {
    Request request = Types.request("list tables", Types.GET_TABLE, 0, 0, _ -> {});
    return socket.dump(request).stream().map(Decoder::table).toList();
  }

  /** The chains of a table. */
  public List<Chain> chains(Table table) {
    return dump("list chains of " + table, Types.GET_CHAIN, table, _ -> {}).stream()
        .map(Decoder::chain)
        .filter(chain -> chain.table().name().equals(table.name()))
        .toList();
  }

  /** The rules of a table, chain by chain in their order. */
  public List<InstalledRule> rules(Table table) {
    return dump(
            "list rules of " + table, Types.GET_RULE, table, e -> e.attributeText(1, table.name()))
        .stream()
        .map(Decoder::rule)
        .toList();
  }

  /** The named sets and maps of a table. */
  public List<NamedSet> sets(Table table) {
    return dump(
            "list sets of " + table, Types.GET_SET, table, e -> e.attributeText(1, table.name()))
        .stream()
        .filter(message -> !Decoder.anonymous(message))
        .map(Decoder::set)
        .toList();
  }

  /**
   * The elements of a set or map.
   *
   * @throws dev.pontoon.linux.sys.KernelException with ENOENT if there is none of that name
   */
  public List<Element> elements(NamedSet set) {
    List<Message> messages =
        dump(
            "list elements of " + set,
            Types.GET_ELEMENTS,
            set.table(),
            e -> ElementEncoder.name(e, set));
    return Decoder.elements(set, messages);
  }

  private List<Message> dump(String operation, int type, Table table, Consumer<Encoder> body) {
    return socket.dump(Types.request(operation, type, 0, table.family().number(), body));
  }

  @Override
  public void close() {
    socket.close();
  }
}

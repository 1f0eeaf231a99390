package dev.pontoon.linux.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.pontoon.linux.conntrack.FlowParser;
import dev.pontoon.linux.netlink.AcknowledgementParser;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Fixtures;
import dev.pontoon.linux.netlink.MalformedMessageException;
import dev.pontoon.linux.netlink.Message;
import dev.pontoon.linux.nftables.RulesetParsers;
import dev.pontoon.linux.rtnetlink.Parsers;
import dev.pontoon.linux.sockdiag.SocketParser;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes from a socket, parsers throw {@link MalformedMessageException} or nothing. */
class MalformedMessagesTest {
  private static final int MUTANTS = 500;
  private static final int SOCK_DIAG = 20;
  private static final int CONNTRACK = 1 << 8;
  private static final int NF_TABLES = 10 << 8;
  private static final byte[] EDGES = {0, 1, 2, 3, 4, 5, 7, 8, 10, 16, 127, (byte) 128, -4, -1};

  /** With JAZZER_FUZZ=1 in the environment this searches by coverage; otherwise it is one case. */
  @FuzzTest(maxDuration = "60s")
  void anyBytes(byte[] data) {
    readAsEverything(Bytes.of(data));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "conntrack/icmp.hex",
        "conntrack/tcp.hex",
        "conntrack/udp-v6.hex",
        "netlink/acknowledgement.hex",
        "netlink/dump-refused.hex",
        "netlink/error-capped.hex",
        "netlink/error-uncapped.hex",
        "nftables/chain.hex",
        "nftables/elements-interval.hex",
        "nftables/elements.hex",
        "nftables/generation.hex",
        "nftables/map.hex",
        "nftables/rule.hex",
        "nftables/table.hex",
        "rtnetlink/address-v4.hex",
        "rtnetlink/address-v6.hex",
        "rtnetlink/fdb-learnt.hex",
        "rtnetlink/link-bridge.hex",
        "rtnetlink/link-veth.hex",
        "rtnetlink/neighbour-v4.hex",
        "rtnetlink/route-default-v6.hex",
        "rtnetlink/route-multipath.hex",
        "rtnetlink/route-via-v6.hex",
        "sockdiag/tcp-listener.hex",
        "sockdiag/udp-v6.hex"
      })
  void aRealMessageWithSomeBytesChanged(String resource) {
    byte[] real = Fixtures.bytes(resource).toArray();
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(resource.hashCode());
    int refused = 0;
    for (int i = 0; i < MUTANTS; i++) {
      refused += readAsEverything(Bytes.of(mutate(real, random)));
    }
    assertThat(refused).isPositive();
  }

  private static byte[] mutate(byte[] real, RandomGenerator random) {
    boolean cut = random.nextInt(4) == 0;
    byte[] mutant = java.util.Arrays.copyOf(real, cut ? random.nextInt(real.length) : real.length);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && mutant.length > 0; i++) {
      int at = random.nextInt(mutant.length);
      mutant[at] =
          random.nextBoolean()
              ? EDGES[random.nextInt(EDGES.length)]
              : (byte) (mutant[at] ^ (1 << random.nextInt(8)));
    }
    return mutant;
  }

  /** How many of the parsers refused the bytes. */
  private static int readAsEverything(Bytes bytes) {
    int refused = refuses(() -> Message.parse(bytes).forEach(AcknowledgementParser::read));
    for (int type : Parsers.types()) {
      refused += refuses(type, 0, bytes, Parsers::read);
    }
    refused += refuses(SOCK_DIAG, 0, bytes, SocketParser::read);
    refused += refuses(CONNTRACK, 0, bytes, FlowParser::read);
    for (Consumer<Message> parser : RulesetParsers.all()) {
      refused += refuses(NF_TABLES, 0, bytes, parser);
    }
    for (int flags : List.of(0, 0x200, 0x300)) {
      refused += refuses(Message.ERROR, flags, bytes, AcknowledgementParser::read);
      refused += refuses(Message.DONE, flags, bytes, AcknowledgementParser::read);
    }
    return refused;
  }

  private static int refuses(int type, int flags, Bytes payload, Consumer<Message> parser) {
    return refuses(() -> parser.accept(new Message(type, flags, 1, payload)));
  }

  private static int refuses(Runnable parser) {
    try {
      parser.run();
      return 0;
    } catch (MalformedMessageException e) {
      return 1;
    }
  }
}

package dev.pontoon.linux.nftables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.netlink.Bytes;
import dev.pontoon.linux.netlink.Flags;
import dev.pontoon.linux.netlink.Request;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChangeEncoderTest {
  private static final Table TABLE = Table.of(Family.INET, "t");
  private static final NamedSet RANGES =
      NamedSet.map(
              TABLE,
              "ranges",
              List.of(DataType.IPV4_ADDRESS, DataType.INET_PROTOCOL, DataType.INET_SERVICE),
              List.of(DataType.IPV4_ADDRESS))
          .withIntervals()
          .withCounters();
  private static final NamedSet NETS =
      NamedSet.set(TABLE, "nets", DataType.IPV4_ADDRESS).withIntervals();

  @Test
  void anIntervalMapIsAskedForAsTheNftCommandDoes() {
    Request request = single(new Change.AddSet(RANGES));
    assertThat(request.operation()).isEqualTo("add map inet t ranges");
    assertThat(request.type()).isEqualTo(0xa09); // NFNL_SUBSYS_NFTABLES, NFT_MSG_NEWSET
    assertThat(request.flags()).isEqualTo(Flags.CREATE);
    assertThat(request.payload())
        .isEqualTo(
            hex(
                """
                01 00 0000                          # inet
                0600 0100 7400 0000                 # NFTA_SET_TABLE = "t"
                0b00 0200 72616e67657300 00         # NFTA_SET_NAME = "ranges"
                0800 0300 0000008c                  # NFT_SET_CONCAT, _MAP, _INTERVAL
                0800 0400 0000730d                  # NFTA_SET_KEY_TYPE = (7 << 6 | 12) << 6 | 13
                0800 0500 0000000c                  # NFTA_SET_KEY_LEN = 12
                0800 0600 00000007                  # NFTA_SET_DATA_TYPE = ipv4_addr
                0800 0700 00000004                  # NFTA_SET_DATA_LEN = 4
                2c00 0980 2800 0280                 # NFTA_SET_DESC { NFTA_SET_DESC_CONCAT {
                  0c00 0180 0800 0100 00000004      #   NFTA_SET_FIELD_LEN = 4
                  0c00 0180 0800 0100 00000001      #   NFTA_SET_FIELD_LEN = 1
                  0c00 0180 0800 0100 00000002      #   NFTA_SET_FIELD_LEN = 2 }}
                0800 0a00 00000001                  # NFTA_SET_ID = 1
                1000 0d00 00 04 00000000 01 04 02000000 # NFTA_SET_USERDATA: byte orders
                2c00 1180                           # NFTA_SET_EXPR {
                  0c00 0100 636f756e74657200        #   NFTA_EXPR_NAME = "counter"
                  1c00 0280                         #   NFTA_EXPR_DATA {
                    0c00 0100 0000000000000000      #     NFTA_COUNTER_BYTES
                    0c00 0200 0000000000000000      #     NFTA_COUNTER_PACKETS }}
                """));
  }

  @Test
  void aRangeOfSeveralFieldsIsOneElement() {
    Element range =
        Element.of(
                List.of(
                    new Interval(Bytes.ofHex("00000000"), Bytes.ofHex("ffffffff")),
                    Interval.of(Values.protocol(6)),
                    new Interval(Values.port(20_000), Values.port(29_999))))
            .to(Values.address(Addresses.parse("172.17.0.2")));
    assertThat(single(new Change.AddElements(RANGES, List.of(range))).payload())
        .isEqualTo(
            hex(
                """
                01 00 0000                          # inet
                0600 0100 7400 0000                 # NFTA_SET_ELEM_LIST_TABLE = "t"
                0b00 0200 72616e67657300 00         # NFTA_SET_ELEM_LIST_SET = "ranges"
                3c00 0380                           # NFTA_SET_ELEM_LIST_ELEMENTS {
                  3800 0180                         #   NFTA_LIST_ELEM {
                    1400 0180                       #     NFTA_SET_ELEM_KEY {
                      1000 0100 00000000 06000000 4e200000 # from 0.0.0.0, tcp, 20000
                    1400 0a80                       #     NFTA_SET_ELEM_KEY_END {
                      1000 0100 ffffffff 06000000 752f0000 # to 255.255.255.255, tcp, 29999
                    0c00 0280                       #     NFTA_SET_ELEM_DATA {
                      0800 0100 ac110002            #       172.17.0.2 }}}
                """));
  }

  @Test
  void aRangeOfOneFieldIsTwoElementsUnlessItGoesToTheEnd() {
    Element tens = Element.of(List.of(interval("0a000000", "0affffff")));
    Element last = Element.of(List.of(interval("ff000000", "ffffffff")));
    assertThat(single(new Change.DeleteElements(NETS, List.of(tens, last))).payload())
        .isEqualTo(
            hex(
                """
                01 00 0000                          # inet
                0600 0100 7400 0000                 # NFTA_SET_ELEM_LIST_TABLE = "t"
                0900 0200 6e65747300 000000         # NFTA_SET_ELEM_LIST_SET = "nets"
                3c00 0380                           # NFTA_SET_ELEM_LIST_ELEMENTS {
                  1000 0180 0c00 0180 0800 0100 0a000000 # 10.0.0.0
                  1800 0180 0c00 0180 0800 0100 0b000000 # 11.0.0.0
                    0800 0300 00000001              #     NFT_SET_ELEM_INTERVAL_END
                  1000 0180 0c00 0180 0800 0100 ff000000 # 255.0.0.0 }
                """));
  }

  @Test
  void elementsThatDoNotFitIntoOneMessageTakeSeveral() {
    NamedSet set = NamedSet.set(TABLE, "s", DataType.INET_SERVICE);
    List<Element> all =
        IntStream.rangeClosed(1, 10_000).mapToObj(p -> Element.of(Values.port(p))).toList();
    List<Request> requests = ChangeEncoder.encode(List.of(new Change.AddElements(set, all)));
    assertThat(requests).hasSizeGreaterThan(1);
    assertThat(
            requests.stream()
                .map(r -> new dev.pontoon.linux.netlink.Message(0, 0, 0, r.payload()))
                .mapToInt(m -> Decoder.elements(set, List.of(m)).size())
                .sum())
        .isEqualTo(10_000);
  }

  @Test
  void noElementsTakeNoMessage() {
    assertThat(ChangeEncoder.encode(List.of(new Change.AddElements(NETS, List.of())))).isEmpty();
  }

  @Test
  void anInterfaceNameThatTheKernelCouldNotHaveIsRefused() {
    assertThat(Values.interfaceName("fifteen-letters").text()).isEqualTo("fifteen-letters");
    assertThatThrownBy(() -> Values.interfaceName("sixteen--letters"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sixteen--letters");
  }

  private static Interval interval(String from, String to) {
    return new Interval(Bytes.ofHex(from), Bytes.ofHex(to));
  }

  private static Request single(Change change) {
    List<Request> requests = ChangeEncoder.encode(List.of(change));
    assertThat(requests).hasSize(1);
    return requests.getFirst();
  }

  private static Bytes hex(String annotated) {
    return Bytes.ofHex(annotated.replaceAll("#.*", ""));
  }
}

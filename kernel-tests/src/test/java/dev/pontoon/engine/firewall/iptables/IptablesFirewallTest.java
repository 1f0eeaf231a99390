package dev.pontoon.engine.firewall.iptables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.engine.firewall.iptables.Matrix.NetworkKind;
import dev.pontoon.engine.firewall.iptables.Matrix.PortKind;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules in the kernel, as iptables-save prints them, with both kinds of iptables. */
@HostNamespace
class IptablesFirewallTest {
  private static final NetworkRules DUAL = NetworkKind.DUAL.network();
  private static final PortRules WEB = PortKind.TCP.ports();

  private static Stream<Arguments> networks() {
    return Stream.of("nft", "legacy")
        .flatMap(v -> Stream.of(NetworkKind.values()).map(kind -> Arguments.of(v, kind)));
  }

  private static Stream<Arguments> ports() {
    return Stream.of("nft", "legacy")
        .flatMap(v -> Stream.of(PortKind.values()).map(kind -> Arguments.of(v, kind)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void networksAreAsTheGoldensSay(String variant, NetworkKind kind, HostNetwork host)
      throws IOException {
    IptablesFirewall firewall = firewall(host, variant);
    firewall.reset(List.of(), List.of(), List.of());
    String empty = saved(host, variant);
    firewall.apply(List.of(new FirewallChange.AddNetwork(kind.network())));
    String added = saved(host, variant);
    Golden.check("network-" + name(kind), added);
    firewall.reset(List.of(kind.network()), List.of(), List.of());
    assertThat(saved(host, variant)).as("a reset changes nothing").isEqualTo(added);
    firewall.apply(List.of(new FirewallChange.RemoveNetwork(kind.network())));
    assertThat(saved(host, variant)).as("nothing is left").isEqualTo(empty);
  }

  @ParameterizedTest
  @MethodSource("ports")
  void portsAreAsTheGoldensSay(String variant, PortKind kind, HostNetwork host) throws IOException {
    IptablesFirewall firewall = firewall(host, variant);
    firewall.reset(List.of(DUAL), List.of(), List.of());
    String before = saved(host, variant);
    firewall.apply(List.of(kind.publish()));
    String published = saved(host, variant);
    Golden.check("port-" + name(kind), added(before, published));
    firewall.reset(List.of(DUAL), List.of(kind.ports()), List.of());
    assertThat(saved(host, variant)).as("a reset changes nothing").isEqualTo(published);
    firewall.apply(List.of(kind.publish().inverse()));
    assertThat(saved(host, variant)).as("nothing is left").isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void aResetHealsWhatOthersBroke(String variant, HostNetwork host) throws IOException {
    IptablesFirewall firewall = firewall(host, variant);
    firewall.reset(List.of(DUAL), List.of(WEB), List.of());
    String right = saved(host, variant);
    for (String command :
        List.of(
            "-t nat -F",
            "-F",
            "-t nat -F POSTROUTING",
            "-t nat -A OUTPUT -m addrtype --dst-type LOCAL -j DOCKER",
            "-I FORWARD -j DOCKER-FORWARD",
            "-t nat -A POSTROUTING -s 172.17.0.9/32 -d 172.17.0.9/32 -o docker0 -p tcp -m tcp"
                + " --dport 80 -j MASQUERADE",
            "-t nat -A DOCKER -p tcp -m tcp --dport 80 -j DNAT --to-destination 172.17.0.9:80")) {
      iptables(host, variant, command);
      firewall.reset(List.of(DUAL), List.of(WEB), List.of());
      assertThat(saved(host, variant).lines().sorted())
          .as("after %s", command)
          .isEqualTo(right.lines().sorted().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void foreignRulesStay(String variant, HostNetwork host) throws IOException {
    List<String> foreign =
        List.of(
            "-t nat -A POSTROUTING -s 10.8.0.0/24 ! -o tun0 -j MASQUERADE",
            "-t nat -A POSTROUTING -s 10.0.0.0/8 -o docker0 -j MASQUERADE",
            "-A FORWARD -i virbr0 -j ACCEPT",
            "-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT");
    foreign.forEach(rule -> iptables(host, variant, rule));
    iptables(host, variant, "-P FORWARD DROP");
    String before = saved(host, variant);
    IptablesFirewall firewall = firewall(host, variant);
    firewall.reset(List.of(DUAL), List.of(WEB), List.of());
    firewall.reset(List.of(), List.of(), List.of());
    firewall.remove();
    assertThat(saved(host, variant)).isEqualTo(before);
    assertThat(before).contains(":FORWARD DROP");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void theUsersChainIsTheUsers(String variant, HostNetwork host) throws IOException {
    IptablesFirewall firewall = firewall(host, variant);
    firewall.reset(List.of(DUAL), List.of(WEB), List.of());
    iptables(host, variant, "-A DOCKER-USER -s 203.0.113.0/24 -j DROP");
    firewall.reset(List.of(), List.of(), List.of());
    assertThat(saved(host, variant)).contains("-A DOCKER-USER -s 203.0.113.0/24 -j DROP");
    firewall.remove();
    assertThat(saved(host, variant))
        .contains("-A DOCKER-USER -s 203.0.113.0/24 -j DROP", "-A FORWARD -j DOCKER-USER")
        .doesNotContain("DOCKER-FORWARD", "DOCKER ");
  }

  @Test
  void aChangeThatMeetsMissingRulesStillEndsRight(HostNetwork host) throws IOException {
    IptablesFirewall firewall = firewall(host, "nft");
    firewall.reset(List.of(DUAL), List.of(), List.of());
    String right = saved(host, "nft");
    firewall.apply(List.of(PortKind.TCP.publish()));
    iptables(host, "nft", "-t nat -F DOCKER");
    firewall.apply(List.of(PortKind.TCP.publish().inverse()));
    assertThat(saved(host, "nft")).isEqualTo(right);
  }

  @Test
  void aRefusedChangeLeavesEverythingAsItWas(HostNetwork host) throws IOException {
    IptablesFirewall firewall = firewall(host, "nft");
    firewall.reset(List.of(DUAL), List.of(WEB), List.of());
    String before = saved(host, "nft");
    NetworkRules impossible =
        new NetworkRules(
            "x", "x", "a-name-longer-than-any-link", DUAL.subnets(), true, true, false);
    assertThatThrownBy(() -> firewall.apply(List.of(new FirewallChange.AddNetwork(impossible))))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("restore exited with")
        .hasMessageContaining("a-name-longer-than-any-link");
    assertThat(saved(host, "nft")).isEqualTo(before);
  }

  @Test
  void translationsReadAsIptablesListsThem(HostNetwork host) throws IOException {
    IptablesFirewall firewall = firewall(host, "nft");
    firewall.reset(
        List.of(DUAL), List.of(WEB, PortKind.RANGE.ports(), PortKind.CROSSING.ports()), List.of());
    String rows =
        firewall.translations().stream()
            .map(IptablesFirewallTest::row)
            .collect(Collectors.joining("\n", "", "\n"));
    Golden.check("translations", rows);
  }

  @Test
  void itTellsTheCommandsThatWouldDoTheSame(HostNetwork host) throws IOException {
    IptablesFirewall firewall = firewall(host, "nft");
    firewall.reset(List.of(DUAL), List.of(), List.of());
    List<FirewallChange> changes =
        List.of(PortKind.TCP.publish(), PortKind.SHIFTED_RANGE.publish());
    for (String command : firewall.describe(changes)) {
      host.exec(command.split(" ")).orFail();
    }
    String byHand = saved(host, "nft");
    firewall.reset(List.of(DUAL), List.of(), List.of());
    firewall.apply(changes);
    assertThat(saved(host, "nft")).isEqualTo(byHand);
  }

  @Test
  void aMissingProgramIsNamed(HostNetwork host) {
    assertThatThrownBy(
            () -> new IptablesFirewall(host.namespace(), 0, List.of(Path.of("/usr/bin"))))
        .isInstanceOf(EngineException.class)
        .hasMessage("the firewall backend iptables needs iptables-save, which is not installed");
  }

  private static String row(Translation row) {
    return "%-11s %-10s %-4s %-14s %-14s %s"
        .formatted(
            row.chain(),
            row.target(),
            row.protocol(),
            row.source(),
            row.destination(),
            row.detail())
        .strip();
  }

  @Test
  void afterRemoveNothingIsLeft(HostNetwork host) throws IOException {
    IptablesFirewall firewall = firewall(host, "nft");
    firewall.reset(List.of(), List.of(), List.of());
    firewall.remove();
    String before = saved(host, "nft");
    firewall.reset(
        List.of(DUAL), Stream.of(PortKind.values()).map(PortKind::ports).toList(), List.of());
    firewall.remove();
    assertThat(saved(host, "nft")).isEqualTo(before);
  }

  /** A directory in which the programs are those of one kind, whatever the machine's default. */
  private static IptablesFirewall firewall(HostNetwork host, String variant) throws IOException {
    Path programs = Files.createDirectories(host.directory().resolve("bin-" + variant));
    for (String family : List.of("iptables", "ip6tables")) {
      for (String verb : List.of("save", "restore")) {
        Path link = programs.resolve(family + "-" + verb);
        if (!Files.exists(link)) {
          Files.createSymbolicLink(
              link, Path.of("/usr/sbin", family + "-" + variant + "-" + verb).toRealPath());
        }
      }
    }
    return new IptablesFirewall(
        host.namespace(), Matrix.RELAY, List.of(programs, Path.of("/usr/bin")));
  }

  private static void iptables(HostNetwork host, String variant, String arguments) {
    host.exec(("iptables-" + variant + " -w " + arguments).split(" ")).orFail();
  }

  /** All rules of both families, without what differs from run to run. */
  private static String saved(HostNetwork host, String variant) {
    return Stream.of("iptables", "ip6tables")
        .map(family -> save(host, family, variant))
        .collect(Collectors.joining());
  }

  private static String save(HostNetwork host, String family, String variant) {
    String all =
        Stream.of("raw", "nat", "filter")
            .map(table ->
                host.exec(family + "-" + variant + "-save", "-t", table)
                    .orFail()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.replaceFirst(" \\[\\d+:\\d+]$", ""))
                    .collect(Collectors.joining("\n", "", "\n")))
            .collect(Collectors.joining());
    return "# " + family + "\n" + all;
  }

  private static String added(String before, String after) {
    List<String> old = before.lines().toList();
    String table = "";
    StringBuilder text = new StringBuilder();
    for (String line : after.lines().toList()) {
      table = line.startsWith("*") || line.startsWith("#") ? line : table;
      boolean marker = line.startsWith("#");
      if (marker || !old.contains(line)) {
        text.append(marker ? line : table + " " + line).append('\n');
      }
    }
    return text.toString();
  }

  private static String name(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

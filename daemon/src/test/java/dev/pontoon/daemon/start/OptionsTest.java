package dev.pontoon.daemon.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.engine.AddressPool;
import dev.pontoon.engine.FirewallBackend;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @TempDir private Path directory;

  private Options parse(String config, String... arguments) throws IOException {
    Path file = Files.writeString(directory.resolve("daemon.json"), config);
    List<String> all = new ArrayList<>(List.of("--config-file", file.toString()));
    all.addAll(List.of(arguments));
    return Options.parse(all);
  }

  @Test
  void defaults() throws IOException {
    Options options = parse("{}");

    assertThat(options.sockets()).containsExactly(Path.of("/run/pontoon.sock"));
    assertThat(options.dataRoot()).isEqualTo(Path.of("/var/lib/pontoon"));
    assertThat(options.execRoot()).isEqualTo(Path.of("/run/pontoon"));
    assertThat(options.pidfile()).isEqualTo(Path.of("/run/pontoon.pid"));
    assertThat(options.bridge()).isEqualTo("pontoon0");
    assertThat(options.firewall()).isEqualTo(FirewallBackend.NFTABLES);
    assertThat(options.pools()).isEqualTo(AddressPool.DEFAULT);
    assertThat(options.action()).isEqualTo(Options.Action.SERVE);
  }

  @Test
  void flagsInEachOfTheirForms() throws IOException {
    Options options =
        parse(
            "{}",
            "-Hunix:///a.sock",
            "-H=unix:///b.sock",
            "--host",
            "unix:///c.sock",
            "-Dbdocker0",
            "--bip=172.17.0.1/16",
            "--mtu",
            "1400",
            "--mtu=1450",
            "--firewall-backend=iptables",
            "--default-address-pool",
            "base=10.0.0.0/8,size=24");

    assertThat(options.sockets())
        .containsExactly(Path.of("/a.sock"), Path.of("/b.sock"), Path.of("/c.sock"));
    assertThat(options.logLevel()).isEqualTo("debug");
    assertThat(options.bridge()).isEqualTo("docker0");
    assertThat(options.bridgeAddress()).contains(Cidr.parse("172.17.0.1/16"));
    assertThat(options.mtu()).isEqualTo(1450);
    assertThat(options.firewall()).isEqualTo(FirewallBackend.IPTABLES);
    assertThat(options.pools()).containsExactly(new AddressPool(Cidr.parse("10.0.0.0/8"), 24));
  }

  @Test
  void driftIsPutBackUnlessItIsToBeLeft() throws IOException {
    assertThat(Options.parse(List.of()).engine().drift().heal()).isTrue();
    assertThat(Options.parse(List.of("--no-heal")).engine().drift().heal()).isFalse();
    assertThat(parse("{\"no-heal\":true}").engine().drift().heal()).isFalse();
  }

  @Test
  void theConfigurationFile() throws IOException {
    Options options =
        parse(
            """
            {"hosts":["unix:///a.sock"],"mtu":1400,"debug":true,
             "default-address-pools":[{"base":"10.0.0.0/8","size":24}],
             "insecure-registries":["127.0.0.0/8"]}\
            """,
            "--bridge",
            "b0");

    assertThat(options.sockets()).containsExactly(Path.of("/a.sock"));
    assertThat(options.mtu()).isEqualTo(1400);
    assertThat(options.logLevel()).isEqualTo("debug");
    assertThat(options.pools()).containsExactly(new AddressPool(Cidr.parse("10.0.0.0/8"), 24));
    assertThat(options.insecureRegistries()).containsExactly("127.0.0.0/8");
    assertThat(options.bridge()).isEqualTo("b0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          --nope                      | 125 | unknown flag: --nope
          -x                          | 125 | unknown shorthand flag: 'x' in -x
          serve                       | 125 | unknown argument: serve
          --mtu                       | 125 | flag needs an argument: --mtu
          --mtu=x                     | 1   | invalid value "x" for --mtu
          --mtu=67                    | 1   | invalid value "67" for --mtu
          --bip=172.17.0.0/16         | 1   | invalid value "172.17.0.0/16" for --bip
          --bip=x                     | 1   | invalid CIDR address: x
          --host=tcp://0.0.0.0:2375   | 1   | TCP is served with mutual TLS only: --tlsverify, --tlscacert, --tlscert and --tlskey are needed
          --host=fd://                | 1   | unix:// and tcp:// are served
          --host=unix://relative      | 1   | the path is to be absolute
          --data-root=/               | 1   | it can't be the root directory
          --firewall-backend=pf       | 1   | nftables, iptables or none is expected
          --log-level=loud            | 1   | unable to parse logging level
          --debug=maybe               | 1   | true or false is expected
          --bridge=much-too-long-name | 1   | it is no interface name
          --default-address-pool=x    | 1   | base=CIDR,size=N
          --default-address-pool=base=10.0.0.0/16,size=8 | 1 | with a size that fits
          """)
  void nonsenseIsRefusedWithTheExitCodeOfDockerd(String flag, int code, String message) {
    assertThatThrownBy(() -> parse("{}", flag))
        .hasMessageContaining(message)
        .isInstanceOfSatisfying(
            StartException.class, e -> assertThat(e.exitCode()).isEqualTo(code));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {              | unable to configure the daemon with file
          []             | a JSON object is expected
          {"nope":1}     | the following directives don't match any configuration option: nope
          {"hosts":"x"}  | hosts is to be a list
          {"mtu":[1]}    | mtu is to be a single value
          {"bridge":"x"} | specified both as a flag and in the configuration file: bridge
          """)
  void aConfigurationFileThatMakesNoSense(String config, String message) {
    assertThatThrownBy(() -> parse(config, "--bridge", "b0")).hasMessageContaining(message);
  }

  @Test
  void helpNamesEveryFlag() {
    for (Flag flag : Flag.values()) {
      assertThat(Options.help()).contains("--" + flag.flagName());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9323, 127.0.0.1, 9323",
    "[::1]:9323, ::1, 9323",
    "localhost:0, 127.0.0.1, 0",
    "0.0.0.0:80, 0.0.0.0, 80"
  })
  void metricsAreServedWhereAskedFor(String text, String address, int port) throws IOException {
    for (Options options :
        List.of(
            parse("{}", "--metrics-addr", text), parse("{\"metrics-addr\": \"" + text + "\"}"))) {
      assertThat(options.metricsAddress())
          .contains(new InetSocketAddress(Addresses.parse(address), port));
    }
    assertThat(parse("{}").metricsAddress()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9323",
        ":9323",
        "127.0.0.1",
        "127.0.0.1:",
        "host:9323",
        "::1:9323",
        "1.2.3.4:65536"
      })
  void nonsenseForAnAddressIsRefused(String text) {
    assertThatThrownBy(() -> parse("{}", "--metrics-addr", text))
        .isInstanceOf(StartException.class)
        .hasMessage(
            "invalid value \"%s\" for --metrics-addr: ADDRESS:PORT is expected, such as 127.0.0.1:9323",
            text);
  }

  @Test
  void logsAreTextOrJson() throws IOException {
    assertThat(parse("{}").logJson()).isFalse();
    assertThat(parse("{}", "--log-format=json").logJson()).isTrue();
    assertThatThrownBy(() -> parse("{}", "--log-format=xml"))
        .hasMessageContaining("invalid value \"xml\" for --log-format");
  }
}

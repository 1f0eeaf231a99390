package dev.pontoon.cli.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "512, 512",
    "512b, 512",
    "1k, 1024",
    "512m, 536870912",
    "1.5GiB, 1610612736",
    "2 kb, 2048"
  })
  void readsSizes(String text, long bytes) {
    assertThat(Sizes.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "-1", "1x", "m", "1mm"})
  void refusesSizes(String text) {
    assertThatThrownBy(() -> Sizes.bytes(text)).hasMessage("invalid size: '" + text + "'");
  }

  @Test
  void readsProcessors() {
    assertThat(Sizes.nanoCpus("1.5")).isEqualTo(1_500_000_000L);
    assertThatThrownBy(() -> Sizes.nanoCpus("x"))
        .hasMessage("failed to parse x as a rational number");
    assertThatThrownBy(() -> Sizes.nanoCpus("1.0000000001")).hasMessageContaining("too precise");
  }

  @Test
  void readsDurations() {
    assertThat(Durations.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Durations.parse("1.5s")).isEqualTo(Duration.ofMillis(1500));
    assertThatThrownBy(() -> Durations.parse("5 minutes")).hasMessageContaining("invalid duration");
  }

  @Test
  void readsTheEnvironment() throws IOException {
    Path file =
        Files.writeString(directory.resolve("env"), "# comment\n\nA=1\n  B=two words\nC\nD\n");
    Map<String, String> user = Map.of("C", "from the user", "E", "too");
    assertThat(EnvFile.all(List.of(file.toString()), List.of("A=2", "E", "F"), user::get))
        .containsExactly("A=1", "B=two words", "C=from the user", "A=2", "E=too");
  }

  @Test
  void refusesBadVariables() throws IOException {
    Path file = Files.writeString(directory.resolve("env"), "two words=x\n");
    assertThatThrownBy(() -> EnvFile.all(List.of(file.toString()), List.of(), n -> null))
        .hasMessage("variable 'two words' contains whitespaces");
    assertThatThrownBy(() -> EnvFile.all(List.of(), List.of("=x"), n -> null))
        .hasMessage("invalid environment variable: =x");
    assertThatThrownBy(() -> EnvFile.all(List.of("/nonexistent"), List.of(), n -> null))
        .hasMessage("open /nonexistent: no such file or directory");
  }

  @Test
  void readsVolumes() {
    assertThat(Volumes.isAnonymous("/data")).isTrue();
    assertThat(Volumes.bind("/a:/b:ro", directory)).isEqualTo("/a:/b:ro");
    assertThat(Volumes.bind("named:/b", directory)).isEqualTo("named:/b");
    assertThat(Volumes.bind("./a/../c:/b", directory)).isEqualTo(directory.resolve("c") + ":/b");
    assertThat(Volumes.bind(".:/b", directory)).isEqualTo(directory + ":/b");
    assertThatThrownBy(() -> Volumes.bind(":/b", directory))
        .hasMessageContaining("invalid spec: :/b");
    assertThatThrownBy(() -> Volumes.bind("a:b", directory))
        .hasMessageContaining("mount path must be absolute");
  }

  @Test
  void readsMounts() {
    assertThat(Volumes.mount("type=bind,src=/a,dst=/b,readonly"))
        .isEqualTo(Map.of("Type", "bind", "Source", "/a", "Target", "/b", "ReadOnly", true));
    assertThat(Volumes.mount("type=tmpfs,\"target=/a,b\",tmpfs-size=1m,tmpfs-mode=1770"))
        .isEqualTo(
            Map.of(
                "Type",
                "tmpfs",
                "Target",
                "/a,b",
                "TmpfsOptions",
                Map.of("SizeBytes", 1048576L, "Mode", 01770)));
    assertThatThrownBy(() -> Volumes.mount("type=bind,x=1,dst=/b"))
        .hasMessageContaining("unknown option 'x'");
    assertThatThrownBy(() -> Volumes.mount("type=bind")).hasMessageContaining("target is required");
  }

  @Test
  void readsNetworks() {
    assertThat(NetworkSpec.parse("web")).isEqualTo(new NetworkSpec("web", Map.of()));
    assertThat(
            NetworkSpec.parse(
                "name=web,alias=a,alias=b,ip=10.0.0.5,mac-address=02-00-00-00-00-01,gw-priority=2"))
        .isEqualTo(
            new NetworkSpec(
                "web",
                Map.of(
                    "Aliases",
                    List.of("a", "b"),
                    "MacAddress",
                    "02:00:00:00:00:01",
                    "GwPriority",
                    2,
                    "IPAMConfig",
                    Map.of("IPv4Address", "10.0.0.5"))));
    assertThatThrownBy(() -> NetworkSpec.parse("foo=bar"))
        .hasMessage("invalid argument \"foo=bar\" for \"--network\" flag: invalid field key foo");
    assertThatThrownBy(() -> NetworkSpec.parse("ip=10.0.0.1"))
        .hasMessageContaining("network name is missing");
    assertThatThrownBy(() -> NetworkSpec.parse("name=x,ip=300.0.0.1"))
        .hasMessageContaining("300.0.0.1 is not an ip address");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true", "10.0.0.0/9, 10.128.0.0, false", "0.0.0.0/0, 1.2.3.4, true",
    "fd00::/64, fd00::1:2, true", "fd00::/64, fd00:0:0:1::, false", "10.0.0.0/8, fd00::, false"
  })
  void knowsWhatLiesInAPrefix(String prefix, String address, boolean inside) {
    assertThat(Addresses.contains(prefix, address)).isEqualTo(inside);
  }

  @Test
  void readsLimitsAndPolicies() {
    assertThat(Pairs.ulimit("nofile=1024:2048"))
        .isEqualTo(Map.of("Name", "nofile", "Soft", 1024L, "Hard", 2048L));
    assertThat(Pairs.restart("on-failure:3"))
        .isEqualTo(Map.of("Name", "on-failure", "MaximumRetryCount", 3));
    assertThatThrownBy(() -> Pairs.ulimit("x")).hasMessage("invalid ulimit argument: x");
    assertThatThrownBy(() -> Pairs.ulimit("nofile=3:2"))
        .hasMessageContaining("soft limit must be less");
    assertThatThrownBy(() -> Pairs.restart("sometimes"))
        .hasMessageContaining("invalid restart policy");
    assertThatThrownBy(() -> Pairs.filters(List.of("x")))
        .hasMessageContaining("invalid filter 'x'");
  }
}

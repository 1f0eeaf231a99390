package dev.pontoon.daemon.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.api.EndpointSettings;
import dev.pontoon.api.EndpointSettings.IpamConfig;
import dev.pontoon.daemon.http.Errors;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.MacAddress;
import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.MountSpec;
import dev.pontoon.runtime.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerRequestTest {
  private static ContainerRequest request(String json) {
    return ContainerRequest.parse(Json.parse(json), true);
  }

  private static ContainerSpec spec(String json) {
    return ContainerSpecs.parse("web", request(json));
  }

  private static NetworkMode mode(String json) {
    return Networks.mode(request(json), Optional.empty());
  }

  @Test
  void whatConcernsTheProcess() {
    ContainerSpec spec =
        spec(
            """
            {"image":"box","Cmd":"true","Entrypoint":[""],"Env":["A=b"],"Tty":true,"User":"u",
             "OpenStdin":true,"StopSignal":"SIGINT","StopTimeout":3,"WorkingDir":"/w",
             "HostConfig":{"AutoRemove":true,"CapAdd":["NET_ADMIN"],"NanoCpus":500000000,
              "Memory":67108864,"PidsLimit":null,"Ulimits":[{"Name":"nofile","Soft":1,"Hard":2}],
              "Binds":["/a:/b:ro,rshared"],"Tmpfs":{"/t":"size=1m,ro"}}}\
            """);

    assertThat(spec.process().command()).containsExactly("true");
    assertThat(spec.process().entrypoint()).isEmpty();
    assertThat(spec.process().stopTimeoutSeconds()).isEqualTo(3);
    assertThat(spec.isolation().capAdd()).containsExactly("NET_ADMIN");
    assertThat(spec.resources().cpuQuota()).isEqualTo(50_000);
    assertThat(spec.resources().ulimits()).containsExactly(new Resources.Ulimit("nofile", 1, 2));
    assertThat(spec.mounts())
        .containsExactly(
            new MountSpec(MountSpec.Kind.BIND, "/a", "/b", true, List.of("rshared")),
            new MountSpec(MountSpec.Kind.TMPFS, "", "/t", true, List.of("size=1m")));
    assertThat(spec.autoRemove()).isTrue();
  }

  @Test
  void limitsOfDevicesAndOfRealTime() {
    ContainerSpec spec =
        spec(
            """
            {"Image":"box","HostConfig":{"CpuRealtimePeriod":1000000,"CpuRealtimeRuntime":5000,
             "BlkioWeightDevice":[{"Path":"/dev/a","Weight":20}],
             "BlkioDeviceWriteIOps":[{"Path":"/dev/b","Rate":7}]}}\
            """);

    assertThat(spec.resources().devices())
        .containsExactly(
            new Resources.DeviceLimit(Resources.DeviceLimit.Kind.WEIGHT, "/dev/a", 20),
            new Resources.DeviceLimit(Resources.DeviceLimit.Kind.WRITE_OPERATIONS, "/dev/b", 7));
    assertThat(spec.resources().realtimePeriod()).isEqualTo(1_000_000);
    assertThat(spec.resources().realtimeRuntime()).isEqualTo(5_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"BlkioWeightDevice":[{"Path":"/dev/a","Weight":2}]} | range of blkio weight is from 10 to 1000: /dev/a
          {"CpuRealtimePeriod":5,"CpuRealtimeRuntime":6} | cpu real-time runtime cannot be higher than cpu real-time period
          {"Mounts":[{"Type":"bind","Source":"/","Target":"/a","BindOptions":{"ReadOnlyForceRecursive":true}}]} | mount options conflict: !ReadOnly && BindOptions.ReadOnlyForceRecursive
          {"Mounts":[{"Type":"bind","Source":"/","Target":"/a","ReadOnly":true,"BindOptions":{"ReadOnlyNonRecursive":true,"ReadOnlyForceRecursive":true}}]} | mount options conflict: ReadOnlyNonRecursive && BindOptions.ReadOnlyForceRecursive
          """)
  void limitsAndMountsThatMakeNoSense(String host, String message) {
    assertThatThrownBy(() -> spec("{\"Image\":\"box\",\"HostConfig\":" + host + "}"))
        .isInstanceOf(HttpError.class)
        .hasMessage(message);
  }

  @Test
  void anAbsentEntrypointIsTheImages() {
    assertThat(spec("{\"Image\":\"box\"}").process().entrypoint()).isNull();
  }

  @Test
  void aContainersOwnLinksAreOfTheDefaultBridgeOnly() {
    String json = "{\"Image\":\"b\",\"HostConfig\":{\"NetworkMode\":\"n\",\"Links\":[\"x:y\"]}}";

    assertThat(spec(json).image()).isEqualTo("b");
  }

  @Test
  void aRootFileSystemNeedsNoImage() {
    assertThat(spec("{\"HostConfig\":{\"Rootfs\":\"/\"}}").rootfs()).isEqualTo("/");
  }

  @Test
  void networkModes() {
    NetworkMode bridge = new NetworkMode.Own(List.of(EndpointSpec.on("bridge")));
    assertThat(mode("{}")).isEqualTo(bridge);
    assertThat(mode("{\"HostConfig\":{\"NetworkMode\":\"default\"}}")).isEqualTo(bridge);
    assertThat(mode("{\"HostConfig\":{\"NetworkMode\":\"host\"}}"))
        .isEqualTo(new NetworkMode.HostNamespace());
    assertThat(mode("{\"HostConfig\":{\"NetworkMode\":\"none\"}}"))
        .isEqualTo(new NetworkMode.Isolated());
  }

  @Test
  void severalNetworksThatOfTheModeFirst() {
    assertThat(
            mode(
                """
                {"MacAddress":"02:00:00:00:00:01","HostConfig":{"NetworkMode":"b"},
                 "NetworkingConfig":{"EndpointsConfig":{
                  "a":{"Aliases":["x"],"IPAMConfig":{"IPv4Address":"10.0.0.9"}},"b":null}}}\
                """))
        .isEqualTo(
            new NetworkMode.Own(
                List.of(
                    new EndpointSpec(
                        "b",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(MacAddress.parse("02:00:00:00:00:01")),
                        List.of(),
                        false,
                        0,
                        List.of()),
                    new EndpointSpec(
                        "a",
                        Optional.of(Addresses.parse("10.0.0.9")),
                        Optional.empty(),
                        Optional.empty(),
                        List.of("x"),
                        false,
                        0,
                        List.of()))));
  }

  @Test
  void anEndpointsPriorityAndFurtherAddresses() {
    IpamConfig ipam = new IpamConfig(null, null, List.of("169.254.7.7", "fe80::7"));
    EndpointSettings settings =
        new EndpointSettings(ipam, null, null, "", null, -3, "", "", "", "", 0, "", "", 0, null);
    assertThat(Networks.endpoint("n", settings))
        .isEqualTo(
            EndpointSpec.on("n")
                .withGatewayPriority(-3)
                .withLinkLocal(
                    List.of(Addresses.parse("169.254.7.7"), Addresses.parse("fe80::7"))));
  }

  @ParameterizedTest
  @CsvSource({"on, false", "off, true"})
  void theGuardCanBeTurnedOff(String value, boolean unguarded) {
    assertThat(Networks.endpoint("lab", guard(Networks.SPOOF_CHECK, value)).unguarded())
        .isEqualTo(unguarded);
  }

  @Test
  void whatIsNeitherOnNorOffIsRefused() {
    assertThatThrownBy(() -> Networks.endpoint("lab", guard(Networks.SPOOF_CHECK, "maybe")))
        .isInstanceOf(HttpError.class)
        .hasMessage(
            "network lab: invalid value for endpoint option dev.pontoon.endpoint.spoof-check:"
                + " \"maybe\" (must be on or off)");
    assertThatThrownBy(() -> Networks.endpoint("lab", guard("com.example.other", "on")))
        .isInstanceOf(HttpError.class)
        .hasMessageContaining("endpoint option com.example.other is not supported");
  }

  private static EndpointSettings guard(String option, String value) {
    return new EndpointSettings(
        null, null, null, "", Map.of(option, value), 0, "", "", "", "", 0, "", "", 0, null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                              | 400 | no image specified
          {"Image":"b","HostConfig":{"Rootfs":"/"}}                       | 400 | conflicting options: an image and a root file system
          {"Image":"b","HostConfig":{"Memory":1}}                         | 400 | Minimum memory limit allowed is 6MB
          {"Image":"b","HostConfig":{"Binds":["/x"]}}                     | 400 | invalid volume specification: '/x'
          {"Image":"b","HostConfig":{"Binds":["/a:/b:odd"]}}              | 400 | invalid mode: odd
          {"Image":"b","HostConfig":{"Binds":["/a:b"]}}                   | 400 | mount path must be absolute
          {"Image":"b","HostConfig":{"Binds":["/a:/"]}}                   | 400 | destination can't be '/'
          {"Image":"b","HostConfig":{"Binds":["/a:/b","/c:/b/"]}}         | 400 | Duplicate mount point: /b
          {"Image":"b","HostConfig":{"Mounts":[{"Type":"odd"}]}}          | 400 | mount type unknown: 'odd'
          {"Image":"b","HostConfig":{"Mounts":[{"Type":"bind","Source":"/no/such","Target":"/x"}]}} | 400 | bind source path does not exist: /no/such
          {"Image":"b","HostConfig":{"LogConfig":{"Type":"syslog"}}}      | 400 | no log driver named 'syslog' is registered
          {"Image":"b","HostConfig":{"RestartPolicy":{"Name":"often"}}}   | 400 | invalid restart policy: unknown policy 'often'
          {"Image":"b","HostConfig":{"AutoRemove":true,"RestartPolicy":{"Name":"always"}}} | 400 | can't create 'AutoRemove' container with restart policy
          {"Image":"b","HostConfig":{"NetworkMode":"container:x","PublishAllPorts":true}}  | 400 | conflicting options: port publishing and the container type network mode
          """)
  void whatCannotBeIsRefused(String json, int status, String message) {
    assertThatThrownBy(() -> spec(json))
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(Errors.of(e).status()).isEqualTo(status));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"IPAMConfig":{"IPv4Address":"10.0.0.300"}} | 400 | invalid IPv4 address: 10.0.0.300
          {"IPAMConfig":{"IPv4Address":"fd00::1"}}    | 400 | invalid IPv4 address: fd00::1
          {"MacAddress":"x"}                          | 400 | invalid MAC address: x
          {"Links":["a:b"]}                           | 501 | network n: Links: names in networks need DNS
          {"IPAMConfig":{"IPv6Address":"fe80::1%lo"}} | 400 | invalid IPv6 address: fe80::1%lo
          {"IPAMConfig":{"LinkLocalIPs":["x"]}}       | 400 | invalid link-local IP address: x
          {"IPAMConfig":{"LinkLocalIPs":["::"]}}      | 400 | invalid link-local IP address: ::
          {"IPAMConfig":{"LinkLocalIPs":["fe80::1%lo"]}} | 400 | invalid link-local IP address: fe80::1%lo
          {"DriverOpts":{"o":"1"}}                    | 501 | network n: endpoint option o is not supported
          """)
  void endpointsThatCannotBeAreRefused(String settings, int status, String message) {
    String json =
        "{\"HostConfig\":{\"NetworkMode\":\"n\"},\"NetworkingConfig\":{\"EndpointsConfig\":{\"n\":"
            + settings
            + "}}}";
    assertThatThrownBy(() -> mode(json))
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(Errors.of(e).status()).isEqualTo(status));
  }

  @Test
  void networksComeAndGo() {
    ContainerRequest request = request("{}").connect("n", null).disconnect("bridge");
    assertThat(request.networks()).containsOnlyKeys("n");
    assertThat(Map.copyOf(request.disconnect("n").networks())).isEmpty();
  }
}

package dev.pontoon.daemon.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.api.EndpointSettings;
import dev.pontoon.daemon.http.ApiVersion;
import dev.pontoon.daemon.http.Errors;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.runtime.MountSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionedRequestTest {
  private static VersionedRequest parse(int minor, String json) {
    return VersionedRequest.parse(Json.parse(json), new ApiVersion(1, minor));
  }

  private static EndpointSettings endpoint(ContainerRequest request) {
    return request.networks().getOrDefault("n", EndpointSettings.NONE);
  }

  @Test
  void whatAVersionDidNotKnowIsPassedOver() {
    String json =
        """
        {"Image":"box","Healthcheck":{"StartInterval":1000000000},
         "hostconfig":{"autoremove":true,"ConsoleSize":[1,2],"Annotations":{"a":"b"},
          "Mounts":[{"Type":"tmpfs","Target":"/t","VolumeOptions":{"NoCopy":true}}]},
         "NetworkingConfig":{"EndpointsConfig":{"n":{"MacAddress":"x","GwPriority":7}}}}
        """;

    ContainerRequest old = parse(24, json).request();

    assertThat(old.hostConfig().autoRemove()).isFalse();
    assertThat(old.hostConfig().consoleSize()).containsExactly(0, 0);
    assertThat(old.hostConfig().annotations()).isNull();
    assertThat(old.hostConfig().mounts().getFirst().volumeOptions()).isNull();
    assertThat(endpoint(old).macAddress()).isEmpty();
    assertThat(endpoint(old).gwPriority()).isZero();
    assertThat(parse(41, json).request().hostConfig().autoRemove()).isTrue();
  }

  @Test
  void theNewestTakesItAll() {
    ContainerRequest request =
        parse(
                52,
                """
                {"Image":"box","HostConfig":{"ConsoleSize":[1,2],"Annotations":{"a":"b"}},
                 "NetworkingConfig":{"EndpointsConfig":{"n":{"MacAddress":"x"},"m":null}}}
                """)
            .request();

    assertThat(request.hostConfig().consoleSize()).containsExactly(1, 2);
    assertThat(request.hostConfig().annotations()).containsEntry("a", "b");
    assertThat(request.networks()).containsOnlyKeys("bridge", "n", "m");
    assertThat(endpoint(request).macAddress()).isEqualTo("x");
  }

  @Test
  void theContainersOwnMacAddressIsWarnedOfAsLongAsItIsTaken() {
    String json = "{\"Image\":\"box\",\"MacAddress\":\"02:00:00:00:00:01\"}";

    assertThat(parse(43, json).warnings()).isEmpty();
    assertThat(parse(51, json).warnings())
        .isEqualTo(
            List.of(
                "The container-wide MacAddress field is now deprecated. It should be specified in"
                    + " EndpointsConfig instead."));
    assertThatThrownBy(() -> parse(52, json)).hasMessageContaining("no longer supported");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          43 | {"NetworkingConfig":{"EndpointsConfig":{"a":{},"b":{}}}} | 400 | multiple network endpoints: a, b
          44 | {"HostConfig":{"Mounts":[{"Type":"volume","VolumeOptions":{"Subpath":"s"}}]}} | 400 | Subpath needs API v1.45
          42 | {"HostConfig":{"Mounts":[{"Type":"bind","TmpfsOptions":{}}]}} | 400 | TmpfsOptions must not be specified on mount type "bind"
          47 | {"HostConfig":{"Mounts":[{"Type":"image"}]}} | 400 | needs API v1.48
          48 | {"HostConfig":{"Mounts":[{"Type":"image","ImageOptions":{"Subpath":"etc"}}]}} | 501 | HostConfig.Mounts.ImageOptions.Subpath
          48 | {"HostConfig":{"Mounts":[{"Type":"bind","ImageOptions":{}}]}} | 400 | ImageOptions must not be specified on mount type "bind"
          52 | {"HostConfig":{"devicerequests":[{"Count":-1}]}} | 501 | HostConfig.devicerequests: devices by driver
          24 | {"HostConfig":{"StorageOpt":{"size":"1G"}}} | 501 | HostConfig.StorageOpt
          43 | {"HostConfig":{"Mounts":[{"Type":"bind","BindOptions":{"ReadOnlyForceRecursive":true}}]}} | 400 | ReadOnlyForceRecursive needs API v1.44
          51 | {"MacAddress":"a","HostConfig":{"NetworkMode":"n"},"NetworkingConfig":{"EndpointsConfig":{"n":{"MacAddress":"b"}}}} | 400 | must match the endpoint-specific MAC address
          51 | {"MacAddress":"a","HostConfig":{"NetworkMode":"n"},"NetworkingConfig":{"EndpointsConfig":{"m":{}}}} | 400 | must match the identity of a network
          """)
  void whatAVersionDoesNotTakeIsRefused(int minor, String json, int status, String message) {
    assertThatThrownBy(() -> parse(minor, json))
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(Errors.of(e).status()).isEqualTo(status));
  }

  @Test
  void whatIsBelowAReadOnlyBindIsReadOnlySince() {
    String json =
        """
        {"Image":"box","HostConfig":{"Binds":["/:/a:ro","/:/b"],"Mounts":[
         {"Type":"bind","Source":"/","Target":"/c","ReadOnly":true},
         {"Type":"bind","Source":"/","Target":"/d","ReadOnly":true,
          "BindOptions":{"ReadOnlyNonRecursive":true}}]}}
        """;

    assertThat(options(43, json)).isEqualTo(List.of(List.of(), List.of(), List.of(), List.of()));
    assertThat(options(44, json))
        .isEqualTo(List.of(List.of("rro"), List.of(), List.of("rro"), List.of()));
  }

  private static List<List<String>> options(int minor, String json) {
    return ContainerSpecs.parse("web", parse(minor, json).request()).mounts().stream()
        .map(MountSpec::options)
        .toList();
  }

  @Test
  void defaultsThatClientsWriteAskForNothing() {
    VersionedRequest request =
        parse(
            52,
            """
            {"Image":"box","HostConfig":{"CpuCount":0,"DeviceRequests":null,"StorageOpt":{},"Cgroup":"",
             "Mounts":[{"Type":"bind","BindOptions":{"NonRecursive":false}}]}}
            """);

    assertThat(request.request().config().image()).isEqualTo("box");
    assertThat(request.warnings()).isEmpty();
  }
}

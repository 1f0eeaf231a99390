package dev.pontoon.daemon.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.api.NetworkRequest;
import dev.pontoon.daemon.http.Errors;
import dev.pontoon.daemon.http.Json;
import dev.pontoon.engine.model.DriverConfig;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.SubnetSpec;
import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSpecsTest {
  private static NetworkSpec parse(String json) {
    return NetworkSpecs.parse(Json.as(Json.parse(json), NetworkRequest.class));
  }

  @Test
  void nothingAskedForIsABridge() {
    assertThat(parse("{\"Name\":\"n\",\"Driver\":\"bridge\",\"IPAM\":{},\"Options\":null}"))
        .isEqualTo(NetworkSpec.bridge("n"));
  }

  @Test
  void optionsBecomeTheDriversRecord() {
    NetworkSpec spec =
        parse(
            """
            {"Name":"n","Internal":true,"EnableIPv6":true,"Labels":{"l":"1"},"Options":{
             "com.docker.network.bridge.name":"br1","com.docker.network.driver.mtu":"1400",
             "com.docker.network.bridge.enable_icc":"false",
             "com.docker.network.bridge.enable_ip_masquerade":"0",
             "com.docker.network.bridge.host_binding_ipv4":"127.0.0.1"}}\
            """);

    assertThat(spec.driver())
        .isEqualTo(
            new DriverConfig.Bridge(
                Optional.of("br1"),
                Optional.of(1400),
                false,
                false,
                Optional.of(Addresses.parse("127.0.0.1"))));
    assertThat(spec.internal()).isTrue();
    assertThat(spec.ipv6()).isTrue();
    assertThat(spec.labels()).isEqualTo(Map.of("l", "1"));
  }

  @Test
  void subnetsWithAllThatIsSaidOfThem() {
    assertThat(
            parse(
                    """
                    {"Name":"n","IPAM":{"Driver":"default","Config":[{"Subnet":"10.1.0.0/16",
                     "IPRange":"10.1.2.0/24","Gateway":"10.1.0.9",
                     "AuxiliaryAddresses":{"a":"10.1.0.8"}}]}}\
                    """)
                .subnets())
        .isEqualTo(
            List.of(
                new SubnetSpec(
                    Optional.of(Cidr.parse("10.1.0.0/16")),
                    Optional.of(Cidr.parse("10.1.2.0/24")),
                    Optional.of(Addresses.parse("10.1.0.9")),
                    Map.of("a", Addresses.parse("10.1.0.8")))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"Name":"n","Driver":"xyz"}                       | 404 | could not find plugin xyz
          {"Name":"n","Driver":"macvlan"}                   | 501 | network driver macvlan is not supported
          {"Name":"n","Driver":"host"}                      | 403 | only one instance of "host" network is allowed
          {"Name":"n","Options":{"foo":"1"}}                | 501 | option foo of network driver bridge
          {"Name":"n","Options":{"com.docker.network.driver.mtu":"x"}}                | 400 | invalid value "x" for option com.docker.network.driver.mtu
          {"Name":"n","Options":{"com.docker.network.driver.mtu":"12"}}               | 400 | invalid value "12"
          {"Name":"n","Options":{"com.docker.network.bridge.enable_icc":"maybe"}}     | 400 | invalid value "maybe"
          {"Name":"n","Options":{"com.docker.network.bridge.host_binding_ipv4":"::"}} | 400 | invalid value "::"
          {"Name":"n","Options":{"com.docker.network.bridge.name":"a/b"}}             | 400 | invalid interface name "a/b"
          {"Name":"n","Options":{"com.docker.network.bridge.name":"sixteen-bytes-xx"}}| 400 | invalid interface name
          {"Name":"n","IPAM":{"Config":[{"Subnet":"10.0.0.0"}]}}                      | 400 | invalid CIDR address: 10.0.0.0
          {"Name":"n","IPAM":{"Driver":"dhcp"}}             | 404 | could not find IPAM driver: dhcp
          {"Name":"n","Ingress":true}                       | 501 | Ingress: ingress networks are not supported
          {"Name":"n","EnableIPv4":false}                   | 501 | EnableIPv4: networks without IPv4 are not supported
          {"Name":"a/b"}                                    | 400 | invalid network name: "a/b"
          """)
  void whatCannotBeIsRefused(String json, int status, String message) {
    assertThatThrownBy(() -> parse(json))
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(Errors.of(e).status()).isEqualTo(status));
  }
}

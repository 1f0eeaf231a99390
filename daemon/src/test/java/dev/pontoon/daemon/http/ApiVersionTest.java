package dev.pontoon.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiVersionTest {
  @ParameterizedTest
  @CsvSource({
    "/v1.52/containers/json, docker-compose/1.29.2 docker-py/5.0.3 Linux/6.1, 1.41",
    "/containers/json,       docker-compose/1.29.2 docker-py/5.0.3 Linux/6.1, 1.41",
    "/v1.38/containers/json, docker-compose/1.29.2 docker-py/5.0.3 Linux/6.1, 1.38",
    "/v1.52/containers/json, docker-sdk-python/5.0.3,                         1.52",
    "/v1.52/containers/json, compose/v2.40.0,                                 1.52",
  })
  void dockerCompose1IsAnsweredAsInItsDays(String path, String userAgent, String version) {
    assertThat(ApiVersion.split(path).version().understoodBy(userAgent)).hasToString(version);
  }
}

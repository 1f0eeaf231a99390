package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each endpoint: request in, answer out. */
class EndpointsTest {
  private static final String BOX = "{\"Image\":\"box\",\"Cmd\":[\"true\"]}";

  @TempDir private Path directory;
  private Fixture daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = new Fixture(directory);
  }

  @AfterEach
  void stop() throws IOException {
    daemon.close();
  }

  private Client.Answer call(String method, String path, String body) throws IOException {
    return daemon.client.call(method, path, body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          GET    | /_ping                                     |  | 200 | OK
          HEAD   | /_ping                                     |  | 200 | ``
          GET    | /v1.24/_ping                               |  | 200 | OK
          GET    | /v1.52/version                             |  | 200 | "ApiVersion":"1.52"
          GET    | /v1.53/version                             |  | 400 | client version 1.53 is too new. Maximum supported API version is 1.52
          GET    | /v1.23/version                             |  | 400 | client version 1.23 is too old. Minimum supported API version is 1.24
          GET    | /info                                      |  | 200 | "OSType":"linux"
          GET    | /system/df                                 |  | 200 | {"LayersSize":1000,"Images":[{"Id":"sha256:
          GET    | /system/df?type=container                  |  | 200 | {"Containers":[{"Id":"
          GET    | /info                                      |  | 200 | "Warnings":["no IPv6","WARNING: 95 of at most 100 connections are tracked
          GET    | /info                                      |  | 200 | "Limitations":["no IPv6"]
          GET    | /info                                      |  | 200 | "TrackedConnections":{"Used":95,"Limit":100}
          GET    | /info                                      |  | 200 | "RepairedAtStart":["make bridge pontoon0 of
          GET    | /v1.51/containers/web/json                 |  | 200 | "IPAddress":"","IPPrefixLen":0
          GET    | /v1.44/networks/bridge                     |  | 200 | "Labels":{}}
          GET    | /networks/bridge                           |  | 200 | "Status":{"IPAM":
          GET    | /v1.43/images/json                         |  | 200 | "VirtualSize":1000
          GET    | /v1.44/images/box/json                     |  | 200 | "Container":"","ContainerConfig":{
          GET    | /v1.51/images/box/json                     |  | 200 | "DockerVersion":""
          GET    | /v1.49/info                                |  | 200 | "BridgeNfIptables":false
          GET    | /v1.48/info                                |  | 200 | "RuncCommit":{"ID":"runc version 1","Expected":"runc version 1"}
          GET    | /v1.41/system/df                           |  | 200 | "BuilderSize":0
          GET    | /system/df?verbose=1                       |  | 200 | {"ImageUsage":{"ActiveCount":1,"TotalCount":1,"Reclaimable":0,"TotalSize":1000,"Items":[{
          GET    | /events?since=2&until=1                    |  | 400 | (2) cannot be after
          POST   | /build/prune                               |  | 200 | {"CachesDeleted":[],"SpaceReclaimed":0}
          POST   | /containers/web/start                       | {"Memory":1} | 400 | non-empty request body
          POST   | /containers/web/resize?h=1                 |  | 400 | invalid resize width
          POST   | /containers/create?platform=linux/s390x    | {"Image":"box"} | 404 | does not match the specified platform (linux/s390x)
          GET    | /images/box/json?platform={"os":"linux"}   |  | 400 | both OS and Architecture must be provided
          DELETE | /images/box?platforms={}                   |  | 501 | platforms: an image is here for one platform
          POST   | /volumes/create                            | {"ClusterVolumeSpec":{}} | 501 | ClusterVolumeSpec
          GET    | /nothing                                   |  | 404 | {"message":"page not found"}
          POST   | /_ping                                     |  | 404 | page not found
          POST   | /containers/web/checkpoints                |  | 501 | is not supported by Pontoon
          POST   | /v1.44/build                               |  | 501 | Pontoon does not build images
          GET    | /pontoon/nat                               |  | 200 | "Target":"DNAT","Proto":"tcp"
          GET    | /pontoon/diff                              |  | 200 | "Kind":"changed","Object":"link veth1","Owner":"container web","Expected":"up","Found":"down"
          GET    | /containers/json                           |  | 200 | []
          GET    | /containers/json?all=1                     |  | 200 | "Names":["/web"]
          GET    | /containers/json?all=1&filters={"name":["w"]}          |  | 200 | "Names":["/web"]
          GET    | /containers/json?all=1&filters={"name":{"w":true}}     |  | 200 | "Names":["/web"]
          GET    | /containers/json?all=1&filters={"name":["x"]}          |  | 200 | []
          GET    | /containers/json?filters={"status":["created"]}        |  | 200 | "State":"created"
          GET    | /containers/json?filters={"colour":["red"]}            |  | 400 | invalid filter 'colour'
          GET    | /containers/json?filters={                             |  | 400 | invalid filter
          GET    | /containers/json?limit=x                   |  | 400 | for limit
          GET    | /containers/nope/json                      |  | 404 | No such container: nope
          GET    | /containers/web/json                       |  | 200 | "Status":"created"
          POST   | /containers/web/stop                       |  | 304 | ``
          POST   | /containers/web/kill                       |  | 409 | is not running
          POST   | /containers/web/wait?condition=later       |  | 400 | invalid condition
          POST   | /containers/web/wait                       |  | 200 | {"StatusCode":0}
          POST   | /containers/web/rename?name=-x             |  | 400 | Invalid container name (-x)
          POST   | /containers/web/rename?name=other          |  | 204 | ``
          DELETE | /containers/web                            |  | 204 | ``
          GET    | /containers/web/logs                       |  | 400 | you must choose at least one stream
          POST   | /containers/web/resize?h=1&w=1             |  | 409 | is not running
          POST   | /containers/create                         | { | 400 | invalid JSON
          POST   | /containers/create                         | [] | 400 | an object is expected
          POST   | /containers/create                         | {} | 400 | no image specified
          POST   | /containers/create?name=web                | {"Image":"box"} | 409 | already in use
          POST   | /containers/create?name=a/b                | {"Image":"box"} | 400 | Invalid container name (a/b)
          POST   | /containers/create                         | {"image":"box"} | 201 | "Warnings":[]
          POST   | /containers/create                         | {"Image":"gone"} | 404 | No such image: gone:latest
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"NetworkMode":"gone"}} | 400 | network gone not found
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"PortBindings":{"80/xxx":[{}]}}} | 400 | invalid proto: xxx
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"PortBindings":{"80/tcp":[{"HostPort":"x"}]}}} | 400 | invalid port specification
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"NetworkMode":"host","PortBindings":{"80/tcp":[{}]}}} | 201 | Published ports are discarded
          POST   | /containers/create?name=d&dry-run=1        | {"Image":"box","HostConfig":{"PublishAllPorts":true}} | 200 | ip link add for d
          POST   | /containers/web/exec                       | {"Cmd":["true"]} | 409 | is not running
          GET    | /exec/nope/json                            |  | 404 | No such exec instance: nope
          GET    | /images/json                               |  | 200 | "RepoTags":["box:latest"]
          GET    | /images/json?filters={"reference":["b*"]}  |  | 200 | "RepoTags":["box:latest"]
          GET    | /images/json?filters={"reference":["c*"]}  |  | 200 | []
          GET    | /images/box/json                           |  | 200 | "Architecture":"amd64"
          GET    | /images/a/b/c:d/json                       |  | 404 | No such image: a/b/c:d
          POST   | /images/box/tag?repo=a%2Fb&tag=c           |  | 201 | ``
          DELETE | /images/box                                |  | 200 | [{"Untagged":"box:latest"},{"Deleted":"sha256:
          POST   | /images/load                               | new:1 | 200 | {"stream":"Loaded image: new:1\\n"}
          POST   | /images/load                               |  | 400 | the archive holds no image
          POST   | /images/create?fromImage=fine&tag=1        |  | 200 | {"status":"Downloading","id":"abc","progressDetail":{"current":10,"total":100}}
          POST   | /images/create?fromImage=missing           |  | 404 | No such image: missing
          POST   | /images/create?fromImage=broken            |  | 200 | {"errorDetail":{"message":"connection reset"},"error":"connection reset"}
          POST   | /images/create?fromSrc=-&repo=a&tag=1      | tar | 200 | "status":"sha256:
          POST   | /images/create?fromSrc=http://x            |  | 501 | from the request's body only
          GET    | /images/box/get                            |  | 200 | box
          GET    | /images/box/history                        |  | 200 | "Created":1,"CreatedBy":"CMD sh","Tags":["box:latest"],"Size":1000,"Comment":"made"
          GET    | /images/gone/history                       |  | 404 | No such image: gone:latest
          POST   | /images/prune                              |  | 200 | {"ImagesDeleted":[],"SpaceReclaimed":0}
          POST   | /images/prune?filters={"dangling":["false"]} |  | 200 | {"Untagged":"box:latest"}
          POST   | /images/prune?filters={"dangling":["false"],"until":["24h"]} |  | 200 | "SpaceReclaimed":1000
          POST   | /images/prune?filters={"dangling":["false"],"until":["1970-01-01T00:00:00Z"]} |  | 200 | {"ImagesDeleted":[],"SpaceReclaimed":0}
          POST   | /images/prune?filters={"dangling":["perhaps"]} |  | 400 | invalid filter 'dangling=perhaps'
          POST   | /images/prune?filters={"until":["soon"]}   |  | 200 | "SpaceReclaimed":0
          POST   | /images/gone/push                          |  | 404 | An image does not exist locally with the tag: gone
          POST   | /images/box/push                           |  | 200 | "error":"authentication required"
          POST   | /auth                                      | {"username":"ann","password":"secret","serveraddress":"https://reg:5000/v2/"} | 200 | {"Status":"Login Succeeded","IdentityToken":""}
          POST   | /auth                                      | {"username":"ann","password":"x","serveraddress":"reg"} | 401 | login to reg: unauthorized
          POST   | /auth                                      | {"username":"ann"} | 400 | the registry's address is missing
          GET    | /networks                                  |  | 200 | "Name":"bridge"
          GET    | /networks/bridge                           |  | 200 | "Gateway":"10.0.1.1"
          GET    | /networks/gone                             |  | 404 | network gone not found
          POST   | /networks/create                           | {"Name":"n"} | 201 | "Id":"
          POST   | /networks/create                           | {"Name":"bridge"} | 409 | network with name bridge already exists
          POST   | /networks/create                           | {} | 400 | network name must not be empty
          POST   | /networks/create?dry-run=1                 | {"Name":"n"} | 200 | ip link add for n
          DELETE | /networks/bridge                           |  | 403 | bridge is a pre-defined network
          POST   | /networks/gone/connect                     | {"Container":"web"} | 404 | network gone not found
          POST   | /networks/bridge/connect                   | {"Container":"web"} | 403 | already exists in network bridge
          POST   | /networks/bridge/disconnect                | {"Container":"web"} | 200 | ``
          """)
  void answers(String method, String path, String body, int status, String text)
      throws IOException {
    assertThat(call("POST", "/containers/create?name=web", BOX).status()).isEqualTo(201);
    String encoded = path.replace("\"", "%22").replace("{", "%7B").replace("}", "%7D");

    Client.Answer answer = call(method, encoded, body == null ? "" : body);

    assertThat(answer.body()).contains(text);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.headers())
        .containsEntry("api-version", "1.52")
        .containsEntry("ostype", "linux")
        .containsEntry("docker-experimental", "false")
        .containsEntry("server", "Pontoon/test (linux)");
  }

  @Test
  void aContainerGoesThroughItsLife() throws IOException {
    daemon.run(
        "web",
        """
        {"Image":"box","HostConfig":{"PortBindings":{"80/tcp":[{"HostPort":"8080"}]},\
        "ExtraHosts":["h:host-gateway","x:1.2.3.4"]}}\
        """);
    assertThat(call("POST", "/containers/web/start", "").status()).isEqualTo(304);
    assertThat(call("GET", "/containers/json", "").body())
        .contains("\"PrivatePort\":80,\"PublicPort\":8080,\"Type\":\"tcp\"");
    assertThat(call("GET", "/containers/web/json", "").body())
        .contains("\"Ports\":{\"80/tcp\":[{\"HostIp\":\"0.0.0.0\",\"HostPort\":\"8080\"}]}")
        .contains("\"IPAddress\":\"10.0.1.");
    String hosts = daemon.runtime.networks.values().iterator().next().files().hosts();
    assertThat(hosts).contains("10.0.1.1\th\n").contains("1.2.3.4\tx\n").contains("10.0.1.5\t");

    assertThat(call("DELETE", "/containers/web", "").status()).isEqualTo(409);
    assertThat(call("POST", "/containers/web/stop", "").status()).isEqualTo(204);
    assertThat(daemon.engine.sandboxes).isEmpty();
    assertThat(call("GET", "/containers/web/json", "").body()).contains("\"ExitCode\":143");
    assertThat(call("DELETE", "/containers/web", "").status()).isEqualTo(204);
    assertThat(call("GET", "/containers/json?all=1", "").body()).isEqualTo("[]");
  }

  @Test
  void aRunningContainerIsConnectedAndDisconnected() throws IOException {
    daemon.run("web", BOX);
    assertThat(call("POST", "/networks/create", "{\"Name\":\"n\"}").status()).isEqualTo(201);

    assertThat(call("POST", "/networks/n/connect", "{\"Container\":\"web\"}").status())
        .isEqualTo(200);

    assertThat(call("GET", "/networks/n", "").body()).contains("\"Name\":\"web\"");
    assertThat(daemon.runtime.rewritten.values()).hasSize(1);
    assertThat(call("POST", "/networks/n/disconnect", "{\"Container\":\"web\"}").status())
        .isEqualTo(200);
    assertThat(call("GET", "/networks/n", "").body()).doesNotContain("\"Name\":\"web\"");
    assertThat(call("POST", "/networks/prune", "").body())
        .isEqualTo("{\"NetworksDeleted\":[\"n\"]}");
  }

  @Test
  void whatClientsReadWithoutAskingIsThere() throws IOException {
    assertThat(call("POST", "/networks/create", "{\"Name\":\"n\"}").status()).isEqualTo(201);
    daemon.run(
        "web",
        """
        {"Image":"box","HostConfig":{"NetworkMode":"n"},\
        "NetworkingConfig":{"EndpointsConfig":{"n":{"Aliases":["page","web"]}}}}\
        """);

    String seen = call("GET", "/containers/web/json", "").body();

    assertThat(seen).contains("\"LogConfig\":{\"Type\":\"json-file\",\"Config\":{}}");
    assertThat(seen).containsPattern("\"DNSNames\":\\[\"web\",\"page\",\"[0-9a-f]{12}\"");
  }

  @Test
  void anOldVersionHasTheIdAmongTheAliasesOnceStarted() throws IOException {
    assertThat(call("POST", "/networks/create", "{\"Name\":\"n\"}").status()).isEqualTo(201);
    String body = "{\"Image\":\"box\",\"HostConfig\":{\"NetworkMode\":\"n\"}}";
    assertThat(call("POST", "/containers/create?name=web", body).status()).isEqualTo(201);

    assertThat(call("GET", "/v1.44/containers/web/json", "").body()).doesNotContain("Aliases");
    assertThat(call("POST", "/containers/web/start", "").status()).isEqualTo(204);

    assertThat(call("GET", "/v1.44/containers/web/json", "").body())
        .containsPattern("\"Aliases\":\\[\"[0-9a-f]{12}\"");
    assertThat(call("GET", "/v1.45/containers/web/json", "").body()).doesNotContain("Aliases");
  }

  /** Some clients are done with the answer's first byte. */
  @Test
  void aLoadedImageIsThereBeforeTheAnswerBegins() throws IOException {
    assertThat(call("POST", "/images/load", "new:1").body())
        .isEqualTo("{\"stream\":\"Loaded image: new:1\\n\"}\r\n");
    assertThat(call("POST", "/images/load?quiet=0", "new:1").body()).contains("Loading layer");
  }

  @Test
  void aKillIsToldBeforeTheDeathThatComesOfIt() throws IOException {
    daemon.run("web", BOX);
    assertThat(call("POST", "/containers/web/kill", "").status()).isEqualTo(204);

    Instant now = Instant.now();
    String until = "%d.%09d".formatted(now.getEpochSecond(), now.getNano());
    String events = call("GET", "/events?since=1&until=" + until, "").body();

    assertThat(events.lines().map(l -> l.replaceAll(".*\"Action\":\"(\\w+)\".*", "$1")))
        .containsSubsequence("start", "kill", "die");
  }

  @Test
  void eventsTellWhatHappened() throws IOException {
    daemon.run("web", BOX);
    daemon.runtime.exit("web", 3);
    assertThat(call("DELETE", "/containers/web", "").status()).isEqualTo(204);

    Instant now = Instant.now();
    String until = "%d.%09d".formatted(now.getEpochSecond(), now.getNano());
    String events = call("GET", "/events?since=1&until=" + until, "").body();

    assertThat(events.lines().map(l -> l.replaceAll(".*\"Action\":\"(\\w+)\".*", "$1")))
        .containsExactly("create", "connect", "start", "die", "disconnect", "destroy");
    assertThat(events).contains("\"exitCode\":\"3\"");
    String filter = "%7B%22event%22:[%22die%22]%7D";
    assertThat(call("GET", "/events?since=1&until=2&filters=" + filter, "").body()).isEmpty();
  }

  @Test
  void logsComeInFramesOrWithTimestamps() throws IOException {
    daemon.run("web", BOX);

    assertThat(call("GET", "/containers/web/logs?stdout=1&stderr=1", "").body())
        .isEqualTo("\1\0\0\0\0\0\0\4out\n\2\0\0\0\0\0\0\4err\n");
    assertThat(call("GET", "/containers/web/logs?stdout=1&timestamps=1", "").body())
        .contains("1970-01-01T00:00:00.000000000Z out\n");
  }
}

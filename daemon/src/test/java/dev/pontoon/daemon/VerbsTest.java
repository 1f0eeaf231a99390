package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be done to containers and volumes: request in, answer out. */
class VerbsTest {
  private static final String BOX =
      """
      {"Image":"box","Labels":{"a":"b"},"ExposedPorts":{"90/udp":{}},
       "HostConfig":{"Binds":["data:/data:ro"],"LogConfig":{"Type":"json-file","Config":{"labels":"a"}},
         "Mounts":[{"Type":"volume","Target":"/m","VolumeOptions":{"Labels":{"x":"y"}}},
                   {"Type":"tmpfs","Target":"/t"}]}}
      """;

  @TempDir private Path directory;
  private Fixture daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = new Fixture(directory);
    daemon.run("up", BOX);
    assertThat(call("POST", "/containers/create?name=down", "{\"Image\":\"box\"}").status())
        .isEqualTo(201);
  }

  @AfterEach
  void stop() throws IOException {
    daemon.close();
  }

  private Client.Answer call(String method, String path, String body) throws IOException {
    String encoded = path.replace("\"", "%22").replace("{", "%7B").replace("}", "%7D");
    return daemon.client.call(method, encoded, body == null ? "" : body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          POST   | /containers/up/pause                       |  | 204 | ``
          POST   | /containers/down/pause                     |  | 409 | is not running
          POST   | /containers/up/update                      | {"Memory":8000000,"RestartPolicy":{"Name":"always"}} | 200 | {"Warnings":[]}
          POST   | /containers/up/update                      | {"Memory":5} | 400 | Minimum memory limit allowed is 6MB
          POST   | /containers/up/update                      | {"RestartPolicy":{"Name":"sometimes"}} | 400 | invalid restart policy
          POST   | /containers/nope/update                    | {} | 404 | No such container: nope
          GET    | /containers/up/top?ps_args=-o%20pid%3Dx    |  | 400 | is not allowed
          GET    | /containers/up/top?ps_args=-o%20comm       |  | 500 | Couldn't find PID field in ps output
          GET    | /containers/up/top                         |  | 200 | "Titles":["UID","PID"
          GET    | /containers/up/stats?stream=0&one-shot=1   |  | 200 | "cpu_usage":{"total_usage":7,"percpu_usage":[7],"usage_in_kernelmode":3,"usage_in_usermode":4}
          GET    | /containers/up/stats?stream=0&one-shot=1   |  | 200 | "blkio_stats":{"io_service_bytes_recursive":[{
          GET    | /containers/down/stats?stream=0            |  | 200 | "memory_stats":{}
          POST   | /containers/up/stop?signal=INT&t=1         |  | 204 | ``
          GET    | /containers/up/export                      |  | 200 | tar of all
          GET    | /containers/up/changes                     |  | 200 | [{"Path":"/etc","Kind":0},{"Path":"/etc/new","Kind":1},{"Path":"/etc/old","Kind":2}]
          HEAD   | /containers/up/archive?path=/etc           |  | 200 | ``
          HEAD   | /containers/up/archive?path=/nope          |  | 404 | ``
          GET    | /containers/up/archive?path=etc            |  | 200 | tar of /etc
          GET    | /containers/up/archive                     |  | 400 | path cannot be empty
          GET    | /containers/up/archive?path=/nope          |  | 404 | Could not find the file /nope in container
          PUT    | /containers/up/archive?path=/nope          | x | 404 | Could not find the file /nope in container
          POST   | /commit?container=up&repo=new&tag=1&comment=c |  | 201 | {"Id":"sha256:
          POST   | /commit?container=nope                     |  | 404 | No such container: nope
          GET    | /containers/json?size=1                    |  | 200 | "SizeRw":77,"SizeRootFs":77
          GET    | /containers/up/json?size=1                 |  | 200 | "SizeRw":77,"SizeRootFs":77
          GET    | /containers/up/json                        |  | 200 | {"Type":"volume","Name":"data","Source":"
          GET    | /containers/up/json                        |  | 200 | "Destination":"/data","Driver":"local","Mode":"ro","RW":false
          GET    | /containers/json?filters={"volume":["data"]}      |  | 200 | "Names":["/up"]
          GET    | /containers/json?filters={"volume":["other"]}     |  | 200 | []
          GET    | /containers/json?filters={"expose":["90/udp"]}    |  | 200 | "Names":["/up"]
          GET    | /containers/json?filters={"expose":["90"]}        |  | 200 | []
          GET    | /containers/json?filters={"publish":["90"]}       |  | 200 | []
          GET    | /containers/json?filters={"health":["none"]}      |  | 200 | "Names":["/up"]
          GET    | /containers/json?filters={"is-task":["true"]}     |  | 200 | []
          GET    | /containers/json?filters={"status":["lost"]}      |  | 400 | invalid filter 'status=lost'
          GET    | /containers/json?filters={"before":["nope"]}      |  | 404 | No such container: nope
          POST   | /containers/prune?filters={"until":["1h"]}        |  | 200 | {"ContainersDeleted":["
          POST   | /containers/prune?filters={"until":["1h"]}        |  | 200 | "SpaceReclaimed":77
          POST   | /containers/prune?filters={"label":["z"]}         |  | 200 | {"ContainersDeleted":[]
          POST   | /containers/prune?filters={"until":["soon"]}      |  | 400 | invalid value for
          GET    | /containers/up/logs?stdout=1&details=1     |  | 200 | a=b out
          GET    | /volumes                                   |  | 200 | "Name":"data"
          GET    | /volumes?filters={"dangling":["true"]}     |  | 200 | {"Volumes":[],"Warnings":[]}
          GET    | /volumes?filters={"label":["x=y"]}         |  | 200 | "Labels":{"
          GET    | /volumes/data                              |  | 200 | "Driver":"local"
          GET    | /volumes/nope                              |  | 404 | get nope: no such volume
          POST   | /volumes/create                            | {"Name":"vv","Labels":{"k":"v"}} | 201 | "Labels":{"k":"v"}
          POST   | /volumes/create                            | {} | 201 | "Scope":"local"
          POST   | /volumes/create                            | {"Name":"-v"} | 400 | includes invalid characters for a local volume name
          POST   | /volumes/create                            | {"Name":"v"} | 400 | volume name is too short
          POST   | /volumes/create                            | {"Name":"vv","Driver":"far"} | 404 | error looking up volume plugin far
          POST   | /volumes/create                            | {"Name":"vv","DriverOpts":{"type":"nfs"}} | 501 | only those of a directory
          POST   | /volumes/create                            | {"Name":"vv","DriverOpts":{"x":"y"}} | 400 | invalid option:
          DELETE | /volumes/data                              |  | 409 | remove data: volume is in use - [
          DELETE | /volumes/nope                              |  | 404 | no such volume
          DELETE | /volumes/nope?force=1                      |  | 204 | ``
          POST   | /volumes/prune                             |  | 200 | {"VolumesDeleted":[],"SpaceReclaimed":0}
          PUT    | /volumes/data                              | {} | 501 | only cluster volumes
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"VolumesFrom":["nope"]}} | 400 | No such container: nope
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"VolumesFrom":["up:x"]}} | 400 | invalid mode: x
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"PidMode":"container:up"}} | 201 | "Id"
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"PidMode":"container:nope"}} | 400 | No such container: nope
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"IpcMode":"container:nope"}} | 400 | No such container: nope
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"NetworkMode":"container:nope"}} | 400 | No such container: nope
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"Memory":67108864,"MemorySwap":33554432}} | 400 | Minimum memoryswap limit should be larger
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"SecurityOpt":["nonsense=1"]}} | 400 | invalid --security-opt
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"Runtime":"nonsense"}} | 400 | unknown or invalid runtime name: nonsense
          POST   | /build/prune                               |  | 200 | "SpaceReclaimed":0
          POST   | /containers/create                         | {"Image":"box","HostConfig":{"UTSMode":"x"}} | 400 | invalid UTS mode: x
          POST   | /containers/create                         | {"Image":"box","Healthcheck":{"Test":["DO","it"]}} | 400 | in Healthcheck
          POST   | /containers/create                         | {"Image":"box","Healthcheck":{"Test":["CMD","it"],"Interval":5}} | 400 | cannot be less than 1ms
          """)
  void answers(String method, String path, String body, int status, String text)
      throws IOException {
    Client.Answer answer = call(method, path, body);

    assertThat(answer.body()).contains(text);
    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void aPausedContainerSaysSo() throws IOException {
    call("POST", "/containers/up/pause", "");

    assertThat(call("GET", "/containers/json", "").body())
        .contains("\"State\":\"paused\"")
        .contains("(Paused)");
    assertThat(call("GET", "/containers/up/json", "").body())
        .contains("\"Status\":\"paused\",\"Running\":true,\"Paused\":true");
    assertThat(call("GET", "/info", "").body()).contains("\"ContainersPaused\":1");
    assertThat(call("POST", "/containers/up/unpause", "").status()).isEqualTo(204);
    assertThat(call("GET", "/containers/up/json", "").body()).contains("\"Paused\":false");
  }

  @Test
  void anUpdateIsKept() throws IOException {
    call("POST", "/containers/up/update", "{\"Memory\":8000000,\"CpuShares\":0}");
    call("POST", "/containers/up/update", "{\"CpuShares\":7,\"Memory\":0}");

    assertThat(daemon.runtime.inspect("up").spec().resources().memory()).isEqualTo(8_000_000);
    assertThat(daemon.runtime.inspect("up").spec().resources().cpuShares()).isEqualTo(7);
    assertThat(call("GET", "/containers/up/json", "").body())
        .contains("\"Memory\":8000000")
        .contains("\"Binds\":[\"data:/data:ro\"]");
  }

  @Test
  void aPathIsDescribedInAHeader() throws IOException {
    String header =
        call("HEAD", "/containers/up/archive?path=/link", "")
            .headers()
            .get("x-docker-container-path-stat");

    assertThat(new String(Base64.getDecoder().decode(header), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"name\":\"link\",\"size\":4,\"mode\":134218239,"
                + "\"mtime\":\"1970-01-01T00:00:00Z\",\"linkTarget\":\"/etc\"}");
  }

  @Test
  void filesAreUnpackedAsAsked() throws IOException {
    String path = "/containers/up/archive?path=/etc&noOverwriteDirNonDir=1&copyUIDGID=1";

    assertThat(call("PUT", path, "tar").status()).isEqualTo(200);

    assertThat(daemon.files.written).containsExactly("tar to /etc keeping owned");
  }

  @Test
  void volumesGoWithTheContainerThatTheyWereMadeFor() throws IOException {
    String from = "{\"Image\":\"box\",\"HostConfig\":{\"VolumesFrom\":[\"up:ro\"]}}";
    assertThat(call("POST", "/containers/create?name=other", from).status()).isEqualTo(201);
    assertThat(call("GET", "/containers/other/json", "").body())
        .contains("\"Destination\":\"/m\"")
        .doesNotContain("\"RW\":true");

    call("DELETE", "/containers/up?force=1&v=1", "");
    assertThat(daemon.services.workloads().volumes().list()).hasSize(2);
    call("DELETE", "/containers/other?v=1", "");

    assertThat(daemon.services.workloads().volumes().list()).hasSize(2);
    assertThat(call("POST", "/volumes/prune", "").body()).contains("\"VolumesDeleted\":[\"");
    assertThat(daemon.services.workloads().volumes().list()).hasSize(1);
    String all = "/volumes/prune?filters={\"all\":[\"true\"]}";
    assertThat(call("POST", all, "").body()).contains("\"VolumesDeleted\":[\"data\"]");
    assertThat(call("DELETE", "/volumes/data", "").status()).isEqualTo(404);
  }

  @Test
  void aContainerThatCannotBeMadeLeavesNoVolume() throws IOException {
    assertThat(call("POST", "/containers/create?name=up", BOX).status()).isEqualTo(409);

    assertThat(daemon.services.workloads().volumes().list()).hasSize(2);
  }
}

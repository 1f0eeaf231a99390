package dev.pontoon.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.daemon.workload.Requests;
import dev.pontoon.engine.EngineException;
import dev.pontoon.engine.model.NetworkMode;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.Steps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What failures, ends and restarts of the daemon leave. */
class LifecycleTest {
  private static final String BOX = "{\"Image\":\"box\"}";
  private static final String REMOVED = "{\"Image\":\"box\",\"HostConfig\":{\"AutoRemove\":true}}";

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

  private Client.Answer post(String path, String body) throws IOException {
    return daemon.client.call("POST", path, body);
  }

  private long kept() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("requests"))) {
      return files.count();
    }
  }

  @Test
  void aProcessThatCannotStartLeavesNoSandbox() throws IOException {
    post("/containers/create?name=web", BOX);
    daemon.runtime.refuseStart(RuntimeFault.Kind.INVALID, "executable file not found in $PATH");

    Client.Answer answer = post("/containers/web/start", "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("executable file not found");
    assertThat(daemon.engine.sandboxes).isEmpty();
    assertThat(daemon.runtime.states).hasSize(1);
  }

  @Test
  void aFailedStartRemovesAContainerThatIsToGo() throws IOException {
    post("/containers/create?name=web", REMOVED);
    daemon.engine.refuse(EngineException.Kind.CONFLICT, "port 80/tcp is in use by process 1 (x)");

    Client.Answer answer = post("/containers/web/start", "");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body()).contains("port 80/tcp is in use by process 1 (x)");
    assertThat(daemon.runtime.states).isEmpty();
    assertThat(kept()).isZero();
  }

  @Test
  void anEndTakesTheSandboxAndWhereAskedTheContainer() throws IOException {
    daemon.run("web", REMOVED);
    assertThat(daemon.engine.sandboxes).hasSize(1);

    daemon.runtime.exit("web", 0);

    assertThat(daemon.engine.sandboxes).isEmpty();
    assertThat(daemon.runtime.states).isEmpty();
    assertThat(kept()).isZero();
  }

  @Test
  void aRestartKeepsAContainerThatIsToGo() throws IOException {
    daemon.run("web", REMOVED);
    String id = daemon.runtime.inspect("web").id();

    assertThat(post("/containers/web/restart", "").status()).isEqualTo(204);

    assertThat(daemon.runtime.inspect("web").id()).isEqualTo(id);
    assertThat(daemon.runtime.inspect("web").running()).isTrue();
    daemon.runtime.exit("web", 0);
    assertThat(daemon.runtime.states).isEmpty();
  }

  @Test
  void aSharedNamespaceNeedsARunningContainer() throws IOException {
    post("/containers/create?name=web", BOX);
    String sharing = "{\"Image\":\"box\",\"HostConfig\":{\"NetworkMode\":\"container:web\"}}";
    assertThat(post("/containers/create?name=side", sharing).status()).isEqualTo(201);

    Client.Answer early = post("/containers/side/start", "");
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.body()).contains("cannot join network of a non running container");

    post("/containers/web/start", "");
    assertThat(post("/containers/side/start", "").status()).isEqualTo(204);
    String web = daemon.runtime.inspect("web").id();
    assertThat(daemon.engine.sandbox(daemon.runtime.inspect("side").id()).orElseThrow().mode())
        .isEqualTo(new NetworkMode.Shared(web));
  }

  @Test
  void aNewDaemonMakesThePartsAgree() throws IOException {
    daemon.run("up", BOX);
    post("/containers/create?name=down", BOX);
    daemon.engine.attach(
        new SandboxSpec("f".repeat(64), "gone", new NetworkMode.Isolated(), List.of()));
    Files.writeString(directory.resolve("requests/" + "e".repeat(64) + ".part"), "{");

    daemon.services.reconcile();

    assertThat(daemon.engine.sandboxes.keySet()).containsExactly(daemon.runtime.inspect("up").id());
    assertThat(daemon.runtime.states).hasSize(2);
  }

  @Test
  void whatWasAskedForIsKeptOverARestart() throws IOException {
    post(
        "/containers/create?name=web",
        """
        {"Image":"box","HostConfig":{"NetworkMode":"host","Memory":8000000},\
        "Labels":{"a":"b"},"ExposedPorts":{"80/tcp":{}}}\
        """);
    String id = daemon.runtime.inspect("web").id();

    var requests = Requests.open(directory.resolve("requests"), Steps.NONE);

    assertThat(requests.find(id))
        .contains(daemon.services.workloads().requests().find(id).orElseThrow());
  }

  @Test
  void aTornRequestOfOneThatWasToGoGoes() throws IOException {
    post("/containers/create?name=stays", BOX);
    post(
        "/containers/create?name=goes", "{\"Image\":\"box\",\"HostConfig\":{\"AutoRemove\":true}}");
    String stays = daemon.runtime.inspect("stays").id();
    Path requests = directory.resolve("requests");
    for (String name : List.of("stays", "goes")) {
      Files.write(requests.resolve(daemon.runtime.inspect(name).id() + ".json"), new byte[0]);
    }

    Requests.open(requests, Steps.NONE);

    try (Stream<Path> files = Files.list(requests)) {
      assertThat(files).containsExactly(requests.resolve(stays + ".json"));
    }
  }
}

package dev.pontoon.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.InvocationBuilder;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.pontoon.daemon.Docker;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** docker-java, with the transport that speaks to unix sockets by itself. */
@HostNamespace
final class DockerJavaTest {
  private static final long LIMIT = 30; // seconds

  private HostNetwork host;
  private Docker docker;
  private DockerClient client;

  @BeforeEach
  void start(HostNetwork network) throws IOException {
    host = network;
    docker = new Docker(network);
    docker.importBusybox("box");
    DefaultDockerClientConfig config =
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(docker.daemon().address())
            .withDockerTlsVerify(false)
            .withDockerConfig(network.directory().toString())
            .build();
    client =
        DockerClientImpl.getInstance(
            config,
            new ZerodepDockerHttpClient.Builder().dockerHost(config.getDockerHost()).build());
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    docker.close();
  }

  /** Collects what is said, frame by frame. */
  private static final class Said extends ResultCallback.Adapter<Frame> {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void onNext(Frame frame) {
      bytes.writeBytes(frame.getPayload());
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }

    String whole() throws InterruptedException {
      assertThat(awaitCompletion(LIMIT, TimeUnit.SECONDS)).isTrue();
      return text();
    }
  }

  /** Collects what happens. */
  private static final class Happened extends ResultCallback.Adapter<Event> {
    private final List<String> actions = new CopyOnWriteArrayList<>();

    @Override
    public void onNext(Event event) {
      actions.add(event.getAction());
    }
  }

  private String web() {
    CreateContainerResponse created =
        client
            .createContainerCmd("box")
            .withName("web")
            .withCmd("httpd", "-fvv", "-h", "/www")
            .withAliases("page")
            .withEnv("TONE=plain")
            .withLabels(Map.of("made", "here"))
            .withExposedPorts(ExposedPort.tcp(80))
            .withHostConfig(
                HostConfig.newHostConfig()
                    .withNetworkMode("blue")
                    .withMemory(64L << 20)
                    .withPortBindings(PortBinding.parse("127.0.0.1:8082:80")))
            .exec();
    client.startContainerCmd(created.getId()).exec();
    return created.getId();
  }

  private String makeNetwork(String name, String subnet) {
    return client
        .createNetworkCmd()
        .withName(name)
        .withLabels(Map.of("made", "here"))
        .withIpam(new Network.Ipam().withConfig(new Network.Ipam.Config().withSubnet(subnet)))
        .exec()
        .getId();
  }

  @Test
  void dockerJavaGoesItsRound() throws Exception {
    aContainerLivesAndIsSeen();
    commandsRunInItAndFilesAreCopied();
    networksAreJoinedAndLeft();
    imagesAndVolumesComeAndGo();
    assertThat(docker.out("ps", "-aq")).isEmpty();
    assertThat(host.exec("ip", "-o", "link", "show", "type", "veth").orFail()).isEmpty();
  }

  private void aContainerLivesAndIsSeen() throws Exception {
    client.pingCmd().exec();
    assertThat(client.versionCmd().exec().getOperatingSystem()).isEqualTo("linux");
    assertThat(client.infoCmd().exec().getImages()).isEqualTo(1);
    Happened happened = client.eventsCmd().withContainerFilter("web").exec(new Happened());
    makeNetwork("blue", "10.78.0.0/24");
    String web = web();

    InspectContainerResponse seen = client.inspectContainerCmd(web).exec();
    assertThat(seen.getState().getRunning()).isTrue();
    assertThat(place(web, "blue").getIpAddress()).startsWith("10.78.0.");
    assertThat(place(web, "blue").getAliases()).contains("page");
    assertThat(client.listContainersCmd().withLabelFilter(Map.of("made", "here")).exec())
        .singleElement()
        .satisfies(c -> assertThat(c.getPorts()[0].getPublicPort()).isEqualTo(8082));
    assertThat(host.exec("curl", "-sS", "http://127.0.0.1:8082/").orFail())
        .isEqualTo("hello from a container\n");
    followsItsLogs(web);
    assertThat(usage(web).getMemoryStats().getLimit()).isEqualTo(64L << 20);
    assertThat(client.topContainerCmd(web).exec().getProcesses()).isNotEmpty();
    assertThatThrownBy(() -> client.removeContainerCmd(web).exec())
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("container is running");

    client.pauseContainerCmd(web).exec();
    client.unpauseContainerCmd(web).exec();
    client.restartContainerCmd(web).withTimeout(0).exec();
    client.stopContainerCmd(web).withTimeout(0).exec();
    assertThat(
            client
                .waitContainerCmd(web)
                .exec(new WaitContainerResultCallback())
                .awaitStatusCode(LIMIT, TimeUnit.SECONDS))
        .isEqualTo(137);
    client.removeContainerCmd(web).withRemoveVolumes(true).exec();
    client.removeNetworkCmd("blue").exec();
    Awaitility.await().until(() -> happened.actions.contains("destroy"));
    assertThat(happened.actions).contains("create", "start", "pause", "unpause", "die", "destroy");
    happened.close();
    assertThatThrownBy(() -> client.inspectContainerCmd(web).exec())
        .isInstanceOf(NotFoundException.class);
  }

  private ContainerNetwork place(String container, String network) {
    return Objects.requireNonNull(
        client
            .inspectContainerCmd(container)
            .exec()
            .getNetworkSettings()
            .getNetworks()
            .get(network));
  }

  private void followsItsLogs(String web) throws IOException {
    Said said =
        client
            .logContainerCmd(web)
            .withStdOut(true)
            .withStdErr(true)
            .withFollowStream(true)
            .exec(new Said());
    Awaitility.await().until(() -> said.text().contains("url:/"));
    said.close();
  }

  private Statistics usage(String web) throws IOException {
    try (InvocationBuilder.AsyncResultCallback<Statistics> first =
        client
            .statsCmd(web)
            .withNoStream(true)
            .exec(new InvocationBuilder.AsyncResultCallback<>())) {
      return first.awaitResult();
    }
  }

  private void commandsRunInItAndFilesAreCopied() throws Exception {
    makeNetwork("blue", "10.78.0.0/24");
    String web = web();

    String exec = // of one line: this client never ends the input
        client
            .execCreateCmd(web)
            .withAttachStdin(true)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .withCmd("sh", "-c", "read line; echo $line; echo err >&2; exit 6")
            .exec()
            .getId();
    InputStream input = new ByteArrayInputStream("in\n".getBytes(StandardCharsets.UTF_8));
    assertThat(client.execStartCmd(exec).withStdIn(input).exec(new Said()).whole())
        .isEqualTo("in\nerr\n");
    assertThat(client.inspectExecCmd(exec).exec().getExitCodeLong()).isEqualTo(6);

    client
        .copyArchiveToContainerCmd(web)
        .withRemotePath("/www")
        .withTarInputStream(archive("note", "written\n"))
        .exec();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(client.copyArchiveFromContainerCmd(web, "/www/note").exec())) {
      assertThat(tar.getNextEntry().getName()).isEqualTo("note");
      assertThat(new String(tar.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("written\n");
    }
    assertThat(host.exec("curl", "-sS", "http://127.0.0.1:8082/note").orFail())
        .isEqualTo("written\n");
    assertThat(client.containerDiffCmd(web).exec())
        .anySatisfy(change -> assertThat(change.getPath()).isEqualTo("/www/note"));
    client.removeContainerCmd(web).withForce(true).exec();
    client.removeNetworkCmd("blue").exec();
  }

  private static InputStream archive(String name, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(text.length());
      tar.putArchiveEntry(entry);
      tar.write(text.getBytes(StandardCharsets.UTF_8));
      tar.closeArchiveEntry();
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private void networksAreJoinedAndLeft() {
    makeNetwork("blue", "10.78.0.0/24");
    String green = makeNetwork("green", "10.78.1.0/24");
    String web = web();

    client
        .connectToNetworkCmd()
        .withContainerId(web)
        .withNetworkId(green)
        .withContainerNetwork(
            new ContainerNetwork()
                .withAliases("leaf")
                .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address("10.78.1.9")))
        .exec();
    assertThat(place(web, "green").getIpAddress()).isEqualTo("10.78.1.9");
    assertThat(place(web, "green").getAliases()).contains("leaf");
    assertThat(client.inspectNetworkCmd().withNetworkId("green").exec().getContainers())
        .containsOnlyKeys(web);
    client.disconnectFromNetworkCmd().withContainerId(web).withNetworkId(green).exec();
    assertThat(client.listNetworksCmd().withNameFilter("green").exec()).hasSize(1);
    client.removeNetworkCmd(green).exec();
    client.removeContainerCmd(web).withForce(true).exec();
    client.removeNetworkCmd("blue").exec();
  }

  private void imagesAndVolumesComeAndGo() throws IOException {
    client.tagImageCmd("box", "other/box", "2").exec();
    try (InputStream saved = client.saveImageCmd("other/box").withTag("2").exec()) {
      byte[] archive = saved.readAllBytes();
      client.removeImageCmd("other/box:2").exec();
      client.loadImageCmd(new ByteArrayInputStream(archive)).exec();
    }
    assertThat(client.inspectImageCmd("other/box:2").exec().getRepoTags())
        .containsExactlyInAnyOrder("box:latest", "other/box:2");
    client.createVolumeCmd().withName("kept").exec();
    assertThat(client.listVolumesCmd().exec().getVolumes()).hasSize(1);
    client.removeVolumeCmd("kept").exec();
  }
}

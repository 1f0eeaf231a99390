package dev.pontoon.clients;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * A program that uses Testcontainers as a test does. It runs in a JVM of its own, since the library
 * looks for ports in the network of whoever uses it, and keeps its client for good.
 */
public final class TestcontainersRound {
  private static final DockerImageName BOX = DockerImageName.parse("box");

  private TestcontainersRound() {}

  /** Goes the round, and prints a line for each thing found. */
  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    try (Network network = Network.newNetwork();
        GenericContainer<?> web = web(network);
        GenericContainer<?> client = client(network)) {
      web.start();
      client.start();
      say("page", fetch(web, "/"));
      say("copied", fetch(web, "/copied"));
      say("label", String.valueOf(web.getContainerInfo().getConfig().getLabels().get("made")));
      say(
          "aliases",
          web.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
              .anyMatch(n -> n.getAliases().contains("page")));
      ExecResult neighbour =
          client.execInContainer("wget", "-q", "-O", "-", "http://" + address(web) + "/");
      say("neighbour", neighbour.getStdout());
      ExecResult failure = client.execInContainer("sh", "-c", "echo no >&2; exit 7");
      say("failure", failure.getExitCode() + " " + failure.getStderr());
      web.copyFileFromContainer("/www/copied", file.toString());
      say("logs", web.getLogs().contains("url:/"));
      client.copyFileToContainer(Transferable.of("later\n"), "/later");
      say("later", client.execInContainer("cat", "/later").getStdout());
    }
    oneShot();
  }

  private static GenericContainer<?> web(Network network) {
    return new GenericContainer<>(BOX)
        .withImagePullPolicy(_ -> false)
        .withNetwork(network)
        .withNetworkAliases("page", "leaf")
        .withLabel("made", "here")
        .withEnv(Map.of("TONE", "plain"))
        .withCopyToContainer(Transferable.of("copied by hand\n"), "/www/copied")
        .withCommand("httpd", "-fvv", "-h", "/www")
        .withExposedPorts(80); // and so it is waited for, from outside and from inside
  }

  private static GenericContainer<?> client(Network network) {
    return new GenericContainer<>(BOX)
        .withImagePullPolicy(_ -> false)
        .withNetwork(network)
        .withCommand("sh", "-c", "echo at work; exec sleep 1000")
        .waitingFor(Wait.forLogMessage(".*at work.*", 1));
  }

  /** A container that does its work and ends, and one whose page says that it is ready. */
  private static void oneShot() {
    ToStringConsumer said = new ToStringConsumer();
    try (GenericContainer<?> once =
            new GenericContainer<>(BOX)
                .withImagePullPolicy(_ -> false)
                .withCommand("echo", "once")
                .withLogConsumer(said)
                .withStartupCheckStrategy(
                    new org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy());
        GenericContainer<?> page =
            new GenericContainer<>(BOX)
                .withImagePullPolicy(_ -> false)
                .withCommand("httpd", "-f", "-h", "/www")
                .withExposedPorts(80)
                .waitingFor(Wait.forHttp("/").forStatusCode(200))) {
      once.start();
      page.start();
      say("once", said.toUtf8String());
      say("ready", page.isRunning());
    }
  }

  private static String address(GenericContainer<?> container) {
    return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
        .findFirst()
        .orElseThrow()
        .getIpAddress();
  }

  private static String fetch(GenericContainer<?> web, String path)
      throws IOException, InterruptedException {
    URI page = URI.create("http://" + web.getHost() + ":" + web.getMappedPort(80) + path);
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static void say(String what, Object found) {
    System.out.println("= " + what + ": " + String.valueOf(found).strip());
  }
}

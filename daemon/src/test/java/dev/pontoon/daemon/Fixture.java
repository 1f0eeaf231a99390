package dev.pontoon.daemon;

import dev.pontoon.daemon.http.ApiServer;
import dev.pontoon.daemon.http.RequestObserver;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.start.Options;
import dev.pontoon.daemon.workload.Requests;
import dev.pontoon.runtime.volume.Volumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A daemon's API over fakes, on a real socket. */
final class Fixture implements AutoCloseable {
  final FakeEngine engine = new FakeEngine();
  final FakeImages images = new FakeImages();
  final FakeRuntime runtime = new FakeRuntime(images);
  final FakeFiles files = new FakeFiles(images);
  final Services services;
  final Client client;
  private final ApiServer server;

  Fixture(Path directory) throws IOException {
    Path empty = Files.writeString(directory.resolve("daemon.json"), "{}");
    Options options =
        Options.parse(
            List.of("--data-root", directory + "/data", "--config-file", empty.toString()));
    Requests requests =
        Requests.open(directory.resolve("requests"), dev.pontoon.runtime.Steps.NONE);
    services =
        Services.make(
            options,
            engine,
            new Workloads(runtime, images, requests, files, Volumes.open(options.runtime())));
    services.reconcile();
    Router router = new Router();
    services.register(router);
    Path socket = directory.resolve("p.sock");
    server =
        new ApiServer(
            List.of(socket), List.of(), router, RequestObserver.NONE, "Pontoon/test (linux)");
    server.start();
    client = new Client(socket);
  }

  /** Creates and starts a container. */
  void run(String name, String body) throws IOException {
    if (client.call("POST", "/containers/create?name=" + name, body).status() != 201
        || client.call("POST", "/containers/" + name + "/start", "").status() != 204) {
      throw new AssertionError("container " + name + " was not started");
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    services.close();
  }
}

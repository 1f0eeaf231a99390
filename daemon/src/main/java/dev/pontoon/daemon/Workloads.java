package dev.pontoon.daemon;

import dev.pontoon.daemon.start.Options;
import dev.pontoon.daemon.workload.ContainerFiles;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.daemon.workload.Requests;
import dev.pontoon.daemon.workload.RuncContainers;
import dev.pontoon.daemon.workload.RuncFiles;
import dev.pontoon.daemon.workload.StoredImages;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.container.Containers;
import dev.pontoon.runtime.image.Images;
import dev.pontoon.runtime.volume.Volumes;
import java.io.IOException;
import java.nio.file.Path;

/** What is kept of containers and images. */
record Workloads(
    ContainerRuntime runtime,
    ImageStore images,
    Requests requests,
    ContainerFiles files,
    Volumes volumes)
    implements AutoCloseable {

  /**
   * Looks whether {@link #open} could read what is kept, and changes nothing.
   *
   * @throws dev.pontoon.runtime.RuntimeFault if a newer build has written some of it
   */
  static void check(Options options) {
    Requests.check(requests(options));
    Containers.check(options.runtime());
  }

  private static Path requests(Options options) {
    return options.dataRoot().resolve("requests");
  }

  static Workloads open(Options options, Steps steps) throws IOException {
    Images images = Images.open(options.runtime(), steps);
    Requests requests = Requests.open(requests(options), steps);
    Volumes volumes = Volumes.open(options.runtime());
    Containers containers = Containers.open(options.runtime(), images, volumes, steps);
    return new Workloads(
        new RuncContainers(containers),
        new StoredImages(images, containers),
        requests,
        new RuncFiles(containers.trees()),
        volumes);
  }

  @Override
  public void close() {
    runtime.close();
  }
}

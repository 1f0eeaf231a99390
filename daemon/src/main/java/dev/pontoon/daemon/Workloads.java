package dev.pontoon.daemon;

import dev.pontoon.daemon.start.Options;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.daemon.workload.Requests;
import dev.pontoon.daemon.workload.RuncContainers;
import dev.pontoon.daemon.workload.StoredImages;
import dev.pontoon.runtime.Steps;
import dev.pontoon.runtime.container.Containers;
import dev.pontoon.runtime.image.Images;
import java.io.IOException;

/** What is kept of containers and images. */
record Workloads(ContainerRuntime runtime, ImageStore images, Requests requests)
    implements AutoCloseable {

  static Workloads open(Options options) throws IOException {
    Images images = Images.open(options.runtime(), Steps.NONE);
    Requests requests = Requests.open(options.dataRoot().resolve("requests"));
    Containers containers = Containers.open(options.runtime(), images, Steps.NONE);
    return new Workloads(
        new RuncContainers(containers), new StoredImages(images, containers), requests);
  }

  @Override
  public void close() {
    runtime.close();
  }
}

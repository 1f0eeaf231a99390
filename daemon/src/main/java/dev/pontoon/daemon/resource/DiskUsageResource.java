package dev.pontoon.daemon.resource;

import dev.pontoon.api.ContainerSummary;
import dev.pontoon.api.DiskUsage;
import dev.pontoon.api.ImageSummary;
import dev.pontoon.api.VolumeView;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.ContainerViews;
import dev.pontoon.daemon.view.ImageViews;
import dev.pontoon.daemon.view.VolumeViews;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.ContainerVolumes;
import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.daemon.workload.Requests;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ImageInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code /system/df}: what takes the disk's space. */
public final class DiskUsageResource {
  private final ContainerRuntime runtime;
  private final ImageStore images;
  private final Requests requests;
  private final ContainerViews views;
  private final ContainerVolumes volumes;

  /** What a runtime's containers and images take. */
  public DiskUsageResource(
      ContainerRuntime runtime,
      ImageStore images,
      Requests requests,
      ContainerViews views,
      ContainerVolumes volumes) {
    this.runtime = runtime;
    this.images = images;
    this.requests = requests;
    this.views = views;
    this.volumes = volumes;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.on("GET", "/system/df", this::usage);
  }

  private void usage(Exchange exchange) throws IOException {
    List<String> types = exchange.queryAll("type");
    List<ContainerState> containers = runtime.list();
    exchange.json(
        200,
        new DiskUsage(
            images.list().stream().mapToLong(ImageInfo::size).sum(),
            wanted(types, "image") ? images(containers) : List.of(),
            wanted(types, "container") ? containers(containers) : List.of(),
            wanted(types, "volume") ? volumes() : List.of(),
            List.of()));
  }

  private static boolean wanted(List<String> types, String type) {
    return types.isEmpty() || types.contains(type);
  }

  private List<ImageSummary> images(List<ContainerState> containers) {
    Map<String, Long> users =
        containers.stream()
            .collect(Collectors.groupingBy(ContainerState::imageId, Collectors.counting()));
    return images.list().stream()
        .map(
            image -> ImageViews.summary(image, Math.toIntExact(users.getOrDefault(image.id(), 0L))))
        .toList();
  }

  private List<VolumeView> volumes() {
    return volumes.list().stream()
        .map(v ->
            VolumeViews.of(
                v, new VolumeView.Usage(volumes.size(v.name()), volumes.users(v.name()).size())))
        .toList();
  }

  private List<ContainerSummary> containers(List<ContainerState> containers) {
    return containers.stream()
        .flatMap(
            state -> requests.find(state.id()).stream().map(r -> views.summary(state, r, null)))
        .toList();
  }
}

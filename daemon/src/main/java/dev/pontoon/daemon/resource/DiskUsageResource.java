package dev.pontoon.daemon.resource;

import dev.pontoon.api.ContainerSummary;
import dev.pontoon.api.DiskUsage;
import dev.pontoon.api.ImageSummary;
import dev.pontoon.api.VolumeView;
import dev.pontoon.daemon.http.Exchange;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.daemon.http.Router;
import dev.pontoon.daemon.view.ContainerViews;
import dev.pontoon.daemon.view.ImageViews;
import dev.pontoon.daemon.view.Shapes;
import dev.pontoon.daemon.view.SharedLayers;
import dev.pontoon.daemon.view.VolumeViews;
import dev.pontoon.daemon.workload.ContainerFiles;
import dev.pontoon.daemon.workload.ContainerRuntime;
import dev.pontoon.daemon.workload.ContainerVolumes;
import dev.pontoon.daemon.workload.ImageStore;
import dev.pontoon.daemon.workload.Requests;
import dev.pontoon.runtime.ContainerState;
import dev.pontoon.runtime.ImageInfo;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code /system/df}: what takes the disk's space. */
public final class DiskUsageResource {
  private static final String CONTAINERS = "container";
  private static final String IMAGES = "image";
  private static final String VOLUMES = "volume";
  private static final String BUILDS = "build-cache";
  private static final Set<String> TYPES = Set.of(CONTAINERS, IMAGES, VOLUMES, BUILDS);
  private static final Set<String> ACTIVE = Set.of("running", "paused", "restarting");
  private static final int TYPES_SINCE = 42;
  private static final int SUMS_SINCE = 52;
  private static final DiskUsage.Usage<Object> NO_BUILDS =
      new DiskUsage.Usage<>(0, 0, 0, 0, List.of());

  private final ContainerRuntime runtime;
  private final ImageStore images;
  private final Requests requests;
  private final ContainerFiles files;
  private final ContainerViews views;
  private final ContainerVolumes volumes;

  /** What each kind takes; null for those that were not asked for. */
  private record Parts(
      DiskUsage.@Nullable Usage<ImageSummary> images,
      DiskUsage.@Nullable Usage<ContainerSummary> containers,
      DiskUsage.@Nullable Usage<VolumeView> volumes,
      DiskUsage.@Nullable Usage<Object> builds) {}

  /** What a runtime's containers and images take. */
  public DiskUsageResource(
      ContainerRuntime runtime,
      ImageStore images,
      Requests requests,
      ContainerFiles files,
      ContainerViews views,
      ContainerVolumes volumes) {
    this.runtime = runtime;
    this.images = images;
    this.requests = requests;
    this.files = files;
    this.views = views;
    this.volumes = volumes;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.on("GET", "/system/df", this::usage);
  }

  private void usage(Exchange exchange) throws IOException {
    Set<String> types = types(exchange);
    List<ContainerState> containers = runtime.list();
    Parts parts =
        new Parts(
            types.contains(IMAGES) ? images(containers, exchange) : null,
            types.contains(CONTAINERS) ? containers(containers, exchange) : null,
            types.contains(VOLUMES) ? volumes() : null,
            types.contains(BUILDS) ? NO_BUILDS : null);
    boolean sums = exchange.version().atLeast(SUMS_SINCE);
    boolean verbose = sums && exchange.flag("verbose");
    exchange.json(
        200, sums ? both(parts, verbose) : before(parts, exchange.version().atLeast(TYPES_SINCE)));
  }

  private static Set<String> types(Exchange exchange) {
    List<String> asked = exchange.queryAll("type");
    if (asked.isEmpty() || !exchange.version().atLeast(TYPES_SINCE)) {
      return TYPES;
    }
    for (String type : asked) {
      if (!TYPES.contains(type)) {
        throw HttpError.invalid("unknown object type: " + type);
      }
    }
    return Set.copyOf(asked);
  }

  /** As Docker, API 1.52 has the older members, too, unless the client asks in its way. */
  private static DiskUsage both(Parts parts, boolean verbose) {
    DiskUsage older = before(verbose ? new Parts(null, null, null, null) : parts, true);
    return new DiskUsage(
        older.layersSize(),
        older.images(),
        older.containers(),
        older.volumes(),
        older.buildCache(),
        null,
        brief(parts.images, verbose),
        brief(parts.containers, verbose),
        brief(parts.volumes, verbose),
        brief(parts.builds, verbose));
  }

  private static <T> DiskUsage.@Nullable Usage<T> brief(
      DiskUsage.@Nullable Usage<T> usage, boolean verbose) {
    return usage == null || verbose ? usage : usage.brief();
  }

  private static DiskUsage before(Parts parts, boolean withoutBuilderSize) {
    return new DiskUsage(
        parts.images == null ? null : (Long) parts.images.totalSize(),
        parts.images == null ? null : parts.images.items(),
        parts.containers == null ? null : parts.containers.items(),
        parts.volumes == null ? null : parts.volumes.items(),
        parts.builds == null ? null : parts.builds.items(),
        withoutBuilderSize ? null : (Long) 0L,
        null,
        null,
        null,
        null);
  }

  private DiskUsage.Usage<ImageSummary> images(List<ContainerState> containers, Exchange exchange) {
    Map<String, Long> users =
        containers.stream()
            .collect(Collectors.groupingBy(ContainerState::imageId, Collectors.counting()));
    List<ImageInfo> all = images.list();
    SharedLayers layers = new SharedLayers(all, images::layerSize);
    long unused =
        all.stream()
            .filter(image -> !users.containsKey(image.id()))
            .mapToLong(image -> image.size() - layers.of(image))
            .sum();
    List<ImageSummary> rows =
        all.stream()
            .map(image ->
                ImageViews.summary(
                    image, layers.of(image), Math.toIntExact(users.getOrDefault(image.id(), 0L))))
            .toList();
    return new DiskUsage.Usage<>(
        all.stream().filter(image -> users.containsKey(image.id())).count(),
        all.size(),
        unused,
        layers.total(),
        Shapes.usedImages(rows, exchange.version()));
  }

  private DiskUsage.Usage<ContainerSummary> containers(
      List<ContainerState> containers, Exchange exchange) {
    List<ContainerSummary> rows =
        containers.stream()
            .flatMap(state ->
                requests.find(state.id()).stream()
                    .map(request -> views.summary(state, request, sizes(state))))
            .toList();
    return new DiskUsage.Usage<>(
        rows.stream().filter(row -> ACTIVE.contains(row.state())).count(),
        rows.size(),
        rows.stream()
            .filter(row -> !ACTIVE.contains(row.state()))
            .mapToLong(DiskUsageResource::size)
            .sum(),
        rows.stream().mapToLong(DiskUsageResource::size).sum(),
        Shapes.containers(rows, exchange.version()));
  }

  private ContainerViews.Sizes sizes(ContainerState state) {
    long own = files.size(state.id());
    long image =
        state.imageId().isEmpty()
            ? 0
            : images.find(state.imageId()).map(ImageInfo::size).orElse(0L);
    return new ContainerViews.Sizes(own, own + image);
  }

  private DiskUsage.Usage<VolumeView> volumes() {
    List<VolumeView> rows =
        volumes.list().stream()
            .filter(v -> v.options().isEmpty()) // as Docker: elsewhere it is not this disk's space
            .map(v ->
                VolumeViews.of(
                    v,
                    new VolumeView.Usage(volumes.size(v.name()), volumes.users(v.name()).size())))
            .toList();
    return new DiskUsage.Usage<>(
        rows.stream().filter(v -> used(v) > 0).count(),
        rows.size(),
        rows.stream().filter(v -> used(v) == 0).mapToLong(DiskUsageResource::size).sum(),
        rows.stream().mapToLong(DiskUsageResource::size).sum(),
        rows);
  }

  private static long size(ContainerSummary row) {
    return row.sizeRw() == null ? 0 : row.sizeRw();
  }

  private static long used(VolumeView volume) {
    return volume.usageData() == null ? 0 : volume.usageData().refCount();
  }

  private static long size(VolumeView volume) {
    return volume.usageData() == null ? 0 : volume.usageData().size();
  }
}

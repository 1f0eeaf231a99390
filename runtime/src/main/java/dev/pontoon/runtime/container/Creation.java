package dev.pontoon.runtime.container;

import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.ImageInfo;
import dev.pontoon.runtime.ProcessSpec;
import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.image.Images;
import dev.pontoon.runtime.oci.SpecGenerator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a spec into a container's first record: checks it and resolves what the image says. */
final class Creation {
  private static final int SHORT_ID = 12;

  private final Images images;
  private final Clock clock;

  Creation(Images images, Clock clock) {
    this.images = images;
    this.clock = clock;
  }

  ContainerRecord record(String id, ContainerSpec spec) {
    if (spec.image().isEmpty() == spec.rootfs().isEmpty()) {
      throw invalid("a container needs either an image or a root file system");
    }
    SpecGenerator.validate(spec);
    if (!spec.process().stopSignal().isEmpty()) {
      Signals.number(spec.process().stopSignal());
    }
    ImageInfo image = spec.image().isEmpty() ? null : images.inspect(spec.image());
    if (image == null && !Files.isDirectory(Path.of(spec.rootfs()))) {
      throw invalid("root file system " + spec.rootfs() + ": no such directory");
    }
    ImageConfig config = merge(spec, image == null ? ImageConfig.EMPTY : image.config());
    List<String> args = new ArrayList<>(config.entrypoint());
    args.addAll(config.command());
    if (args.isEmpty()) {
      throw invalid("no command specified");
    }
    String asked = spec.process().hostname();
    return ContainerRecord.created(
        id,
        spec,
        clock.instant(),
        image == null ? "" : image.id(),
        image == null ? List.of() : image.layers(),
        List.copyOf(args),
        config,
        asked.isEmpty() ? id.substring(0, SHORT_ID) : asked);
  }

  /** The image's wishes overlaid with the spec's, as Docker does. */
  private static ImageConfig merge(ContainerSpec spec, ImageConfig image) {
    ProcessSpec process = spec.process();
    List<String> asked = process.entrypoint();
    List<String> entrypoint = asked == null ? image.entrypoint() : asked;
    boolean imagesCommand = process.command().isEmpty() && asked == null;
    Map<String, String> labels = new HashMap<>(image.labels());
    labels.putAll(spec.labels());
    return new ImageConfig(
        env(image.env(), process.env()),
        entrypoint,
        imagesCommand ? image.command() : process.command(),
        first(process.workingDirectory(), image.workingDirectory()),
        first(process.user(), image.user()),
        image.exposedPorts(),
        image.volumes(),
        labels,
        first(process.stopSignal(), image.stopSignal()),
        process.health().over(image.health()));
  }

  private static List<String> env(List<String> image, List<String> asked) {
    Map<String, @Nullable String> merged = new LinkedHashMap<>();
    for (List<String> entries : List.of(image, asked)) {
      for (String entry : entries) {
        int equals = entry.indexOf('=');
        merged.put(equals < 0 ? entry : entry.substring(0, equals), equals < 0 ? null : entry);
      }
    }
    // A bare name stays: it also takes Docker's own defaults away.
    return merged.entrySet().stream()
        .map(e -> e.getValue() == null ? e.getKey() : e.getValue())
        .toList();
  }

  private static String first(String asked, String otherwise) {
    return asked.isEmpty() ? otherwise : asked;
  }

  private static RuntimeFault invalid(String message) {
    return new RuntimeFault(RuntimeFault.Kind.INVALID, message);
  }
}

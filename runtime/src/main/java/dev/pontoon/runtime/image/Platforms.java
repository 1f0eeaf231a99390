package dev.pontoon.runtime.image;

import dev.pontoon.runtime.RuntimeFault;
import dev.pontoon.runtime.image.Manifest.Descriptor;
import dev.pontoon.runtime.image.Manifest.Platform;
import java.util.List;
import java.util.Objects;

/** Chooses among the images that an index holds for several platforms. */
final class Platforms {
  private Platforms() {}

  /** The architecture of this machine, as Go names it. */
  static String here() {
    return machine(System.getProperty("os.arch", ""));
  }

  static String machine(String name) {
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }

  /** The Linux image for an architecture; one that says nothing of its platform will do. */
  static Descriptor choose(List<Descriptor> manifests, String architecture) {
    return manifests.stream()
        .filter(manifest -> suits(manifest.platform(), architecture))
        .findFirst()
        .orElseThrow(() ->
            new RuntimeFault(
                RuntimeFault.Kind.NOT_FOUND,
                "no matching manifest for linux/" + architecture + " in the manifest list"));
  }

  private static boolean suits(@org.jspecify.annotations.Nullable Platform platform, String arch) {
    return platform == null
        || (Objects.equals(platform.os(), "linux")
            && Objects.equals(platform.architecture(), arch));
  }
}

package dev.pontoon.runtime.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.runtime.ContainerSpec;
import dev.pontoon.runtime.ImageConfig;
import dev.pontoon.runtime.Isolation;
import dev.pontoon.runtime.MountSpec;
import dev.pontoon.runtime.NetworkAttachment;
import dev.pontoon.runtime.NetworkFiles;
import dev.pontoon.runtime.NetworkNamespace;
import dev.pontoon.runtime.Resources;
import dev.pontoon.runtime.Resources.DeviceLimit.Kind;
import dev.pontoon.runtime.files.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpecGeneratorTest {
  private static final String PROFILE =
      """
      {"defaultAction":"SCMP_ACT_ERRNO","defaultErrnoRet":38,
       "archMap":[{"architecture":"SCMP_ARCH_X86_64","subArchitectures":["SCMP_ARCH_X86","SCMP_ARCH_X32"]}],
       "syscalls":[
         {"names":["read"],"action":"SCMP_ACT_ALLOW","args":[],"includes":{},"excludes":{}},
         {"names":["mount"],"action":"SCMP_ACT_ALLOW","includes":{"caps":["CAP_SYS_ADMIN"]}},
         {"names":["clone"],"action":"SCMP_ACT_ALLOW","excludes":{"caps":["CAP_SYS_ADMIN"]}},
         {"names":["arm"],"action":"SCMP_ACT_ALLOW","includes":{"arches":["arm64"]}}]}
      """;

  private static RuntimeSpec generate(ContainerSpec spec, NetworkAttachment network) {
    return generate(spec, network, Shared.NOTHING);
  }

  private static RuntimeSpec generate(
      ContainerSpec spec, NetworkAttachment network, Shared shared) {
    SeccompProfile profile =
        SeccompProfile.parse(PROFILE.getBytes(StandardCharsets.UTF_8), "the profile");
    return SpecGenerator.generate(
        new SpecGenerator.Input(
            "0123",
            spec,
            List.of("sh"),
            new ImageConfig(
                List.of("A=b"),
                List.of(),
                List.of("sh"),
                "/work",
                "",
                List.of(),
                List.of(),
                Map.of(),
                ""),
            "box",
            new RuntimeSpec.User(0, 0, List.of()),
            Path.of("/exec/rootfs"),
            Path.of("/data/0123"),
            network,
            shared,
            "/pontoon",
            Optional.of(profile),
            CapabilitySet.known(),
            "amd64"));
  }

  @Test
  void isWhatDockerWouldWrite() throws IOException {
    RuntimeSpec spec =
        generate(
            ContainerSpec.named("web").build(),
            new NetworkAttachment(
                new NetworkNamespace.At(Path.of("/run/netns/x")),
                new NetworkFiles("127.0.0.1 localhost\n", "", "box\n")));

    try (InputStream golden =
        Objects.requireNonNull(getClass().getResourceAsStream("default-config.json"))) {
      assertThat(Json.tree(Json.write(spec), "the specification"))
          .isEqualTo(Json.tree(golden.readAllBytes(), "the golden file"));
    }
  }

  @Test
  void opensAPrivilegedContainer() {
    Isolation isolation =
        new Isolation(
            true, false, List.of(), List.of(), Map.of(), List.of(), List.of(), "host", "",
            List.of());
    RuntimeSpec spec =
        generate(ContainerSpec.named("p").isolation(isolation).build(), NetworkAttachment.HOST);

    assertThat(spec.linux().seccomp()).isNull();
    assertThat(spec.linux().maskedPaths()).isNull();
    assertThat(spec.linux().sysctl()).isEmpty();
    assertThat(spec.linux().namespaces())
        .extracting(RuntimeSpec.Namespace::type)
        .containsExactly("mount", "uts", "ipc");
    assertThat(spec.process().capabilities().bounding()).contains("CAP_SYS_ADMIN").hasSize(41);
    assertThat(spec.linux().resources().devices().getFirst().allow()).isTrue();
  }

  @Test
  void joinsWhatIsShared() {
    Shared shared =
        new Shared(Path.of("/proc/7/ns/pid"), Path.of("/proc/7/ns/ipc"), Path.of("/other/shm"));

    RuntimeSpec spec = generate(ContainerSpec.named("j").build(), NetworkAttachment.FRESH, shared);

    assertThat(spec.linux().namespaces())
        .contains(
            new RuntimeSpec.Namespace("pid", "/proc/7/ns/pid"),
            new RuntimeSpec.Namespace("ipc", "/proc/7/ns/ipc"));
    assertThat(spec.mounts())
        .filteredOn(mount -> mount.destination().equals("/dev/shm"))
        .extracting(RuntimeSpec.Mount::source)
        .containsExactly("/other/shm");
  }

  @Test
  void addsAndDropsCapabilities() {
    Isolation isolation =
        new Isolation(
            false,
            false,
            List.of("sys_admin"),
            List.of("ALL"),
            Map.of(),
            List.of(),
            List.of(),
            "",
            "",
            List.of());
    RuntimeSpec spec =
        generate(ContainerSpec.named("c").isolation(isolation).build(), NetworkAttachment.FRESH);

    assertThat(spec.process().capabilities().bounding()).containsExactly("CAP_SYS_ADMIN");
    RuntimeSpec.Seccomp filter = Objects.requireNonNull(spec.linux().seccomp());
    assertThat(filter.architectures()).containsExactly("SCMP_ARCH_X86_64", "SCMP_ARCH_X86");
    assertThat(filter.syscalls())
        .extracting(rule -> rule.names().getFirst())
        .containsExactly("read", "mount");
  }

  @Test
  void bindsAloneAndReadOnlyAllTheWayDown() {
    List<MountSpec> asked =
        List.of(
            new MountSpec(MountSpec.Kind.BIND, "/s", "/a", false, List.of(MountSpec.SHALLOW)),
            new MountSpec(
                MountSpec.Kind.BIND, "/s", "/b", true, List.of(MountSpec.DEEP_READ_ONLY)));

    RuntimeSpec spec =
        generate(ContainerSpec.named("m").mounts(asked).build(), NetworkAttachment.FRESH);

    assertThat(spec.mounts())
        .endsWith(
            new RuntimeSpec.Mount("/a", "bind", "/s", List.of("rw", "bind", "rprivate")),
            new RuntimeSpec.Mount("/b", "bind", "/s", List.of("rbind", "ro", "rro", "rprivate")));
  }

  @Test
  void mountsTheOuterOneFirst() {
    List<MountSpec> asked =
        List.of(
            new MountSpec(MountSpec.Kind.BIND, "/s", "/x/y", false, List.of()),
            new MountSpec(MountSpec.Kind.BIND, "/s", "/x", false, List.of()),
            new MountSpec(MountSpec.Kind.BIND, "/s", "/etc", false, List.of()));
    NetworkAttachment network =
        new NetworkAttachment(
            new NetworkNamespace.Fresh(), new NetworkFiles("127.0.0.1 localhost\n", "", ""));

    RuntimeSpec spec = generate(ContainerSpec.named("m").mounts(asked).build(), network);

    assertThat(spec.mounts())
        .extracting(RuntimeSpec.Mount::destination)
        .endsWith("/x", "/etc", "/etc/hosts", "/x/y");
  }

  @Test
  void limitsOnlyWhatIsABlockDevice() {
    Resources limits =
        new Resources(
            0,
            0,
            0,
            0,
            0,
            "",
            0,
            0,
            List.of(),
            0,
            null,
            false,
            "",
            0,
            List.of(new Resources.DeviceLimit(Kind.READ_BYTES, "/dev/null", 1)),
            0,
            0);
    ContainerSpec spec = ContainerSpec.named("d").resources(limits).build();

    assertThatThrownBy(() -> generate(spec, NetworkAttachment.FRESH))
        .hasMessage("limit block device /dev/null: not a block device");
  }

  @Test
  void refusesWhatCannotBe() {
    ContainerSpec mount =
        ContainerSpec.named("m")
            .mounts(List.of(new MountSpec(MountSpec.Kind.BIND, "rel", "/x", false, List.of())))
            .build();

    assertThatThrownBy(() -> SpecGenerator.validate(mount))
        .hasMessage("invalid mount config for /x: 'rel' is no absolute path");
  }
}

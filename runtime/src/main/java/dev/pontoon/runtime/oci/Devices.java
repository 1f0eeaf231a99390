package dev.pontoon.runtime.oci;

import dev.pontoon.runtime.RuntimeFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The device nodes a container asked for, beyond those that the runtime always makes. */
final class Devices {
  private static final RuntimeSpec.DeviceRule NOTHING =
      new RuntimeSpec.DeviceRule(false, null, null, null, "rwm");
  private static final RuntimeSpec.DeviceRule EVERYTHING =
      new RuntimeSpec.DeviceRule(true, null, null, null, "rwm");

  private static final Pattern RULE =
      Pattern.compile("([acb]) ([0-9]+|\\*):([0-9]+|\\*) ([rwm]{1,3})");

  private final List<RuntimeSpec.Device> nodes = new ArrayList<>();
  private final List<RuntimeSpec.DeviceRule> rules = new ArrayList<>();

  /** {@code host[:container[:rwm]]}; a privileged container has all of the host's. */
  Devices(List<String> asked, boolean privileged, List<String> more) {
    rules.add(privileged ? EVERYTHING : NOTHING);
    asked.forEach(this::add);
    if (privileged) {
      HostDevices.all().stream().filter(this::isFree).forEach(nodes::add);
    }
    more.forEach(rule -> rules.add(rule(rule)));
  }

  private static RuntimeSpec.DeviceRule rule(String text) {
    Matcher matcher = RULE.matcher(text);
    if (!matcher.matches()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "invalid device cgroup rule format: '" + text + "'");
    }
    return new RuntimeSpec.DeviceRule(
        true,
        matcher.group(1),
        number(matcher.group(2)),
        number(matcher.group(3)),
        matcher.group(4));
  }

  private static @Nullable Integer number(String text) {
    return text.equals("*") ? null : Integer.valueOf(text);
  }

  List<RuntimeSpec.Device> nodes() {
    return List.copyOf(nodes);
  }

  List<RuntimeSpec.DeviceRule> rules() {
    return List.copyOf(rules);
  }

  /** The node at a path of the host; nothing if there is none. */
  static Optional<RuntimeSpec.Device> node(String path) {
    try {
      return HostDevices.at(Path.of(path).toRealPath(), path);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void add(String asked) {
    String[] parts = asked.split(":", 3);
    String inside = parts.length > 1 ? parts[1] : parts[0];
    String access = parts.length > 2 ? parts[2] : "rwm";
    RuntimeSpec.Device node =
        HostDevices.at(real(parts[0]), inside)
            .orElseThrow(() -> fault(parts[0], "not a device node"));
    nodes.add(node);
    rules.add(new RuntimeSpec.DeviceRule(true, node.type(), node.major(), node.minor(), access));
  }

  private boolean isFree(RuntimeSpec.Device device) {
    return nodes.stream().noneMatch(n -> n.path().equals(device.path()));
  }

  private static Path real(String path) {
    try {
      return Path.of(path).toRealPath();
    } catch (IOException e) {
      throw fault(path, "no such file or directory");
    }
  }

  private static RuntimeFault fault(String path, String reason) {
    return new RuntimeFault(
        RuntimeFault.Kind.INVALID,
        "error gathering device information while adding custom device \""
            + path
            + "\": "
            + reason);
  }
}

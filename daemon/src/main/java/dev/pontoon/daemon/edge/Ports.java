package dev.pontoon.daemon.edge;

import dev.pontoon.api.HostConfig.PortBinding;
import dev.pontoon.daemon.http.HttpError;
import dev.pontoon.engine.model.PortSpec;
import dev.pontoon.engine.model.Protocol;
import dev.pontoon.linux.ip.Addresses;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Docker's port maps as the engine's specs. Clients write a range as one entry a port; here they
 * become one range again, as that costs the engine a single element.
 */
public final class Ports {
  private static final int MAX = 65_535;

  private Ports() {}

  /**
   * A range of ports.
   *
   * @param first 0 with a count of 1 is a port to be chosen
   */
  private record Range(int first, int count) {
    static Range parse(String text, String whole) {
      int dash = text.indexOf('-');
      int first = number(dash < 0 ? text : text.substring(0, dash), whole);
      int last = dash < 0 ? first : number(text.substring(dash + 1), whole);
      if (last < first) {
        throw HttpError.invalid("invalid port range: " + whole);
      }
      return new Range(first, last - first + 1);
    }

    private static int number(String text, String whole) {
      try {
        int port = Integer.parseInt(text);
        if (port >= 0 && port <= MAX) {
          return port;
        }
      } catch (NumberFormatException e) {
        // the same words as for a number out of range
      }
      throw HttpError.invalid("invalid port specification: \"" + whole + "\"");
    }
  }

  /** A container's port of a map's key: {@code 80/tcp}, {@code 80}. */
  public record Exposed(Protocol protocol, int first, int count) {
    /**
     * Parses a key.
     *
     * @throws HttpError 400 if it is none
     */
    public static Exposed parse(String key) {
      int slash = key.indexOf('/');
      Range range = Range.parse(slash < 0 ? key : key.substring(0, slash), key);
      if (range.first == 0) {
        throw HttpError.invalid("invalid port specification: \"" + key + "\"");
      }
      Protocol protocol = slash < 0 ? Protocol.TCP : Protocol.parse(key.substring(slash + 1));
      return new Exposed(protocol, range.first, range.count);
    }
  }

  /**
   * What is to be published.
   *
   * @param bindings by the container's port
   * @param exposed further ports to publish on ports to be chosen
   */
  public static List<PortSpec> parse(
      Map<String, @Nullable List<PortBinding>> bindings, Collection<String> exposed) {
    List<PortSpec> specs = new ArrayList<>();
    bindings.forEach((key, hosts) -> {
      Exposed container = Exposed.parse(key);
      for (PortBinding host : hosts == null ? List.<PortBinding>of() : hosts) {
        specs.add(spec(container, host));
      }
    });
    for (String key : exposed) {
      if (!bindings.containsKey(key)) {
        specs.add(spec(Exposed.parse(key), new PortBinding("", "")));
      }
    }
    return merge(specs);
  }

  private static PortSpec spec(Exposed container, PortBinding host) {
    Optional<InetAddress> address =
        host.hostIp().isEmpty() ? Optional.empty() : Optional.of(Addresses.parse(host.hostIp()));
    Range range =
        host.hostPort().isEmpty()
            ? new Range(0, container.count)
            : Range.parse(host.hostPort(), host.hostPort());
    int count = range.first == 0 ? container.count : range.count;
    return new PortSpec(
        container.protocol, address, range.first, count, container.first, container.count);
  }

  /** Joins what follows on each other on both sides. */
  private static List<PortSpec> merge(List<PortSpec> specs) {
    List<PortSpec> sorted = new ArrayList<>(specs);
    sorted.sort(
        Comparator.comparing(PortSpec::protocol)
            .thenComparing(s -> s.hostAddress().map(Addresses::text).orElse(""))
            .thenComparingInt(s -> s.hostFirst() - s.containerFirst())
            .thenComparingInt(PortSpec::containerFirst));
    List<PortSpec> merged = new ArrayList<>();
    for (PortSpec next : sorted) {
      PortSpec last = merged.isEmpty() ? null : merged.getLast();
      if (last != null && follows(last, next)) {
        int count = last.count() + next.count();
        merged.set(
            merged.size() - 1,
            new PortSpec(
                last.protocol(),
                last.hostAddress(),
                last.hostFirst(),
                count,
                last.containerFirst(),
                count));
      } else {
        merged.add(next);
      }
    }
    return merged;
  }

  private static boolean follows(PortSpec a, PortSpec b) {
    return a.protocol() == b.protocol()
        && a.hostAddress().equals(b.hostAddress())
        && a.hostFirst() != 0
        && a.hostCount() == a.count()
        && b.hostCount() == b.count()
        && b.hostFirst() == a.hostFirst() + a.count()
        && b.containerFirst() == a.containerFirst() + a.count();
  }
}

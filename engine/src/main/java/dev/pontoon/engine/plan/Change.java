package dev.pontoon.engine.plan;

import dev.pontoon.engine.firewall.EndpointRules;
import dev.pontoon.engine.firewall.FirewallChange;
import dev.pontoon.engine.firewall.NetworkRules;
import dev.pontoon.engine.firewall.PortRules;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.linux.conntrack.FlowFilter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One change of the kernel, as data. */
public sealed interface Change {
  /** What it does and to what, for errors and the seam: {@code create veth vethad06c29}. */
  String step();

  /**
   * What undoes it; empty where nothing has to, since what it was done to goes, or where it is part
   * of a teardown, which is finished and never undone.
   */
  default Optional<Change> inverse() {
    return Optional.empty();
  }

  /** A change by one rtnetlink message. */
  sealed interface OfLink extends Change
      permits LinkChange.CreateBridge,
          LinkChange.CreateVeth,
          LinkChange.MarkBridge,
          LinkChange.MarkPort,
          LinkChange.Join,
          LinkChange.SetUp,
          LinkChange.AddAddress,
          LinkChange.AddSubnetRoute,
          LinkChange.AddDefaultRoute,
          LinkChange.MoveDefaultRoute,
          LinkChange.AddNeighbour,
          LinkChange.DeleteNeighbour {
    /** Where the message is sent. */
    Place place();
  }

  /** Deletes a link of the host namespace; of a veth pair both ends. */
  record DeleteLink(String link) implements Change {
    @Override
    public String step() {
      return "delete link " + link;
    }
  }

  /**
   * Deletes several links of the host namespace at once: the kernel waits for its readers at each
   * deletion, and no longer for many.
   *
   * @param group a number that no link has, to mark them by
   */
  record DeleteLinks(List<String> links, int group) implements Change {
    public DeleteLinks {
      links = List.copyOf(links);
    }

    @Override
    public String step() {
      return "delete links " + String.join(", ", links);
    }
  }

  /**
   * Makes a network namespace, its loopback up, and mounts it.
   *
   * @param quiet whether links start without IPv6 there: no solicitations, no link-local address
   */
  record CreateNamespace(Path path, boolean quiet) implements Change {
    @Override
    public String step() {
      return "create namespace " + path;
    }

    @Override
    public Optional<Change> inverse() {
      return Optional.of(new DeleteNamespace(path));
    }
  }

  /** Mounts the namespace that a process is in at a path, in place of what is there. */
  record RemountNamespace(Path path, long pid) implements Change {
    @Override
    public String step() {
      return "mount namespace of process " + pid + " at " + path;
    }
  }

  /** Takes a network namespace's mount away. */
  record DeleteNamespace(Path path) implements Change {
    @Override
    public String step() {
      return "delete namespace " + path;
    }
  }

  /**
   * Sets a kernel parameter.
   *
   * @param name its path below /proc/sys/net: {@code ipv4/ip_forward}
   */
  record SetSysctl(Place place, String name, String value) implements Change {
    @Override
    public String step() {
      return "set sysctl net/" + name + " to " + value;
    }
  }

  /** Changes the firewall, as one transaction. */
  record ChangeFirewall(List<FirewallChange> changes) implements Change {
    public ChangeFirewall {
      changes = List.copyOf(changes);
    }

    @Override
    public String step() {
      return "change firewall";
    }

    @Override
    public Optional<Change> inverse() {
      return Optional.of(
          new ChangeFirewall(changes.reversed().stream().map(FirewallChange::inverse).toList()));
    }
  }

  /**
   * Makes the firewall's rules be exactly those of the given networks, ports and endpoints again,
   * and leaves those that are right.
   */
  record RestoreFirewall(
      List<NetworkRules> networks, List<PortRules> ports, List<EndpointRules> endpoints)
      implements Change {
    public RestoreFirewall {
      networks = List.copyOf(networks);
      ports = List.copyOf(ports);
      endpoints = List.copyOf(endpoints);
    }

    @Override
    public String step() {
      return "restore firewall";
    }
  }

  /** Lets the relay serve published ports, as far as the firewall does not. */
  record Serve(List<PortMapping> ports) implements Change {
    public Serve {
      ports = List.copyOf(ports);
    }

    @Override
    public String step() {
      return "serve ports by the relay";
    }

    @Override
    public Optional<Change> inverse() {
      return Optional.of(new StopServing(ports));
    }
  }

  /** Lets the relay serve published ports no more, and cuts what passes through it. */
  record StopServing(List<PortMapping> ports) implements Change {
    public StopServing {
      ports = List.copyOf(ports);
    }

    @Override
    public String step() {
      return "stop serving ports by the relay";
    }

    @Override
    public Optional<Change> inverse() {
      return Optional.of(new Serve(ports));
    }
  }

  /**
   * Makes the kernel forget tracked connections, so that their next packets meet the rules of now.
   */
  record ForgetFlows(List<FlowFilter> flows) implements Change {
    public ForgetFlows {
      flows = List.copyOf(flows);
    }

    @Override
    public String step() {
      return "forget tracked connections";
    }
  }
}

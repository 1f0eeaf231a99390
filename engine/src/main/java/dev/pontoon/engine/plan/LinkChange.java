package dev.pontoon.engine.plan;

import dev.pontoon.linux.ip.Addresses;
import dev.pontoon.linux.ip.Cidr;
import dev.pontoon.linux.ip.MacAddress;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/** The changes of links, addresses and routes. Links are meant by their names. */
public final class LinkChange {
  private LinkChange() {}

  /** Makes a bridge in the host namespace, down. */
  public record CreateBridge(String name, int mtu, MacAddress mac) implements Change.OfLink {
    @Override
    public Place place() {
      return Place.HOST;
    }

    @Override
    public String step() {
      return "create bridge " + name;
    }

    @Override
    public Optional<Change> inverse() {
      return Optional.of(new Change.DeleteLink(name));
    }
  }

  /**
   * Makes a veth pair, down: one end a port of a bridge, the other in a sandbox.
   *
   * @param name of the end in the host namespace
   * @param peer the name of the end in the sandbox
   */
  public record CreateVeth(
      String name, String bridge, int mtu, Path namespace, String peer, MacAddress mac)
      implements Change.OfLink {
    @Override
    public Place place() {
      return Place.HOST;
    }

    @Override
    public String step() {
      return "create veth " + name;
    }

    @Override
    public Optional<Change> inverse() {
      return Optional.of(new Change.DeleteLink(name));
    }
  }

  /** Marks a bridge as the engine's, by its alias. */
  public record MarkBridge(String link, String alias) implements Change.OfLink {
    @Override
    public Place place() {
      return Place.HOST;
    }

    @Override
    public String step() {
      return "mark bridge " + link;
    }
  }

  /**
   * Marks a veth's end in the host namespace as the engine's, by its alias, and prepares it.
   *
   * @param quiet whether it shall have no IPv6 address, not even a link-local one
   * @param hairpin whether frames may leave by this port of the bridge that came in by it: where
   *     br_netfilter is on, the bridge itself switches what a container sends to a published port
   *     of its own
   * @param isolated whether the bridge keeps its frames from other such ports
   * @param guarded whether the firewall shall see its control frames (01:80:C2:00:00:0X) too, which
   *     the bridge would keep from it and hand to the host
   */
  public record MarkPort(
      String link, String alias, boolean quiet, boolean hairpin, boolean isolated, boolean guarded)
      implements Change.OfLink {
    @Override
    public Place place() {
      return Place.HOST;
    }

    @Override
    public String step() {
      return "mark veth " + link;
    }
  }

  /** Makes a link of the host namespace a port of a bridge, whatever it was a port of before. */
  public record Join(String link, String bridge) implements Change.OfLink {
    @Override
    public Place place() {
      return Place.HOST;
    }

    @Override
    public String step() {
      return "set master of link " + link + " to " + bridge;
    }
  }

  /** Brings a link up. */
  public record SetUp(Place place, String link) implements Change.OfLink {
    @Override
    public String step() {
      return "set link " + link + " up";
    }
  }

  /** Gives an address to a link, without duplicate address detection. */
  public record AddAddress(Place place, String link, Cidr address) implements Change.OfLink {
    @Override
    public String step() {
      return "add address " + address + " to " + link;
    }
  }

  /**
   * Makes the route to the subnet of a link's address, as the kernel makes it with the address.
   *
   * @param address the link's, with its subnet's prefix length
   */
  public record AddSubnetRoute(Place place, String link, Cidr address) implements Change.OfLink {
    @Override
    public String step() {
      return "add route to " + address.subnet() + " from " + link;
    }
  }

  /** Makes the default route of the gateway's family, in place of one that is there. */
  public record AddDefaultRoute(Place place, String link, InetAddress gateway)
      implements Change.OfLink {
    @Override
    public String step() {
      return "add default route via " + Addresses.text(gateway) + " from " + link;
    }
  }

  /**
   * Tells the kernel for good which MAC address a neighbour has. Then it asks nobody, believes
   * nobody else, and doesn't count the entry among those that it keeps at most 1,024 of, in all
   * namespaces together (net.ipv4.neigh.default.gc_thresh3).
   */
  public record AddNeighbour(Place place, String link, InetAddress address, MacAddress mac)
      implements Change.OfLink {
    /** By which the engine's entries are told from others (NDA_PROTOCOL); registered for nobody. */
    public static final int PROTOCOL = 80;

    @Override
    public String step() {
      return "add neighbour " + Addresses.text(address) + " to " + link;
    }

    /** One in a sandbox goes with its link. */
    @Override
    public Optional<Change> inverse() {
      return place.equals(Place.HOST)
          ? Optional.of(new DeleteNeighbour(link, address))
          : Optional.empty();
    }
  }

  /** Makes the host namespace forget a neighbour. */
  public record DeleteNeighbour(String link, InetAddress address) implements Change.OfLink {
    @Override
    public Place place() {
      return Place.HOST;
    }

    @Override
    public String step() {
      return "delete neighbour " + Addresses.text(address) + " of " + link;
    }
  }

  /** A router, and the link that it is reached by. */
  public record Hop(String link, InetAddress gateway) {}

  /** Leads the default route of a family by another router; undone, by the one before. */
  public record MoveDefaultRoute(Place place, Hop from, Hop to) implements Change.OfLink {
    @Override
    public String step() {
      return "move default route to " + Addresses.text(to.gateway()) + " from " + to.link();
    }

    @Override
    public Optional<Change> inverse() {
      return Optional.of(new MoveDefaultRoute(place, to, from));
    }
  }
}

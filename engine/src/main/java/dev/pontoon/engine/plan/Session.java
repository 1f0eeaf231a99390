package dev.pontoon.engine.plan;

import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.sys.KernelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One run of the applier: the changes made so far, what failed, and the sockets it opened. */
final class Session implements AutoCloseable {
  private final Firewall firewall;
  private final Seam seam;
  private final Corner hostCorner;
  private final Map<Path, Corner> corners = new HashMap<>();
  private final List<Change> made = new ArrayList<>();
  private final List<RuntimeException> failures = new ArrayList<>();

  Session(NetworkNamespace host, Rtnetlink links, Firewall firewall, Seam seam) {
    this.firewall = firewall;
    this.seam = seam;
    this.hostCorner = Corner.of(host, links);
  }

  List<Change> made() {
    return List.copyOf(made);
  }

  List<RuntimeException> failures() {
    return failures;
  }

  void runUntilFailure(List<Change> changes) {
    int next = 0;
    while (next < changes.size() && failures.isEmpty()) {
      next += runSome(changes.subList(next, changes.size()));
    }
  }

  void runAll(List<Change> changes) {
    int next = 0;
    while (next < changes.size()) {
      next += runSome(changes.subList(next, changes.size()));
    }
  }

  /** Makes the first change, and with it those next that go together; returns how many. */
  private int runSome(List<Change> changes) {
    return switch (changes.getFirst()) {
      case Change.CreateNamespace create -> createNamespace(create, changes);
      case Change.OfLink first -> sendBatch(first.place(), changes);
      case Change.DeleteNamespace c -> runOne(c, () -> NetworkNamespace.delete(c.path()));
      case Change.ChangeFirewall c -> runOne(c, () -> firewall.apply(c.changes()));
      case Change.SetSysctl c -> runOne(c, () -> set(c));
    };
  }

  private int runOne(Change change, Runnable work) {
    try {
      seam.before(change.step());
      work.run();
      made.add(change);
    } catch (RuntimeException e) {
      failures.add(e);
    }
    return 1;
  }

  private void set(Change.SetSysctl change) {
    corner(change.place())
        .namespace()
        .call(() -> {
          Sysctl.set(change.name(), change.value());
          return true;
        });
  }

  /** A namespace and the parameters set in it next, on one thread. */
  private int createNamespace(Change.CreateNamespace create, List<Change> changes) {
    Place inside = Place.at(create.path());
    List<Change.SetSysctl> sysctls = new ArrayList<>();
    for (Change next : changes.subList(1, changes.size())) {
      if (!(next instanceof Change.SetSysctl sysctl && sysctl.place().equals(inside))) {
        break;
      }
      sysctls.add(sysctl);
    }
    runOne(
        create,
        () -> {
          Corner corner = NetworkNamespace.create(create.path(), () -> fill(sysctls));
          corners.put(create.path(), corner);
        });
    return 1 + sysctls.size();
  }

  /** Runs on the new namespace's thread. A parameter that fails leaves a namespace to undo. */
  private Corner fill(List<Change.SetSysctl> sysctls) {
    Corner corner = Corner.fresh();
    for (Change.SetSysctl sysctl : sysctls) {
      if (failures.isEmpty()) {
        runOne(sysctl, () -> Sysctl.set(sysctl.name(), sysctl.value()));
      }
    }
    return corner;
  }

  private int sendBatch(Place place, List<Change> changes) {
    int taken = 0;
    try {
      Batch batch = new Batch(corner(place), this::corner);
      try {
        for (Change next : changes) {
          if (!(next instanceof Change.OfLink change
              && change.place().equals(place)
              && !batch.mustWait(change))) {
            break;
          }
          taken++;
          seam.before(change.step());
          batch.add(change);
        }
      } finally {
        batch.send(made::add, failures::add);
      }
    } catch (RuntimeException e) {
      failures.add(e);
    }
    return Math.max(taken, 1);
  }

  private Corner corner(Place place) {
    return switch (place) {
      case Place.Host() -> hostCorner;
      case Place.Namespace(Path path) -> corners.computeIfAbsent(path, Session::open);
    };
  }

  private static Corner open(Path path) {
    NetworkNamespace namespace = NetworkNamespace.open(path);
    try {
      return Corner.of(namespace, Rtnetlink.open(namespace));
    } catch (KernelException e) {
      namespace.close();
      throw e;
    }
  }

  @Override
  public void close() {
    corners.values().forEach(Corner::close);
  }
}

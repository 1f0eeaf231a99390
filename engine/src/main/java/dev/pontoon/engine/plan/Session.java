package dev.pontoon.engine.plan;

import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.linux.netlink.Acknowledgement;
import dev.pontoon.linux.netlink.Request;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.netns.Sysctl;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.LinkSettings;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.linux.sys.KernelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One run of the applier: the changes made so far, what failed, and the sockets it opened. */
final class Session implements AutoCloseable {
  private final Tools tools;
  private final Nursery nursery;
  private final Seam seam;
  private final Corner hostCorner;
  private final Map<Path, Corner> corners = new HashMap<>();
  private final List<Change> made = new ArrayList<>();
  private final List<RuntimeException> failures = new ArrayList<>();

  Session(Tools tools, Nursery nursery, Seam seam) {
    this.tools = tools;
    this.nursery = nursery;
    this.seam = seam;
    this.hostCorner = Corner.of(tools.host(), tools.links());
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
      case Change.CreateNamespace c ->
          runOne(c, () -> corners.put(c.path(), nursery.create(c.path(), c.quiet())));
      case Change.DeleteLink c ->
          runOne(
              c, () -> delete(c, Links.delete(hostCorner.reference(c.link())), List.of(c.link())));
      case Change.OfLink first -> sendBatch(first.place(), changes);
      case Change.DeleteLinks c -> runOne(c, () -> deleteTogether(c));
      case Change.RemountNamespace c -> runOne(c, () -> remount(c));
      case Change.DeleteNamespace c -> runOne(c, () -> NetworkNamespace.delete(c.path()));
      case Change.ChangeFirewall c -> runOne(c, () -> tools.firewall().apply(c.changes()));
      case Change.RestoreFirewall c ->
          runOne(c, () -> tools.firewall().restore(c.networks(), c.ports(), c.endpoints()));
      case Change.SetSysctl first -> setSysctls(first.place(), changes);
      case Change.Serve c -> runOne(c, () -> serve(c.ports()));
      case Change.StopServing c -> runOne(c, () -> c.ports().forEach(tools.relay()::stop));
      case Change.ForgetFlows c -> runOne(c, () -> tools.flows().forget(c.flows()));
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

  private void deleteTogether(Change.DeleteLinks change) {
    LinkSettings marked = LinkSettings.NONE.group(change.group());
    List<Acknowledgement> answers =
        tools
            .links()
            .submit(change.links().stream().map(l -> Links.set(LinkRef.of(l), marked)).toList());
    if (answers.stream().anyMatch(Acknowledgement::succeeded)) {
      delete(change, Links.deleteGroup(change.group()), change.links());
    }
    answers.stream()
        .filter(answer -> !answer.succeeded() && answer.error() != Errno.ENODEV) // gone already
        .findFirst()
        .ifPresent(answer -> {
          throw answer.toException(change.step());
        });
  }

  private void delete(Change change, Request deletion, List<String> links) {
    tools
        .removals()
        .remove(deletion, links)
        .filter(answer -> !answer.succeeded() && answer.error() != Errno.ENODEV) // gone already
        .ifPresent(answer -> {
          throw answer.toException(change.step());
        });
  }

  private static void remount(Change.RemountNamespace change) {
    try (NetworkNamespace namespace = NetworkNamespace.ofProcess(change.pid())) {
      NetworkNamespace.delete(change.path());
      namespace.mount(change.path());
    }
  }

  /** Serves all, or none. */
  private void serve(List<PortMapping> ports) {
    List<PortMapping> served = new ArrayList<>();
    try {
      for (PortMapping port : ports) {
        tools.relay().serve(port);
        served.add(port);
      }
    } catch (RuntimeException e) {
      served.forEach(tools.relay()::stop);
      throw e;
    }
  }

  /** Successive parameters of one namespace, on one thread. */
  private int setSysctls(Place place, List<Change> changes) {
    List<Change.SetSysctl> sysctls = sysctls(place, changes);
    try {
      corner(place).namespace().call(() -> setAll(sysctls));
    } catch (RuntimeException e) {
      failures.add(e);
    }
    return sysctls.size();
  }

  private static List<Change.SetSysctl> sysctls(Place place, List<Change> changes) {
    List<Change.SetSysctl> sysctls = new ArrayList<>();
    for (Change next : changes) {
      if (!(next instanceof Change.SetSysctl sysctl && sysctl.place().equals(place))) {
        break;
      }
      sysctls.add(sysctl);
    }
    return sysctls;
  }

  /** Runs on a thread in the namespace. */
  private boolean setAll(List<Change.SetSysctl> sysctls) {
    for (Change.SetSysctl sysctl : sysctls) {
      if (failures.isEmpty()) {
        runOne(sysctl, () -> Sysctl.set(sysctl.name(), sysctl.value()));
      }
    }
    return failures.isEmpty();
  }

  private int sendBatch(Place place, List<Change> changes) {
    int taken = 0;
    try {
      Batch batch = new Batch(corner(place), this::corner);
      try {
        for (Change next : changes) {
          if (!(next instanceof Change.OfLink change
              && change.place().equals(place)
              && !batch.mustWait(change)
              && !(taken > 0 && seam.separates()))) {
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

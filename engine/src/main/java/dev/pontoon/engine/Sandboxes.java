package dev.pontoon.engine;

import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.PortMapping;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.engine.plan.Change;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.ports.Allocation;
import dev.pontoon.engine.state.Intent;
import dev.pontoon.engine.state.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Attaching and detaching containers, and changing their networks. */
record Sandboxes(
    Writer writer,
    Publisher publisher,
    Function<State, SandboxPlans> planner,
    Path hostNamespace,
    Path directory,
    RandomGenerator random) {

  Sandbox attach(SandboxSpec spec) {
    State state = writer.state();
    Sandbox draft = drafts(state).create(spec);
    Allocation allocation = publisher.allocate(state, draft);
    Sandbox sandbox = published(draft, allocation);
    holding(
        allocation.mappings(),
        () ->
            writer.make(
                new Intent.OfSandbox(Optional.empty(), Optional.of(sandbox)),
                planner.apply(state).attach(sandbox),
                state.with(sandbox)));
    return sandbox;
  }

  /** What attaching would do; the ports are chosen and let go again. */
  Plan plan(SandboxSpec spec) {
    State state = writer.state();
    Sandbox draft = drafts(state).create(spec);
    Allocation allocation = publisher.allocate(state, draft);
    publisher.ports().release(allocation.mappings());
    return planner.apply(state).attach(published(draft, allocation));
  }

  /**
   * Deletes the links of sandboxes that are to be detached next, together. What fails here is met
   * again there.
   */
  void unplug(List<String> ids) {
    State state = writer.state();
    List<String> links =
        ids.stream()
            .flatMap(id -> state.sandbox(id).stream())
            .filter(SandboxPlans::ownsNamespace)
            .flatMap(sandbox -> sandbox.endpoints().stream())
            .map(Endpoint::hostInterface)
            .toList();
    if (links.size() > 1) {
      writer.prepare(Plan.of(new Change.DeleteLinks(links, 1 + random.nextInt(Integer.MAX_VALUE))));
    }
  }

  /** Detaches all that it can; the first failure is thrown, with the others suppressed in it. */
  void detach(Collection<String> ids) {
    @Nullable RuntimeException failure = null;
    for (String id : ids) {
      try {
        detach(id);
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  void detach(String id) {
    State state = writer.state();
    Optional<Sandbox> found = state.sandbox(id);
    if (found.isEmpty()) {
      return;
    }
    Sandbox sandbox = found.get();
    try {
      writer.takeDown(
          new Intent.OfSandbox(found, Optional.empty()),
          planner.apply(state).detach(sandbox),
          state.without(sandbox));
    } finally {
      publisher.ports().release(sandbox.ports());
    }
  }

  Endpoint connect(String id, EndpointSpec spec) {
    State state = writer.state();
    Sandbox before = References.sandbox(state, id);
    Sandbox draft = drafts(state).connect(before, spec);
    boolean unpublished = before.ports().isEmpty();
    List<PortMapping> ports =
        unpublished ? publisher.allocate(state, draft).mappings() : Publisher.moved(before, draft);
    Sandbox after = SandboxDrafts.with(draft, draft.endpoints(), ports);
    holding(
        unpublished ? ports : List.of(),
        () ->
            writer.make(
                new Intent.OfSandbox(Optional.of(before), Optional.of(after)),
                planner.apply(state).connect(before, after),
                state.with(after)));
    if (!unpublished) {
      exchange(before.ports(), ports);
    }
    return after.endpoints().getLast();
  }

  void disconnect(String id, String reference) {
    State state = writer.state();
    Network network = References.network(state, reference);
    Sandbox before = References.sandbox(state, id);
    Sandbox draft = drafts(state).disconnect(before, network);
    Sandbox after = SandboxDrafts.with(draft, draft.endpoints(), Publisher.moved(before, draft));
    try {
      writer.takeDown(
          new Intent.OfSandbox(Optional.of(before), Optional.of(after)),
          planner.apply(state).disconnect(before, after),
          state.with(after));
    } finally {
      exchange(before.ports(), after.ports());
    }
  }

  private void exchange(List<PortMapping> before, List<PortMapping> after) {
    if (!before.equals(after)) {
      publisher.ports().release(before);
      publisher.ports().adopt(after);
    }
  }

  /** Lets go of ports if a change that needs them fails. */
  private void holding(List<PortMapping> ports, Runnable change) {
    try {
      change.run();
    } catch (RuntimeException e) {
      publisher.ports().release(ports);
      throw e;
    }
  }

  private static Sandbox published(Sandbox draft, Allocation allocation) {
    List<String> warnings = new ArrayList<>(draft.warnings());
    warnings.addAll(allocation.warnings());
    return new Sandbox(
        draft.id(),
        draft.name(),
        draft.mode(),
        draft.namespace(),
        draft.endpoints(),
        draft.requestedPorts(),
        allocation.mappings(),
        warnings);
  }

  private SandboxDrafts drafts(State state) {
    return new SandboxDrafts(state, hostNamespace, directory, random);
  }
}

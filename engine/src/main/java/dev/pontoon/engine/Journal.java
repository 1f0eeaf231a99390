package dev.pontoon.engine;

import dev.pontoon.engine.events.Observer;
import dev.pontoon.engine.events.Operation;
import dev.pontoon.engine.events.Operation.Kind;
import dev.pontoon.engine.events.Operation.Outcome;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.plan.Plan;
import dev.pontoon.engine.state.Intent;
import dev.pontoon.engine.state.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes each change under the engine's lock, and tells the observer once the lock is free, so that
 * a slow one holds no change up. One thread at a time notes; any may tell.
 */
final class Journal {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Observer observer;
  private final RandomGenerator random;
  private final List<Operation> noted = new ArrayList<>();
  private long since = System.nanoTime();

  Journal(Observer observer, RandomGenerator random) {
    this.observer = observer;
    this.random = random;
  }

  /** The engine turns to a request. */
  void begin() {
    since = System.nanoTime();
  }

  /** A change went as planned. */
  void applied(Intent intent, Plan plan, State state) {
    note(intent, plan, state, Outcome.APPLIED, "");
  }

  /**
   * A change failed.
   *
   * @param outcome whether anything may be left
   */
  void failed(Intent intent, Plan plan, State state, Outcome outcome, RuntimeException failure) {
    note(intent, plan, state, outcome, String.valueOf(failure.getMessage()));
  }

  private void note(Intent intent, Plan plan, State state, Outcome outcome, String failure) {
    long now = System.nanoTime();
    noted.add(
        new Operation(
            HexFormat.of().toHexDigits(random.nextInt()),
            kind(intent),
            container(intent),
            networks(intent, state),
            Duration.ofNanos(now - since),
            plan.changes().size(),
            outcome,
            failure));
    since = now; // another change may follow under the same lock
  }

  /** What has been noted since; to be told outside the lock. */
  List<Operation> take() {
    List<Operation> taken = List.copyOf(noted);
    noted.clear();
    return taken;
  }

  /** Tells; that an observer fails is no failure of the change. */
  void tell(List<Operation> operations) {
    for (Operation operation : operations) {
      try {
        observer.operation(operation);
      } catch (RuntimeException e) {
        LOG.warn("tell of plan {}", operation.plan(), e);
      }
    }
  }

  private static Kind kind(Intent intent) {
    return switch (intent) {
      case Intent.OfNetwork network ->
          network.after().isPresent() ? Kind.CREATE_NETWORK : Kind.REMOVE_NETWORK;
      case Intent.OfSandbox(Optional<Sandbox> before, Optional<Sandbox> after) -> {
        if (before.isEmpty()) {
          yield Kind.ATTACH;
        }
        if (after.isEmpty()) {
          yield Kind.DETACH;
        }
        int added = after.get().endpoints().size() - before.get().endpoints().size();
        yield added < 0 ? Kind.DISCONNECT : Kind.CONNECT;
      }
    };
  }

  private static Optional<String> container(Intent intent) {
    return switch (intent) {
      case Intent.OfNetwork _ -> Optional.empty();
      case Intent.OfSandbox(Optional<Sandbox> before, Optional<Sandbox> after) ->
          after.or(() -> before).map(Sandbox::name);
    };
  }

  /** Of a sandbox that stays, only the networks that it joins or leaves. */
  private static List<String> networks(Intent intent, State state) {
    return switch (intent) {
      case Intent.OfNetwork(Optional<Network> before, Optional<Network> after) ->
          after.or(() -> before).map(Network::name).stream().toList();
      case Intent.OfSandbox(Optional<Sandbox> before, Optional<Sandbox> after) -> {
        List<String> was = networkIds(before);
        List<String> is = networkIds(after);
        yield Stream.concat(was.stream(), is.stream())
            .filter(id -> was.contains(id) != is.contains(id))
            .flatMap(id -> state.networkById(id).stream())
            .map(Network::name)
            .toList();
      }
    };
  }

  private static List<String> networkIds(Optional<Sandbox> sandbox) {
    return sandbox.stream().flatMap(s -> s.endpoints().stream()).map(Endpoint::networkId).toList();
  }
}

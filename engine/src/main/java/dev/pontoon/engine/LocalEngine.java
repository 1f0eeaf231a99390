package dev.pontoon.engine;

import dev.pontoon.engine.EngineException.Kind;
import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.drift.DriftWatch;
import dev.pontoon.engine.drift.Inspector;
import dev.pontoon.engine.events.Operation;
import dev.pontoon.engine.firewall.Firewall;
import dev.pontoon.engine.firewall.Refusal;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import dev.pontoon.engine.plan.Commands;
import dev.pontoon.engine.state.StoreException;
import dev.pontoon.linux.sys.KernelException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The engine's face: lets one change in at a time, and turns what fails below into its errors.
 *
 * @param resources what it opened, to close
 * @param journal tells the observer of changes
 * @param watch notices what others change; it takes the lock, too
 * @param lock held by the one writer
 * @param departures detaches, made together
 */
record LocalEngine(
    Resources resources,
    Firewall rules,
    Writer writer,
    Networks networking,
    Sandboxes sandboxing,
    Vitals vitals,
    Journal journal,
    Inspector inspector,
    DriftWatch watch,
    List<String> limitations,
    ReentrantLock lock,
    Departures departures)
    implements Engine {

  @Override
  public Collection<Network> networks() {
    return writer.state().networks().values();
  }

  @Override
  public Network network(String reference) {
    return References.network(writer.state(), reference);
  }

  @Override
  public Network createNetwork(NetworkSpec spec) {
    return locked(() -> networking.create(spec));
  }

  @Override
  public void removeNetwork(String reference) {
    run(() -> networking.remove(reference));
  }

  @Override
  public Collection<Sandbox> sandboxes() {
    return writer.state().sandboxes().values();
  }

  @Override
  public Optional<Sandbox> sandbox(String id) {
    return writer.state().sandbox(id);
  }

  @Override
  public Sandbox attach(SandboxSpec spec) {
    return locked(() -> sandboxing.attach(spec));
  }

  @Override
  public void detach(Collection<String> sandboxIds) {
    Departures.Departure departure = departures.announce(sandboxIds);
    run(() -> departures.make(departure));
  }

  @Override
  public Endpoint connect(String sandboxId, EndpointSpec spec) {
    return locked(() -> sandboxing.connect(sandboxId, spec));
  }

  @Override
  public void disconnect(String sandboxId, String networkReference) {
    run(() -> sandboxing.disconnect(sandboxId, networkReference));
  }

  @Override
  public List<String> describeAttach(SandboxSpec spec) {
    return locked(() -> new Commands(rules).of(sandboxing.plan(spec)));
  }

  @Override
  public List<String> describeCreateNetwork(NetworkSpec spec) {
    return locked(() -> new Commands(rules).of(networking.plan(spec)));
  }

  @Override
  public List<Difference> differences() {
    return locked(() -> inspector.everything(writer.state()));
  }

  @Override
  public List<Translation> translations() {
    return locked(rules::translations);
  }

  @Override
  public List<Refusal> refusals() {
    return locked(rules::refusals);
  }

  @Override
  public String firewall() {
    return rules.name();
  }

  @Override
  public Health health() {
    return vitals.read();
  }

  @Override
  public void removeEverything() {
    watch.close(); // what goes now is not to come back
    run(() -> {
      departures.make(departures.announce(sandboxes().stream().map(Sandbox::id).toList()));
      networks().forEach(networking::takeDown);
      rules.remove();
    });
  }

  @Override
  public void close() {
    watch.close();
    lock.lock();
    try {
      resources.close();
    } finally {
      lock.unlock();
    }
  }

  private void run(Runnable change) {
    locked(() -> {
      change.run();
      return true;
    });
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      journal.begin();
      return work.get();
    } catch (KernelException | UncheckedIOException | StoreException e) {
      throw new EngineException(Kind.FAILED, String.valueOf(e.getMessage()), e);
    } finally {
      List<Operation> made = journal.take();
      lock.unlock();
      journal.tell(made);
    }
  }
}

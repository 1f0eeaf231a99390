package dev.pontoon.engine;

import dev.pontoon.engine.drift.Difference;
import dev.pontoon.engine.firewall.Refusal;
import dev.pontoon.engine.firewall.Translation;
import dev.pontoon.engine.model.Endpoint;
import dev.pontoon.engine.model.EndpointSpec;
import dev.pontoon.engine.model.Network;
import dev.pontoon.engine.model.NetworkSpec;
import dev.pontoon.engine.model.Sandbox;
import dev.pontoon.engine.model.SandboxSpec;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The network engine of one host namespace: networks, sandboxes with their endpoints, published
 * ports. Thread-safe; reads never wait for writes. Every change either happens wholly or throws an
 * {@link EngineException} and leaves the kernel and the state as they were.
 */
public interface Engine extends AutoCloseable {
  /** All networks, predefined ones included. */
  Collection<Network> networks();

  /**
   * A network by name, id, or the start of its id.
   *
   * @throws EngineException NOT_FOUND, or INVALID where the start fits several
   */
  Network network(String reference);

  /** Creates a network. */
  Network createNetwork(NetworkSpec spec);

  /** Removes a network that has no endpoints. */
  void removeNetwork(String reference);

  /** All sandboxes. */
  Collection<Sandbox> sandboxes();

  /** The sandbox of a container, by the container's whole id. */
  Optional<Sandbox> sandbox(String id);

  /** Sets up a container's networking: namespace, endpoints, published ports. */
  Sandbox attach(SandboxSpec spec);

  /**
   * Takes a container's networking down. One that does not exist is no error; all errors on the way
   * are collected, and what could be freed is free.
   */
  default void detach(String sandboxId) {
    detach(List.of(sandboxId));
  }

  /**
   * The same for several, which takes little longer than for one. Calls that wait for each other
   * are as quick.
   */
  void detach(Collection<String> sandboxIds);

  /** Gives a container that has a sandbox a place on one more network. */
  Endpoint connect(String sandboxId, EndpointSpec spec);

  /** Takes a container off a network. */
  void disconnect(String sandboxId, String networkReference);

  /** What {@link #attach} would do, as command lines. Changes nothing. */
  List<String> describeAttach(SandboxSpec spec);

  /** What {@link #createNetwork} would do, as command lines. Changes nothing. */
  List<String> describeCreateNetwork(NetworkSpec spec);

  /**
   * What in the kernel is not as the engine made it, in the order in which it would be put back.
   * Changes nothing.
   */
  List<Difference> differences();

  /** What is translated now, with packet counters. */
  List<Translation> translations();

  /** What was dropped of containers' frames, for each endpoint that is guarded. */
  List<Refusal> refusals();

  /** The firewall backend's name. */
  String firewall();

  /** What this host lacks, a sentence each: an IPv6 stack, a missing program. */
  List<String> limitations();

  /** How it is now: what is in use, what is left unfinished, what its start repaired. */
  Health health();

  /**
   * Takes down all that the engine has made on its host: sandboxes, networks (the predefined ones
   * too), rules. Nothing is left for a next start but the empty state; sysctls stay. Drift is not
   * put back any more.
   */
  void removeEverything();

  /** Lets go of sockets and files. Containers, rules and state stay as they are. */
  @Override
  void close();
}

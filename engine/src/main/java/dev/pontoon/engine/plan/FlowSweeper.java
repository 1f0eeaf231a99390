package dev.pontoon.engine.plan;

import dev.pontoon.linux.conntrack.Conntrack;
import dev.pontoon.linux.conntrack.FlowFilter;
import dev.pontoon.linux.sys.KernelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the kernel forget tracked connections, on a thread of its own: looking for them means
 * walking the whole table, which takes 50 ms where it is large, for no gain to the one who waits. A
 * flow that is forgotten late does no harm, since its next packet starts one by the rules of then.
 */
public final class FlowSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowSweeper.class);
  private static final List<FlowFilter> END = List.of();

  private final Conntrack connections;
  private final LinkedBlockingQueue<List<FlowFilter>> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** Takes over the connections of the host namespace. */
  public FlowSweeper(Conntrack connections) {
    this.connections = connections;
    this.thread = Thread.ofPlatform().daemon().name("flow-sweeper").start(this::sweep);
  }

  /** Has flows forgotten soon. */
  void forget(List<FlowFilter> flows) {
    queue.add(flows);
  }

  private void sweep() {
    boolean ended = false;
    while (!ended) {
      try {
        List<List<FlowFilter>> waiting = new ArrayList<>();
        waiting.add(queue.take());
        queue.drainTo(waiting);
        ended = waiting.stream().anyMatch(List::isEmpty);
        delete(waiting.stream().flatMap(List::stream).distinct().toList());
      } catch (InterruptedException e) {
        throw new IllegalStateException("nobody interrupts this thread", e);
      } catch (KernelException e) {
        LOG.warn("tracked connections of removed endpoints may live on: {}", e.getMessage());
      }
    }
  }

  private void delete(List<FlowFilter> flows) {
    if (!flows.isEmpty() && connections.count() > 0) {
      connections.delete(flows);
    }
  }

  /** Forgets what still waits, and ends. */
  @Override
  public void close() {
    queue.add(END);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.close();
    }
  }
}

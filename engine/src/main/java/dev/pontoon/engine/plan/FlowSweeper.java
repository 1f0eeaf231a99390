package dev.pontoon.engine.plan;

import dev.pontoon.linux.conntrack.Conntrack;
import dev.pontoon.linux.conntrack.FlowFilter;
import dev.pontoon.linux.sys.KernelException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the kernel forget tracked connections, on a thread of its own and several requests at once:
 * looking for them means walking the whole table, 10 to 50 ms of processor time where it is large.
 * A flow that is forgotten late does no harm, since its next packet starts one by the rules of
 * then.
 */
public final class FlowSweeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FlowSweeper.class);
  private static final List<FlowFilter> END = List.of(); // the only empty one in the queue
  private static final long GATHER = 250; // milliseconds

  private final Conntrack connections;
  private final LinkedBlockingQueue<List<FlowFilter>> queue = new LinkedBlockingQueue<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;

  /** Takes over the connections of the host namespace. */
  public FlowSweeper(Conntrack connections) {
    this.connections = connections;
    this.thread = Thread.ofPlatform().daemon().name("flow-sweeper").start(this::sweep);
  }

  /** Has flows forgotten soon. */
  void forget(List<FlowFilter> flows) {
    if (!flows.isEmpty()) {
      queue.add(flows);
    }
  }

  /**
   * Has flows forgotten whose answers come from certain addresses, such as those that a killed
   * engine's endpoints had.
   */
  public void forgetAnsweredBy(Predicate<InetAddress> gone) {
    forget(answeredBy(gone));
  }

  private List<FlowFilter> answeredBy(Predicate<InetAddress> gone) {
    if (connections.count() == 0) {
      return List.of();
    }
    return connections.list(FlowFilter.ALL).stream()
        .map(flow -> flow.reply().source())
        .filter(gone)
        .distinct()
        .map(FlowFilter::answeredBy)
        .toList();
  }

  private void sweep() {
    boolean ended = false;
    while (!ended) {
      try {
        List<List<FlowFilter>> waiting = new ArrayList<>();
        waiting.add(queue.take());
        boolean hurry = closing.await(GATHER, TimeUnit.MILLISECONDS);
        LOG.trace("look for tracked connections, closing: {}", hurry);
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
    closing.countDown();
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

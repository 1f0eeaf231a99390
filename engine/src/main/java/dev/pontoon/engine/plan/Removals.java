package dev.pontoon.engine.plan;

import dev.pontoon.linux.netlink.Acknowledgement;
import dev.pontoon.linux.netlink.Request;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes links of the host namespace. One that is deleted is gone from sight at once, with its
 * addresses and routes; the kernel answers 20 to 30 ms later, when the last of its readers is done
 * with it (netdev_run_todo), for which nobody here waits: the request is another thread's.
 */
public final class Removals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Removals.class);

  private final NetworkNamespace host;
  private final Rtnetlink links;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(
          Thread.ofPlatform().daemon().name("link-removal-", 0).factory());
  private final AtomicReference<@Nullable Rtnetlink> spare = new AtomicReference<>();

  /**
   * Removals from a namespace.
   *
   * @param links its links; other requests can be made of them meanwhile
   */
  public Removals(NetworkNamespace host, Rtnetlink links) {
    this.host = host;
    this.links = links;
  }

  /**
   * Deletes links by one request.
   *
   * @param names theirs
   * @return how the kernel answered; empty if it had not yet when all of them were gone
   */
  Optional<Acknowledgement> remove(Request deletion, List<String> names) {
    CompletableFuture<Acknowledgement> answer =
        CompletableFuture.supplyAsync(() -> send(deletion), threads);
    // Each look waits for the lock that the deletion holds (rtnl), so there are few of them.
    while (!answer.isDone() && names.stream().anyMatch(name -> links.link(name).isPresent())) {
      Thread.onSpinWait();
    }
    if (answer.isDone()) {
      return Optional.of(join(answer));
    }
    var _ = answer.whenComplete((said, failure) -> tellLate(deletion, said, failure));
    return Optional.empty();
  }

  /** The links are gone, so nobody has to act on it, but it is not what is expected. */
  private static void tellLate(
      Request deletion, @Nullable Acknowledgement said, @Nullable Throwable failure) {
    if (failure != null) {
      LOG.warn("{}: {}", deletion.operation(), failure.getMessage());
    } else if (said != null && !said.succeeded()) {
      LOG.warn("{}", said.toException(deletion.operation()).getMessage());
    }
  }

  private static Acknowledgement join(CompletableFuture<Acknowledgement> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private Acknowledgement send(Request deletion) {
    @Nullable Rtnetlink idle = spare.getAndSet(null);
    Rtnetlink socket = idle == null ? Rtnetlink.open(host) : idle;
    boolean answered = false;
    try {
      Acknowledgement answer = socket.submit(List.of(deletion)).getFirst();
      answered = true;
      return answer;
    } finally {
      if (!answered || !spare.compareAndSet(null, socket)) {
        socket.close();
      }
    }
  }

  /** Waits for the kernel's last answers. */
  @Override
  public void close() {
    threads.close();
    @Nullable Rtnetlink idle = spare.getAndSet(null);
    if (idle != null) {
      idle.close();
    }
  }
}

package dev.pontoon.linux.rtnetlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** One socket serves many threads, each of which gets its own answers. */
@HostNamespace
class ConcurrencyTest {
  private static final int THREADS = 16;

  @Test
  void everybodyGetsTheAnswersToTheirOwnRequests(HostNetwork host) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String name = "br" + i;
        all.add(threads.submit(comesAndGoes(host.rtnetlink(), name)));
      }
      for (Future<Boolean> one : all) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(host.rtnetlink().links()).extracting(Link::name).containsExactly("lo");
  }

  private static Callable<Boolean> comesAndGoes(Rtnetlink rtnetlink, String name) {
    return () -> {
      rtnetlink.execute(Links.create(name, Bridge.PLAIN, LinkSettings.NONE));
      boolean seen =
          rtnetlink.link(name).orElseThrow().name().equals(name)
              && rtnetlink.links().stream().anyMatch(l -> l.name().equals(name))
              && rtnetlink.link(name + "x").isEmpty();
      rtnetlink.execute(Links.delete(LinkRef.of(name)));
      return seen;
    };
  }
}

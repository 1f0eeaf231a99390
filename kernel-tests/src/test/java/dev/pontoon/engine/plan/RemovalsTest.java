package dev.pontoon.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.netlink.Acknowledgement;
import dev.pontoon.linux.netns.NetworkNamespace;
import dev.pontoon.linux.rtnetlink.LinkRef;
import dev.pontoon.linux.rtnetlink.Links;
import dev.pontoon.linux.rtnetlink.Rtnetlink;
import dev.pontoon.linux.sys.Errno;
import dev.pontoon.testkit.HostNamespace;
import dev.pontoon.testkit.HostNetwork;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Links that are deleted, whoever waits for the kernel's answer. */
@HostNamespace
class RemovalsTest {
  @Test
  void areGoneWithAllThatIsTheirs(HostNetwork host) {
    try (NetworkNamespace namespace = NetworkNamespace.open(host.path());
        Rtnetlink links = Rtnetlink.open(namespace);
        Removals removals = new Removals(namespace, links)) {
      for (int round = 0; round < 3; round++) {
        host.exec("ip", "link", "add", "gone", "type", "bridge").orFail();
        host.exec("ip", "addr", "add", "10.1.0.1/24", "dev", "gone").orFail();
        host.exec("ip", "link", "set", "gone", "up").orFail();

        Optional<Acknowledgement> answer =
            removals.remove(Links.delete(LinkRef.of("gone")), List.of("gone"));

        assertThat(answer.stream()).allMatch(Acknowledgement::succeeded);
        assertThat(links.link("gone")).isEmpty();
        assertThat(links.addresses()).noneMatch(a -> a.address().toString().startsWith("10.1."));
        assertThat(links.routes()).noneMatch(r -> r.destination().toString().startsWith("10.1."));
      }
    }
  }

  @Test
  void whatTheKernelRefusesIsTold(HostNetwork host) {
    try (NetworkNamespace namespace = NetworkNamespace.open(host.path());
        Rtnetlink links = Rtnetlink.open(namespace);
        Removals removals = new Removals(namespace, links)) {
      assertThat(removals.remove(Links.delete(LinkRef.of("lo")), List.of("lo")))
          .map(Acknowledgement::error)
          .hasValue(Errno.EOPNOTSUPP);
      assertThat(links.link("lo")).isPresent();
    }
  }
}

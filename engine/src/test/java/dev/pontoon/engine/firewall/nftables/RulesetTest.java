package dev.pontoon.engine.firewall.nftables;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pontoon.linux.nftables.Change;
import dev.pontoon.linux.nftables.NftText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RulesetTest {
  @Test
  void theRulesAreTheseAndNoMore() throws IOException {
    try (InputStream golden =
        Objects.requireNonNull(RulesetTest.class.getResourceAsStream("ruleset.nft"))) {
      assertThat(text(Ruleset.install(4444)))
          .isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void withoutARelayNothingIsRedirected() {
    assertThat(text(Ruleset.install(0))).doesNotContain("redirect", "4444");
  }

  @Test
  void removalTakesTheTableAndNothingElse() {
    assertThat(text(Ruleset.uninstall()))
        .isEqualTo(
            """
            add table inet pontoon { comment "container networks"; }
            delete table inet pontoon
            """);
  }

  private static String text(List<Change> changes) {
    StringBuilder text = new StringBuilder();
    changes.forEach(change -> text.append(NftText.render(change)).append('\n'));
    return text.toString();
  }
}

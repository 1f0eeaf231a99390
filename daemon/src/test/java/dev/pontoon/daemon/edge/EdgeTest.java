package dev.pontoon.daemon.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Times, filters and names. */
class EdgeTest {
  @Test
  void timesAreSecondsOrRfc3339() {
    assertThat(Times.parse("since", "")).isEmpty();
    assertThat(Times.parse("since", "0")).isEmpty();
    assertThat(Times.parse("since", "1.5")).contains(Instant.ofEpochMilli(1500));
    assertThat(Times.parse("since", "1600000000.000000001"))
        .contains(Instant.ofEpochSecond(1_600_000_000, 1));
    assertThat(Times.parse("since", "1970-01-01T00:00:02Z")).contains(Instant.ofEpochSecond(2));
    assertThatThrownBy(() -> Times.parse("since", "yesterday"))
        .hasMessage("invalid value for \"since\": yesterday");
    assertThatThrownBy(() -> Times.parse("since", "1e99"))
        .hasMessage("invalid value for \"since\": 1e99");
  }

  @Test
  void labelsMustAllFit() {
    Filters filters = Filters.parse("{\"label\":[\"a\",\"b=1\"]}", Set.of("label"));
    assertThat(filters.labels(Map.of("a", "x", "b", "1"))).isTrue();
    assertThat(filters.labels(Map.of("a", "x", "b", "2"))).isFalse();
    assertThat(filters.labels(Map.of("b", "1"))).isFalse();
  }

  @Test
  void randomNamesAreValidNames() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      String name = Names.random(random);
      assertThat(Names.container("/" + name)).isEqualTo(name);
    }
  }
}

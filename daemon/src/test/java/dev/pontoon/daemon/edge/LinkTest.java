package dev.pontoon.daemon.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Links as clients write them. */
class LinkTest {
  @ParameterizedTest
  @CsvSource({
    "db, db, db",
    "db:data, db, data",
    "/db:/web/data, db, data",
  })
  void eachFormIsRead(String text, String target, String alias) {
    assertThat(Link.parse(text)).isEqualTo(new Link(target, alias));
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty string specified for links",
    "a:b:c, bad format for links: a:b:c",
    "a:, bad format for links: a:",
    ":b, bad format for links: :b",
  })
  void othersAreNot(String text, String message) {
    assertThatThrownBy(() -> Link.parse(text)).hasMessage(message);
  }
}

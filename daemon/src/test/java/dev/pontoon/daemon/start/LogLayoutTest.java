package dev.pontoon.daemon.start;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.pontoon.daemon.http.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

class LogLayoutTest {
  private static LoggingEvent event(String message, KeyValuePair... pairs) {
    LoggerContext context = new LoggerContext();
    LoggingEvent event =
        new LoggingEvent("", context.getLogger("test"), Level.INFO, message, null, null);
    event.setTimeStamp(0);
    event.setKeyValuePairs(List.of(pairs));
    return event;
  }

  private static final LoggingEvent OPERATION =
      event(
          "",
          new KeyValuePair("op", "attach"),
          new KeyValuePair("steps", 9),
          new KeyValuePair("error", "create veth \"v\": no\nmore"));

  @Test
  void pairsFollowTheMessage() {
    String line = new LogLayout(false).doLayout(OPERATION);
    assertThat(line).startsWith("1970-01-01T").hasLineCount(1);
    assertThat(line.substring(line.indexOf(' ')))
        .isEqualTo(" INFO  op=attach steps=9 error=\"create veth \\\"v\\\": no\\nmore\"\n");
    assertThat(new LogLayout(false).doLayout(event("a message", new KeyValuePair("a", "b c"))))
        .endsWith(" INFO  a message a=\"b c\"\n");
  }

  @Test
  void jsonHasDockersNames() {
    String line = new LogLayout(true).doLayout(OPERATION);
    assertThat(line).endsWith("}\n").hasLineCount(1);
    JsonNode tree = Json.parse(line);
    assertThat(tree.get("time").asString()).startsWith("1970-01-01T");
    assertThat(tree.get("level").asString()).isEqualTo("info");
    assertThat(tree.get("msg").asString()).isEmpty();
    assertThat(tree.get("op").asString()).isEqualTo("attach");
    assertThat(tree.get("steps").asInt()).isEqualTo(9);
    assertThat(tree.get("error").asString()).endsWith("no\nmore");
  }
}

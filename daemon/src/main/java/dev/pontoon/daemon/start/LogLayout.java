package dev.pontoon.daemon.start;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import dev.pontoon.daemon.http.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * An event as a line: as text, the key-value pairs behind the message, or as a JSON object with
 * dockerd's {@code time}, {@code level} and {@code msg}, the pairs beside them.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
          .withZone(ZoneId.systemDefault());
  private static final Pattern PLAIN = Pattern.compile("[^\\s\"=\\\\]+");

  private final boolean json;

  LogLayout(boolean json) {
    this.json = json;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    return json ? json(event) : text(event);
  }

  private static String text(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(time(event));
    line.append(String.format(Locale.ROOT, " %-5s", event.getLevel()));
    if (!event.getFormattedMessage().isEmpty()) {
      line.append(' ').append(event.getFormattedMessage());
    }
    for (KeyValuePair pair : pairs(event)) {
      line.append(' ').append(pair.key).append('=').append(word(String.valueOf(pair.value)));
    }
    return line.append('\n').append(stack(event)).toString();
  }

  private static String json(ILoggingEvent event) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("time", time(event));
    members.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    members.put("msg", event.getFormattedMessage());
    pairs(event).forEach(pair -> members.put(pair.key, pair.value));
    if (event.getThrowableProxy() != null) {
      members.put("stack", stack(event));
    }
    return new String(Json.bytes(members), StandardCharsets.UTF_8) + "\n";
  }

  private static String time(ILoggingEvent event) {
    return TIME.format(Instant.ofEpochMilli(event.getTimeStamp()));
  }

  private static List<KeyValuePair> pairs(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null ? List.of() : pairs;
  }

  private static String word(String value) {
    return PLAIN.matcher(value).matches()
        ? value
        : '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static String stack(ILoggingEvent event) {
    return event.getThrowableProxy() == null
        ? ""
        : ThrowableProxyUtil.asString(event.getThrowableProxy());
  }
}

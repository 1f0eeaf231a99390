package dev.pontoon.daemon.observe;

import dev.pontoon.engine.events.Observer;
import dev.pontoon.engine.events.Operation;
import dev.pontoon.engine.events.Operation.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A line for each change of the engine: {@code op=attach plan=5d8a03f1 container=web network=bridge
 * took=3.1ms outcome=applied steps=9}. One that failed is an error, with the step and the kernel's
 * words.
 */
public final class OperationLog implements Observer {
  private static final Logger LOG = LoggerFactory.getLogger(OperationLog.class);

  @Override
  public void operation(Operation operation) {
    LoggingEventBuilder line =
        operation.outcome() == Outcome.APPLIED ? LOG.atInfo() : LOG.atError();
    for (Map.Entry<String, Object> pair : pairs(operation).entrySet()) {
      line = line.addKeyValue(pair.getKey(), pair.getValue());
    }
    line.log("");
  }

  /** What the line says, in its order. */
  static Map<String, Object> pairs(Operation operation) {
    Map<String, Object> pairs = new LinkedHashMap<>();
    pairs.put("op", operation.kind().toString());
    pairs.put("plan", operation.plan());
    operation.container().ifPresent(name -> pairs.put("container", name));
    if (!operation.networks().isEmpty()) {
      pairs.put("network", String.join(",", operation.networks()));
    }
    pairs.put("took", milliseconds(operation.took()));
    pairs.put("outcome", operation.outcome().toString());
    pairs.put("steps", operation.steps());
    if (!operation.failure().isEmpty()) {
      pairs.put("error", operation.failure());
    }
    return pairs;
  }

  private static String milliseconds(Duration took) {
    return String.format(Locale.ROOT, "%.1fms", took.toNanos() / 1e6);
  }
}

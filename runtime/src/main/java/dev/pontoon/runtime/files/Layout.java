package dev.pontoon.runtime.files;

import dev.pontoon.runtime.RuntimeFault;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The layout of one kind of kept documents, over its versions. A document tells its version in the
 * member {@code version}; one without is of version 1. What an older build wrote is brought up to
 * date when it is read, and what a newer one wrote is refused.
 *
 * @param kind what the documents are, for errors: {@code container record}
 * @param steps from each version to the next, the first from 1 to 2
 */
public record Layout(String kind, List<UnaryOperator<ObjectNode>> steps) {
  /** The member that tells a document's version. */
  public static final String VERSION = "version";

  private static final JsonFactory TOKENS = new JsonFactory();

  public Layout {
    steps = List.copyOf(steps);
  }

  /** The newest version, which this build writes. */
  public int newest() {
    return 1 + steps.size();
  }

  /**
   * A document in the newest version.
   *
   * @param origin names it in the error
   * @throws RuntimeFault FAILED if it is of a newer one
   */
  public ObjectNode upgrade(ObjectNode document, String origin) {
    int version = document.path(VERSION).asInt(1);
    check(version, origin);
    ObjectNode upgraded = document;
    for (UnaryOperator<ObjectNode> step : steps.subList(version - 1, steps.size())) {
      upgraded = step.apply(upgraded);
    }
    return upgraded.put(VERSION, newest());
  }

  /**
   * Looks only whether a document could be read, and changes nothing.
   *
   * @throws RuntimeFault FAILED if it is of a newer version
   */
  public void check(Path file) {
    byte[] document = Disk.readIfPresent(file);
    if (document != null) {
      check(version(document), file.toString());
    }
  }

  private void check(int version, String origin) {
    if (version < 1 || version > newest()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.FAILED,
          "%s is a %s of version %d, of a newer Pontoon; this one reads up to version %d"
              .formatted(origin, kind, version, newest()));
    }
  }

  /** Reads up to the member that tells it, which newer documents begin with. */
  private static int version(byte[] document) {
    try (JsonParser tokens = TOKENS.createParser(ObjectReadContext.empty(), document)) {
      tokens.nextToken();
      while (tokens.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean tells = tokens.currentName().equals(VERSION);
        tokens.nextToken();
        if (tells) {
          return tokens.getValueAsInt(1);
        }
        tokens.skipChildren();
      }
      return 1;
    } catch (JacksonException e) {
      return 1; // torn, which is told where it is read
    }
  }
}

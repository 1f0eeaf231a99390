package dev.pontoon.runtime.image;

import java.util.List;

/**
 * How to make an image of a container's changes.
 *
 * @param name empty for none
 * @param changes Dockerfile lines such as {@code CMD ["sh"]}
 */
public record CommitSpec(String name, String message, String author, List<String> changes) {
  public CommitSpec {
    changes = List.copyOf(changes);
  }
}

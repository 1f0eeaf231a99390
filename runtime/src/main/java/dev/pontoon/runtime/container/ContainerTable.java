package dev.pontoon.runtime.container;

import dev.pontoon.runtime.RuntimeFault;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The containers by id and by name. */
final class ContainerTable {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]*");

  private final Map<String, Entry> byId = new HashMap<>();
  private final Map<String, String> idByName = new HashMap<>();

  /**
   * Takes a name for a container that is about to be made.
   *
   * @throws RuntimeFault if it is in use or no name
   */
  synchronized void reserve(String name, String id) {
    if (!NAME.matcher(name).matches()) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID,
          "Invalid container name (" + name + "), only " + NAME + " are allowed");
    }
    String holder = idByName.putIfAbsent(name, id);
    if (holder != null) {
      throw new RuntimeFault(
          RuntimeFault.Kind.CONFLICT,
          "Conflict. The container name \"/"
              + name
              + "\" is already in use by container \""
              + holder
              + "\". You have to remove (or rename) that container to be able to reuse that name.");
    }
  }

  synchronized void release(String name, String id) {
    idByName.remove(name, id);
  }

  synchronized void add(Entry entry) {
    byId.put(entry.record().id(), entry);
    idByName.put(entry.record().spec().name(), entry.record().id());
  }

  synchronized void remove(Entry entry) {
    byId.remove(entry.record().id());
    release(entry.record().spec().name(), entry.record().id());
  }

  /** All, newest first. */
  synchronized List<Entry> all() {
    return byId.values().stream()
        .sorted(Comparator.comparing((Entry entry) -> entry.record().created()).reversed())
        .toList();
  }

  synchronized Optional<Entry> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Finds by id, name or unique prefix of an id, in this order.
   *
   * @throws RuntimeFault if there is none, or more than one
   */
  synchronized Entry find(String reference) {
    Entry exact = byId.get(reference);
    if (exact != null) {
      return exact;
    }
    String name = reference.startsWith("/") ? reference.substring(1) : reference;
    Entry named = byId.get(idByName.getOrDefault(name, ""));
    if (named != null) {
      return named;
    }
    List<Entry> matches =
        reference.isEmpty()
            ? List.of()
            : byId.values().stream().filter(e -> e.record().id().startsWith(reference)).toList();
    if (matches.size() > 1) {
      throw new RuntimeFault(
          RuntimeFault.Kind.INVALID, "multiple IDs found with provided prefix: " + reference);
    }
    return matches.stream().findFirst().orElseThrow(() -> RuntimeFault.noSuchContainer(reference));
  }
}

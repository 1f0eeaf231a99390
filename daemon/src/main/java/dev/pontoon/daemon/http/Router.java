package dev.pontoon.daemon.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the handler of a method and path. In a pattern, {@code {id}} stands for one segment and
 * {@code {name...}} for several, as the names of images have slashes. The first match wins.
 */
public final class Router {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)(\\.\\.\\.)?}");

  private final List<Route> routes = new ArrayList<>();

  private record Route(String method, String pattern, Pattern path, Handler handler) {}

  /** Answers a request. */
  @FunctionalInterface
  public interface Handler {
    /** Answers; whatever it throws becomes an error's answer. */
    void handle(Exchange exchange) throws Exception;
  }

  /** A handler, its pattern, and what the placeholders in that stand for. */
  public record Match(Handler handler, String pattern, Map<String, String> parameters) {}

  /** Adds a handler; {@code *} is any method. */
  public Router on(String method, String pattern, Handler handler) {
    routes.add(new Route(method, pattern, compile(pattern), handler));
    return this;
  }

  /** The handler of a request, if there is one. */
  public Optional<Match> find(String method, String path) {
    for (Route route : routes) {
      Matcher matcher = route.path.matcher(path);
      if ((route.method.equals("*") || route.method.equals(method)) && matcher.matches()) {
        return Optional.of(new Match(route.handler, route.pattern, parameters(matcher)));
      }
    }
    return Optional.empty();
  }

  private static Map<String, String> parameters(Matcher matcher) {
    Map<String, String> parameters = new java.util.HashMap<>();
    matcher.namedGroups().keySet().forEach(n -> parameters.put(n, matcher.group(n)));
    return parameters;
  }

  private static Pattern compile(String pattern) {
    return Pattern.compile(
        PLACEHOLDER
            .matcher(pattern)
            .replaceAll(
                m -> "(?<" + m.group(1) + ">" + (m.group(2) == null ? "[^/]+" : ".+") + ")"));
  }
}

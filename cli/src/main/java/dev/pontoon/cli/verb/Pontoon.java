package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.ApiVersion;
import dev.pontoon.cli.client.Client;
import dev.pontoon.cli.http.Endpoint;
import dev.pontoon.cli.template.TemplateException;
import dev.pontoon.cli.terminal.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The command: its own options, then a verb. */
public final class Pontoon {
  /** Where Pontoon's daemon listens unless told otherwise. */
  static final String USUAL_HOST = "unix:///run/pontoon.sock";

  private static final Set<String> DRY_RUNS = Set.of("run", "create", "network create");

  private final Console console;
  private final UnaryOperator<@Nullable String> environment;
  private final Path directory;
  private final InstantSource now;
  private final Supplier<ZoneId> zone;

  /**
   * A command that has not run yet.
   *
   * @param now what the time is
   * @param zone where times are shown
   */
  public Pontoon(
      Console console,
      UnaryOperator<@Nullable String> environment,
      Path directory,
      InstantSource now,
      Supplier<ZoneId> zone) {
    this.console = console;
    this.environment = environment;
    this.directory = directory;
    this.now = now;
    this.zone = zone;
  }

  /**
   * Runs a command line to its end; gives the exit code. Errors are one line on the standard error.
   */
  public int run(List<String> words) {
    try {
      int code = dispatch(words);
      console.out().flush();
      return code;
    } catch (CommandException e) {
      return fail(e.code(), String.valueOf(e.getMessage()));
    } catch (TemplateException | IllegalArgumentException | IOException e) {
      return fail(1, e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  private int fail(int code, String message) {
    console.out().flush();
    console.err().println(message.strip().replace("\n", " "));
    return code;
  }

  private static Syntax globals() {
    return new Syntax()
        .optionsFirst()
        .operands(0, Integer.MAX_VALUE)
        .text(
            "-H, --host",
            "string",
            "Daemon socket to connect to (default DOCKER_HOST, then " + USUAL_HOST + ")")
        .flag(
            "--dry-run",
            "With run, create and network create: print the change as ip and nft commands, make none")
        .flag("-v, --version", "Print version information and quit")
        .flag("--help", "Print this and quit");
  }

  private int dispatch(List<String> words) throws IOException {
    Arguments a = globals().parse(words, "pontoon");
    List<String> rest = a.operands();
    if (a.is("--version")) {
      String version = Pontoon.class.getPackage().getImplementationVersion();
      console.out().println("Pontoon version " + (version == null ? "development" : version));
      return 0;
    }
    if (a.is("--help") || rest.isEmpty() || rest.equals(List.of("help"))) {
      console.out().print(Help.of("", globals()));
      return 0;
    }
    boolean group = Verbs.GROUPS.contains(rest.getFirst());
    if (group && (rest.size() == 1 || rest.get(1).equals("--help"))) {
      console.out().print(Help.of(rest.getFirst(), globals()));
      return 0;
    }
    String name = group ? rest.getFirst() + " " + rest.get(1) : rest.getFirst();
    Verb verb = Verbs.named(name);
    if (verb == null) {
      throw new CommandException(
          1, "pontoon: unknown command: pontoon " + name + " (see 'pontoon --help')");
    }
    if (a.is("--dry-run") && !DRY_RUNS.contains(verb.name())) {
      throw new CommandException(
          1, "pontoon: --dry-run is for run, create and network create, not for " + verb.name());
    }
    return verb.run(session(a), rest.subList(group ? 2 : 1, rest.size()));
  }

  private Session session(Arguments a) {
    String fromUser = given("DOCKER_HOST");
    String host = a.has("--host") ? a.text("--host") : fromUser.isEmpty() ? USUAL_HOST : fromUser;
    String version = given("DOCKER_API_VERSION");
    Client client =
        new Client(Endpoint.parse(host), version.isEmpty() ? null : ApiVersion.parse(version));
    return new Session(client, console, a.is("--dry-run"), environment, directory, now, zone);
  }

  private String given(String name) {
    String value = environment.apply(name);
    return value == null ? "" : value;
  }
}

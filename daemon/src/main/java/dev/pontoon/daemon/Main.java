package dev.pontoon.daemon;

import dev.pontoon.daemon.start.KillSwitch;
import dev.pontoon.daemon.start.Logging;
import dev.pontoon.daemon.start.Options;
import dev.pontoon.daemon.start.Privileges;
import dev.pontoon.daemon.start.StartException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code pontoon daemon}: starts a daemon and stops it by SIGTERM or SIGINT. */
public final class Main {
  private Main() {}

  /** Runs until stopped. Exit codes are dockerd's: 125 for usage, 1 for what is in the way. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    try {
      run(Options.parse(List.of(arguments)));
    } catch (StartException e) {
      err.println("pontoon daemon: " + oneLine(e));
      if (e.exitCode() == StartException.USAGE) {
        err.println("See 'pontoon daemon --help'.");
      }
      Runtime.getRuntime().exit(e.exitCode());
    }
  }

  private static String oneLine(StartException e) {
    return String.valueOf(e.getMessage()).strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private static void run(Options options) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    switch (options.action()) {
      case PRINT_HELP -> out.println(Options.help());
      case PRINT_VERSION -> out.println("Pontoon version " + Version.current());
      case REMOVE -> {
        Privileges.check();
        Logging.set(options.logLevel(), options.logJson());
        Daemon.remove(options);
      }
      case SERVE -> {
        Privileges.check();
        Logging.set(options.logLevel(), options.logJson());
        serve(options);
      }
    }
  }

  private static Daemon start(Options options) {
    String faults = System.getenv(KillSwitch.VARIABLE);
    if (faults == null) {
      return Daemon.start(options);
    }
    KillSwitch killSwitch = KillSwitch.ofProcess(Path.of(faults));
    return Daemon.start(options, killSwitch, killSwitch);
  }

  private static void serve(Options options) throws InterruptedException {
    Daemon daemon = start(options);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  daemon.close();
                  Runtime.getRuntime().halt(0); // as dockerd: an orderly stop is a success
                },
                "stop"));
    new CountDownLatch(1).await(); // the hook ends the process
  }
}

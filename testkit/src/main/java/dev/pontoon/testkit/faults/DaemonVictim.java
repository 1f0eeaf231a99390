package dev.pontoon.testkit.faults;

import dev.pontoon.testkit.DaemonProcess;
import dev.pontoon.testkit.HostNetwork;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The daemon itself, which kills itself by SIGKILL. */
public final class DaemonVictim implements Victim {
  private final HostNetwork host;
  private final Path orders;
  private final String firewall;
  private @Nullable DaemonProcess daemon;

  /** One that does not run yet. */
  public DaemonVictim(HostNetwork host, Path orders, String firewall) {
    this.host = host;
    this.orders = orders;
    this.firewall = firewall;
  }

  @Override
  public void start() {
    daemon = null;
    daemon =
        DaemonProcess.start(
            host,
            Map.of("PONTOON_FAULTS", orders.toString()),
            "--firewall-backend",
            firewall,
            "--log-level",
            "info");
  }

  @Override
  public boolean alive() {
    return daemon != null && daemon.process().isAlive();
  }

  @Override
  public boolean endsWithin(Duration limit) {
    try {
      return daemon == null || daemon.process().waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void stop() {
    if (daemon != null) {
      daemon.close();
    }
  }

  @Override
  public void kill() {
    if (daemon != null) {
      daemon.process().destroyForcibly();
      endsWithin(Duration.ofSeconds(30));
    }
  }
}

package dev.pontoon.cli.verb;

import dev.pontoon.cli.client.ApiVersion;
import dev.pontoon.cli.client.Target;
import dev.pontoon.cli.json.Json;
import dev.pontoon.cli.output.Listing;
import dev.pontoon.cli.output.Units;
import dev.pontoon.cli.template.Template;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code pontoon version} and {@code pontoon info}. */
final class About {
  private About() {}

  private static Syntax format() {
    return new Syntax().text("-f, --format", "string", "Format output: 'json' or a Go template");
  }

  static Verb version() {
    return new Verb(
        "version", "", "Show the Pontoon version information", format(), About::version);
  }

  private static int version(Session session, Arguments a) throws IOException {
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("Client", client(ApiVersion.NEWEST));
    try {
      both.put("Client", client(session.client().version()));
      both.put("Server", session.client().get(Target.of("version")).value());
    } catch (IOException e) {
      // Docker too prints what it knows of itself, then the error
      both.put("Server", null);
      session.print(version(new Json(both), a.text("--format")));
      throw e;
    }
    session.print(version(new Json(both), a.text("--format")));
    return 0;
  }

  private static Map<String, Object> client(ApiVersion spoken) {
    Map<String, Object> client = new LinkedHashMap<>();
    String version = About.class.getPackage().getImplementationVersion();
    client.put("Version", version == null ? "development" : version);
    client.put("ApiVersion", spoken.toString());
    client.put("DefaultAPIVersion", ApiVersion.NEWEST.toString());
    client.put("JavaVersion", String.valueOf(Runtime.version()));
    client.put("Os", "linux");
    client.put("Arch", System.getProperty("os.arch", ""));
    return client;
  }

  private static String version(Json both, String format) {
    if (!format.isEmpty()) {
      return Template.parse(format.equals("json") ? "{{json .}}" : Listing.escapes(format))
              .render(both.value())
          + "\n";
    }
    Json client = both.get("Client");
    String spoken = client.get("ApiVersion").text();
    String newest = client.get("DefaultAPIVersion").text();
    StringBuilder out = new StringBuilder("Client:\n");
    line(out, " Version:", client.get("Version"));
    line(
        out,
        " API version:",
        new Json(spoken.equals(newest) ? spoken : spoken + " (downgraded from " + newest + ")"));
    line(out, " Java version:", client.get("JavaVersion"));
    line(out, " OS/Arch:", new Json(client.get("Os").text() + "/" + client.get("Arch").text()));
    Json server = both.get("Server");
    return out + (server.isNull() ? "" : server(server));
  }

  private static String server(Json server) {
    String platform = server.get("Platform", "Name").text();
    StringBuilder out =
        new StringBuilder(
            "\nServer:" + (platform.isEmpty() ? "" : " " + platform) + "\n Engine:\n");
    line(out, "  Version:", server.get("Version"));
    line(
        out,
        "  API version:",
        new Json(
            server.get("ApiVersion").text()
                + " (minimum version "
                + server.get("MinAPIVersion").text()
                + ")"));
    line(out, "  Go version:", server.get("GoVersion"));
    line(out, "  Git commit:", server.get("GitCommit"));
    line(out, "  Built:", server.get("BuildTime"));
    line(out, "  OS/Arch:", new Json(server.get("Os").text() + "/" + server.get("Arch").text()));
    for (Json component : server.get("Components").items()) {
      if (!component.get("Name").text().equals("Engine")) {
        out.append(' ').append(component.get("Name").text()).append(":\n");
        line(out, "  Version:", component.get("Version"));
        line(out, "  GitCommit:", component.get("Details", "GitCommit"));
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String name, Json value) {
    if (!value.text().isEmpty()) {
      out.append(String.format("%-20s%s%n", name, value.text()));
    }
  }

  static Verb info() {
    return new Verb(
        "info",
        "",
        "Display system-wide information",
        format(),
        (session, a) -> {
          Json info = session.client().get(Target.of("info"));
          String format = a.text("--format");
          session.print(
              format.isEmpty()
                  ? info(info, session)
                  : Template.parse(format.equals("json") ? "{{json .}}" : Listing.escapes(format))
                          .render(info.value())
                      + "\n");
          info.get("Warnings").texts().forEach(session.console().err()::println);
          return 0;
        });
  }

  private static String info(Json info, Session session) {
    StringBuilder out = new StringBuilder("Server:\n");
    field(out, " Containers", info.get("Containers"));
    field(out, "  Running", info.get("ContainersRunning"));
    field(out, "  Paused", info.get("ContainersPaused"));
    field(out, "  Stopped", info.get("ContainersStopped"));
    field(out, " Images", info.get("Images"));
    field(out, " Server Version", info.get("ServerVersion"));
    field(out, " Storage Driver", info.get("Driver"));
    pairs(out, "  ", info.get("DriverStatus"));
    field(out, " Logging Driver", info.get("LoggingDriver"));
    field(out, " Cgroup Driver", info.get("CgroupDriver"));
    field(out, " Cgroup Version", info.get("CgroupVersion"));
    out.append(" Plugins:\n");
    field(out, "  Network", new Json(String.join(" ", info.get("Plugins", "Network").texts())));
    field(out, " Runtimes", new Json(String.join(" ", info.get("Runtimes").fields().keySet())));
    field(out, " Default Runtime", info.get("DefaultRuntime"));
    field(
        out, " Security Options", new Json(String.join(" ", info.get("SecurityOptions").texts())));
    field(out, " Kernel Version", info.get("KernelVersion"));
    field(out, " Operating System", info.get("OperatingSystem"));
    field(out, " OSType", info.get("OSType"));
    field(out, " Architecture", info.get("Architecture"));
    field(out, " CPUs", info.get("NCPU"));
    field(out, " Total Memory", new Json(Units.binarySize(info.get("MemTotal").number())));
    field(out, " Name", info.get("Name"));
    field(out, " ID", info.get("ID"));
    field(out, " Docker Root Dir", info.get("DockerRootDir"));
    field(out, " Debug Mode", info.get("Debug"));
    field(out, " Firewall Backend", info.get("FirewallBackend", "Driver"));
    pairs(out, "  ", info.get("FirewallBackend", "Info"));
    List<Json> pools = info.get("DefaultAddressPools").items();
    if (!pools.isEmpty()) {
      out.append(" Default Address Pools:\n");
      pools.forEach(p ->
          out.append("   Base: ")
              .append(p.get("Base").text())
              .append(", Size: ")
              .append(p.get("Size").text())
              .append('\n'));
    }
    health(out, info.get("Pontoon"));
    field(out, " Endpoint", new Json(session.client().endpoint().text()));
    return out.toString();
  }

  /** Nothing with a daemon that is not Pontoon's. */
  private static void health(StringBuilder out, Json health) {
    if (health.isNull()) {
      return;
    }
    out.append(" Health:\n");
    field(out, "  Unfinished Changes", health.get("UnfinishedChanges"));
    use(out, "  Reserved Sockets", health.get("ReservedSockets"));
    use(out, "  Tracked Connections", health.get("TrackedConnections"));
    Json relay = health.get("Relay");
    out.append("  Relay: ")
        .append(relay.get("TCPConnections").text())
        .append(" connections, ")
        .append(relay.get("UDPClients").text())
        .append(" UDP clients, port ")
        .append(relay.get("Port").text())
        .append('\n');
    listing(out, "  Limitations", health.get("Limitations").texts());
    listing(out, "  Repaired at Start", health.get("RepairedAtStart").texts());
  }

  private static void use(StringBuilder out, String name, Json use) {
    if (!use.isNull()) {
      field(out, name, new Json(use.get("Used").text() + " of " + use.get("Limit").text()));
    }
  }

  private static void listing(StringBuilder out, String name, List<String> sentences) {
    out.append(name).append(sentences.isEmpty() ? ": none\n" : ":\n");
    sentences.forEach(sentence -> out.append("   ").append(sentence).append('\n'));
  }

  private static void field(StringBuilder out, String name, Json value) {
    if (!value.text().isEmpty()) {
      out.append(name).append(": ").append(value.text()).append('\n');
    }
  }

  private static void pairs(StringBuilder out, String indent, Json pairs) {
    pairs
        .items()
        .forEach(pair -> {
          List<String> words = pair.texts();
          if (words.size() == 2) {
            field(out, indent + words.getFirst(), new Json(words.getLast()));
          }
        });
  }
}

package dev.pontoon.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pontoon.cli.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {
  private static final Listing LISTING =
      new Listing(Map.of("ID", "CONTAINER ID", "Names", "NAMES"), List.of("ID", "Names"));
  private static final List<Map<String, String>> ROWS =
      List.of(Map.of("ID", "4f0c", "Names", "web"));

  @Test
  void columnsAreAtLeastTenWide() {
    assertThat(Table.align(List.of("IMAGE\tCOMMAND\tNAMES", "web:latest\t\"sh…\"\tx", "a\tb\t")))
        .isEqualTo(
            "IMAGE        COMMAND   NAMES\nweb:latest   \"sh…\"     x\na            b         \n");
  }

  @Test
  void listsAsTableJsonOrTemplate() {
    assertThat(LISTING.print("", ROWS)).isEqualTo("CONTAINER ID   NAMES\n4f0c           web\n");
    assertThat(LISTING.print("table {{.Names}}\\t{{.ID}}", ROWS))
        .isEqualTo("NAMES     CONTAINER ID\nweb       4f0c\n");
    assertThat(LISTING.print("{{.ID}}:{{upper .Names}}", ROWS)).isEqualTo("4f0c:WEB\n");
    assertThat(LISTING.print("json", List.of(Listing.row("ID", "4f0c", "Names", "web"))))
        .isEqualTo("{\"ID\":\"4f0c\",\"Names\":\"web\"}\n");
  }

  @Test
  void wholeRowsAreEscapedAsDockersClientDoesAndFieldsAreNot() {
    List<Map<String, String>> rows = List.of(Listing.row("ID", "<none>"));
    assertThat(LISTING.print("{{json .}}", rows)).isEqualTo("{\"ID\":\"\\u003cnone\\u003e\"}\n");
    assertThat(LISTING.print("{{json .ID}}", rows)).isEqualTo("\"<none>\"\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, Less than a second", "1, 1 second", "59, 59 seconds", "60, About a minute",
        "119, About a minute", "120, 2 minutes",
    "3599, 59 minutes", "3600, About an hour", "5400, 2 hours", "172799, 2 days", "172800, 2 days",
        "1209600, 2 weeks",
    "5184000, 2 months", "63072000, 2 years"
  })
  void saysHowLong(long seconds, String text) {
    assertThat(Units.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "999, 999B",
    "1000, 1kB",
    "1883, 1.88kB",
    "1984000, 1.98MB",
    "72800000, 72.8MB",
    "123456789, 123MB",
    "5500000000, 5.5GB"
  })
  void saysHowMuch(long bytes, String text) {
    assertThat(Units.size(bytes, 3)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|''",
        "[{'PrivatePort':80,'Type':'tcp'}]|80/tcp",
        "[{'IP':'0.0.0.0','PrivatePort':80,'PublicPort':8080,'Type':'tcp'},{'IP':'::','PrivatePort':80,'PublicPort':8080,'Type':'tcp'}]|0.0.0.0:8080->80/tcp, [::]:8080->80/tcp",
        "[{'IP':'::1','PrivatePort':81,'PublicPort':81,'Type':'tcp'},{'IP':'::1','PrivatePort':80,'PublicPort':80,'Type':'tcp'}]|[::1]:80-81->80-81/tcp",
        "[{'PrivatePort':80,'Type':'tcp'},{'PrivatePort':81,'Type':'tcp'},{'PrivatePort':90,'Type':'tcp'},{'PrivatePort':53,'Type':'udp'}]|80-81/tcp, 53/udp, 90/tcp"
      })
  void showsPorts(String json, String text) throws IOException {
    List<Json> ports = Json.parse(json.replace('\'', '"')).items();
    assertThat(PortText.of(ports)).isEqualTo(text);
  }

  @Test
  void readsPointsInTime() {
    Instant now = Instant.parse("2026-11-22T22:44:30Z");
    assertThat(Timestamps.argument("10m", now, () -> ZoneOffset.UTC))
        .isEqualTo(now.minusSeconds(600).getEpochSecond() + ".000000000");
    assertThat(Timestamps.argument("1700000000", now, () -> ZoneOffset.UTC))
        .isEqualTo("1700000000");
    assertThat(Timestamps.argument("2026-11-22", now, () -> ZoneOffset.UTC))
        .isEqualTo("1795305600.000000000");
    assertThat(Timestamps.argument("2026-11-22T00:00:00+01:00", now, () -> ZoneOffset.UTC))
        .isEqualTo("1795302000.000000000");
    assertThatThrownBy(() -> Timestamps.argument("yesterday", now, () -> ZoneOffset.UTC))
        .hasMessageContaining("failed to parse value as time");
    assertThat(Timestamps.full(now, ZoneId.of("UTC"))).isEqualTo("2026-11-22 22:44:30 +0000 UTC");
    assertThat(Timestamps.full(now.plusNanos(96_100_000), ZoneId.of("UTC")))
        .isEqualTo("2026-11-22 22:44:30.0961 +0000 UTC");
    assertThat(Timestamps.nanos(now, ZoneId.of("UTC"))).isEqualTo("2026-11-22T22:44:30.000000000Z");
  }

  @Test
  void indentsAsGoDoes() throws IOException {
    assertThat(Json.parse("[{\"a\":1.50,\"b\":[],\"c\":{},\"d\":[\"<x>\"]}]").pretty())
        .isEqualTo(
            "[\n    {\n        \"a\": 1.50,\n        \"b\": [],\n        \"c\": {},\n        \"d\": [\n            \"<x>\"\n        ]\n    }\n]");
    assertThatThrownBy(() -> Json.parse("{\"a\":"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("malformed JSON");
  }

  @Test
  void quotesACommand() {
    assertThat(Listing.quote("sh -c \"a\tb\\\"…")).isEqualTo("\"sh -c \\\"a\\tb\\\\\\\"…\"");
    assertThat(Listing.ellipsis("sh -c 'while true; do'", 20)).isEqualTo("sh -c 'while true; …");
  }

  @Test
  void showsProgress() throws IOException {
    String messages =
        """
        {"status":"Pulling from web","id":"latest"}
        {"status":"Downloading","progressDetail":{"current":512,"total":1024},"id":"aa"}
        {"status":"Pull complete","progressDetail":{},"id":"aa"}
        {"status":"Status: done"}
        """;
    assertThat(progress(messages, false))
        .isEqualTo("latest: Pulling from web\naa: Pull complete\nStatus: done\n");
    String bar = "[" + "=".repeat(25) + ">" + " ".repeat(24) + "]  512B/1.024kB";
    assertThat(progress(messages, true))
        .contains("aa: Downloading " + bar)
        .contains("\u001b[1A\r\u001b[2Kaa: Pull complete");
  }

  private static String progress(String messages, boolean terminal) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Progress progress = new Progress(new PrintStream(out, true, StandardCharsets.UTF_8), terminal);
    for (String line : messages.lines().toList()) {
      progress.show(Json.parse(line));
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}

package dev.pontoon.runtime.image;

import dev.pontoon.runtime.ProgressListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what {@code skopeo copy} shows on a terminal, {@code Copying blob 2717c5d3bfc5 [=>---]
 * 28.0MiB / 58.3MiB}, and tells it in Docker's words.
 */
final class CopyProgress {
  private static final Pattern CONTROL = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
  private static final Pattern BLOB =
      Pattern.compile("Copying blob (?:sha256:)?([0-9a-f]{12})\\S*(.*)");
  private static final Pattern BYTES =
      Pattern.compile("([0-9.]+)([KMGT]?)i?[bB] / ([0-9.]+)([KMGT]?)i?[bB]");
  private static final String EXISTS = "Already exists";
  private static final String UNITS = "KMGT";

  private final ProgressListener listener;
  private final Map<String, String> last = new LinkedHashMap<>();

  CopyProgress(ProgressListener listener) {
    this.listener = listener;
  }

  /** Takes a line. */
  void line(String line) {
    Matcher blob = BLOB.matcher(CONTROL.matcher(line).replaceAll(""));
    if (!blob.find()) {
      return;
    }
    String id = blob.group(1);
    String rest = blob.group(2);
    Matcher bytes = BYTES.matcher(rest);
    if (rest.contains("skipped")) {
      tell(id, EXISTS, 0, 0);
    } else if (rest.strip().startsWith("done")) {
      tell(id, "Download complete", 0, 0);
    } else if (bytes.find()) {
      tell(
          id,
          "Downloading",
          number(bytes.group(1), bytes.group(2)),
          number(bytes.group(3), bytes.group(4)));
    } else {
      tell(id, "Pulling fs layer", 0, 0);
    }
  }

  /** All that was fetched is kept now. */
  void kept() {
    last.keySet().stream()
        .filter(id -> !EXISTS.equals(last.get(id)))
        .forEach(id -> listener.status(id, "Pull complete", 0, 0));
  }

  private void tell(String id, String status, long current, long total) {
    if (!last.containsKey(id) && total > 0) {
      listener.status(id, "Pulling fs layer", 0, 0);
    }
    if (total > 0 || !status.equals(last.get(id))) {
      last.put(id, status);
      listener.status(id, status, current, total);
    }
  }

  private static long number(String digits, String unit) {
    int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit) + 1;
    return Math.round(Double.parseDouble(digits) * (1L << (10 * power)));
  }
}

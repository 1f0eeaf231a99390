package dev.pontoon.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CopyProgressTest {
  private final List<String> told = new ArrayList<>();
  private final CopyProgress progress =
      new CopyProgress((id, status, current, total) ->
          told.add(id + " " + status + (total == 0 ? "" : " " + current + "/" + total)));

  /** As skopeo 1.9 shows it in a window of 80 columns. */
  @Test
  void tellsInDockersWords() {
    progress.line("Getting image source signatures");
    progress.line("Copying blob 2717c5d3bfc5 [=====>------------] 28.0MiB / 58.5MiB");
    progress.line("Copying blob 09fddf593869 skipped: already exists  ");
    progress.line("\u001b[2A\u001b[JCopying blob 2717c5d3bfc5 [==========] 1.5KiB / 1.0GiB");
    progress.line("Copying blob 09fddf593869 skipped: already exists  ");
    progress.line("\u001b[1A\u001b[JCopying blob 2717c5d3bfc5 done  ");
    progress.line("Copying config 035f92f621 [================] 275.0b / 275.0b");
    progress.kept();

    assertThat(told)
        .containsExactly(
            "2717c5d3bfc5 Pulling fs layer",
            "2717c5d3bfc5 Downloading 29360128/61341696",
            "09fddf593869 Already exists",
            "2717c5d3bfc5 Downloading 1536/1073741824",
            "2717c5d3bfc5 Download complete",
            "2717c5d3bfc5 Pull complete");
  }

  /** As skopeo 1.18 shows it. */
  @Test
  void readsANewerForm() {
    progress.line("Copying blob 2717c5d3bfc5 [=>--------] 28.0MiB / 58.5MiB | 20.1 MiB/s");
    progress.line("Copying blob 2717c5d3bfc5 done   | ");

    assertThat(told)
        .containsExactly(
            "2717c5d3bfc5 Pulling fs layer",
            "2717c5d3bfc5 Downloading 29360128/61341696",
            "2717c5d3bfc5 Download complete");
  }

  /** As it says it where there is no terminal. */
  @Test
  void readsLinesWithoutBars() {
    progress.line("Copying blob sha256:2717c5d3bfc5aabbccdd2717c5d3bfc5aabbccdd");

    assertThat(told).containsExactly("2717c5d3bfc5 Pulling fs layer");
  }
}

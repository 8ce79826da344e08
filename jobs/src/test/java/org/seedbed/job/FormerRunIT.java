package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests reading runs and a dataset of commit 922e90b, which predates record versions and the tasks'
 * current names.
 */
class FormerRunIT {
  private static final Path FORMER = Path.of("src/test/resources/org/seedbed/job/former");

  /** The options of the Neural RAM run. */
  private static final List<String> RESTARTS =
      List.of(
          "restarts",
          "--task",
          "copy",
          "--seeds",
          "8",
          "--set",
          "search.slots=2",
          "--set",
          "search.width=4",
          "--set",
          "curriculum.lastLevel=2",
          "--set",
          "curriculum.widenings=0",
          "--set",
          "search.rungs=[20,40]",
          "--set",
          "nram.hidden=8",
          "--set",
          "nram.registers=3",
          "--set",
          "evaluation.examples=32",
          "--set",
          "evaluation.top=2",
          "--set",
          "evaluation.lengths=[2,4]",
          "--set",
          "training.checkEvery=10",
          "--set",
          "evaluation.lengthExamples=16",
          "--set",
          "evaluation.confirmations=1",
          "--resume");

  @TempDir Path folder;

  private final CommandLineRun run = new CommandLineRun();

  @BeforeEach
  void copy() throws IOException {
    try (var files = Files.walk(FORMER)) {
      files.forEach(
          file -> {
            try {
              var to = folder.resolve(FORMER.relativize(file).toString());
              if (Files.isDirectory(file)) {
                Files.createDirectories(to);
              } else {
                Files.copy(file, to);
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    // The run names its dataset by a relative path.
    var yaml = folder.resolve("run-nram/experiment.yaml");
    Files.writeString(
        yaml, Files.readString(yaml).replace("data: dataset", "data: " + path("dataset")));
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void well(String... arguments) {
    assertThat(run.seedbed(arguments)).as(run.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run-nram", "run-npi", "run-neural-gpu"})
  void verbsThatReadARunReadIt(String name) throws IOException {
    well("leaderboard", path(name));
    assertThat(run.out()).contains("seeds solved it");
    well("show", path(name));
    assertThat(run.out()).contains("rank 1, seed ");
    well("evaluate", path(name), "--lengths", "5", "--examples", "4");
    assertThat(run.out()).contains("of     4");
    well("report", path(name));
    assertThat(folder.resolve(name).resolve("report.html")).content().contains("Learning curves");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run-nram", "run-npi", "run-neural-gpu"})
  void aReplayTrainsItAgain(String name) {
    // Another processor may compute other last bits than the recorded ones.
    assertThat(run.seedbed("replay", path(name), "--seed", "0"))
        .isIn(ExitCode.OK.code(), ExitCode.DISAGREES.code());
    assertThat(run.out()).contains("rung 1, step ").containsPattern("recorded [0-9a-f]{64}");
  }

  /** Resumes by the run's own experiment, since defaults may have changed. */
  private int resumed() {
    return run.seedbed(
        RESTARTS,
        "--data",
        path("dataset"),
        "--experiment",
        path("run-nram/experiment.yaml"),
        "--out",
        path("run-nram"));
  }

  @Test
  void defaultsThatChangedAreNamedWithTheRemedy() {
    assertThat(run.seedbed(RESTARTS, "--data", path("dataset"), "--out", path("run-nram")))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err())
        .contains("entropyBonus: 0.1 (now entropyBonus: 4.5)")
        .contains("or --experiment")
        .contains("run-nram/experiment.yaml, or another --out");
  }

  @Test
  void aFinishedSearchResumesToTheSameEntries() throws IOException {
    var before = entries("run-nram");
    assertThat(resumed()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("(committed before)", "The run stays on engine pytorch")
        .doesNotContain("Damaged");
    assertThat(entries("run-nram")).isEqualTo(before);
    assertThat(folder.resolve("run-nram/leaderboard.json"))
        .content()
        .contains("\"schemaVersion\" : 4", "\"task\" : \"memory/copy\"");
  }

  /**
   * Returns entries and statistics as text. They contain no names and no version; what the first
   * version did not know is left out.
   */
  private String entries(String name) throws IOException {
    String json = Files.readString(folder.resolve(name).resolve("leaderboard.json"));
    return json.substring(json.indexOf("\"statistics\""))
        .replaceAll(",\\s*\"(prunedAt|belief)\" : null", "")
        .replaceAll(",\\s*\"controls\" : \\[ \\]", "")
        .strip();
  }

  @Test
  void aSearchThatWasInterruptedResumes() throws IOException {
    for (var gone :
        new String[] {"leaderboard.json", "rungs/01/rung.json", "rungs/01/population-000.json"}) {
      Files.delete(folder.resolve("run-nram").resolve(gone));
    }
    assertThat(resumed()).as(run.err()).isZero();
    assertThat(folder.resolve("run-nram/leaderboard.json")).exists();
    assertThat(run.err()).contains("task 'copy' is now called 'memory/copy'");
  }

  /** Space may have been made by hand; what is left must say what it leaves out. */
  @Test
  void aReportOfARunWithoutItsRecordsSaysWhatIsMissing() throws IOException {
    try (var files = Files.walk(folder.resolve("run-nram/rungs"))) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder.resolve("run-nram/best/rank-001/card.json"));
    assertThat(run.seedbed("report", path("run-nram"))).isEqualTo(ExitCode.FAILED.code());
    assertThat(run.err()).contains("rungs/00/population-000.json", "--unverified");
    well("report", path("run-nram"), "--unverified");
    assertThat(folder.resolve("run-nram/report.html"))
        .content()
        .contains("Its parameters cannot be read: Seed ")
        .contains("Curves missing because the folder no longer contains their records: 8.")
        .contains("folder no longer")
        .contains("The best at work");
  }

  @Test
  void anInitializationOfItIsTrainedFurther() {
    well(
        "train",
        "--from",
        path("run-nram"),
        "--workers",
        "1",
        "--iterations",
        "10",
        "--out",
        path("trained"));
    assertThat(folder.resolve("trained/card.json")).exists();
  }

  @Test
  void aLaterVersionIsRefusedWithBothVersions() throws IOException {
    var file = folder.resolve("run-nram/leaderboard.json");
    Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{ \"schemaVersion\" : 9,"));
    assertThat(run.seedbed("leaderboard", path("run-nram"))).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err())
        .contains("leaderboard.json has schema version 9; this Seedbed reads versions 1 to 4.");
  }
}

package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedbedTest {
  @TempDir Path folder;

  private record Said(int exitCode, String out, String err) {}

  private static Said seedbed(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int code =
        Seedbed.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Said(code, out.toString(), err.toString());
  }

  private static void assertRefused(Said said, String... parts) {
    assertThat(said.exitCode()).as(said.err()).isEqualTo(2);
    assertThat(said.err()).contains(parts);
    assertThat(said.err().lines().filter(line -> line.startsWith("seedbed: "))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quickstart",
        "tasks",
        "generate",
        "restarts",
        "leaderboard",
        "evaluate",
        "replay",
        "show",
        "verify",
        "report",
        "train",
        "cluster",
        "submit"
      })
  void everyVerbHelps(String verb) {
    var said = seedbed(verb, "--help");
    assertThat(said.exitCode()).isZero();
    assertThat(said.out()).startsWith("Usage: seedbed " + verb);
  }

  @Test
  void listsTasksWithAnExampleEach() {
    var said = seedbed("tasks");
    assertThat(said.exitCode()).isZero();
    for (var task : List.of("access", "increment", "copy", "reverse", "swap", "permutation")) {
      assertThat(said.out()).contains("memory/" + task + "\n");
    }
    for (var task : List.of("copy", "sort", "badd", "qmul", "mul", "carry")) {
      assertThat(said.out()).contains("sequence/" + task + "\n");
    }
    assertThat(said.out().lines().filter(line -> line.contains(" → ")))
        .hasSize(144 + 1); // One is of the example on the class path.
    for (var task : List.of("addition", "bubble-sort", "quicksort", "topological-sort")) {
      assertThat(said.out()).contains("trace/" + task + "\n", "trace/" + task + "-recursive\n");
    }
    assertThat(said.out())
        .contains("          BUBBLE\n            BSTEP\n              COMPSWAP\n");
  }

  @Test
  void refusesAnUnknownTask() {
    assertRefused(
        seedbed("restarts", "--task", "coppy", "--out", folder.resolve("r").toString()),
        "Unknown task for model 'nram': 'coppy'",
        "Did you mean 'memory/copy'?");
    assertRefused(
        seedbed("generate", "--task", "memory/coppy", "--out", folder.resolve("d").toString()),
        "Did you mean 'memory/copy'?");
  }

  @Test
  void refusesAnUnknownModelFlagAndKey() throws IOException {
    String out = folder.resolve("r").toString();
    assertRefused(seedbed("restarts", "--model", "nrm", "--out", out), "Did you mean 'nram'?");
    assertRefused(seedbed("restarts", "--sedes", "3", "--out", out), "--sedes");
    assertRefused(seedbed("restarts", "--seeds", "many", "--out", out), "many");
    assertRefused(seedbed("restarts", "--set", "nram.regs=3", "--out", out), "'nram.regs'");
    var file = folder.resolve("experiment.yaml");
    Files.writeString(file, "tusk: copy\n");
    assertRefused(
        seedbed("restarts", "--experiment", file.toString(), "--out", out),
        "Unknown key 'tusk'",
        "Did you mean 'task'?");
    assertRefused(
        seedbed("restarts", "--experiment", folder.resolve("none").toString(), "--out", out),
        "does not exist");
    assertThat(folder.resolve("r")).doesNotExist();
  }

  @Test
  void refusesALevelThatDoesNotFit() {
    assertRefused(
        seedbed(
            "restarts",
            "--set",
            "curriculum.modulus=8",
            "--set",
            "curriculum.lastLevel=9",
            "--out",
            folder.resolve("r").toString()),
        "needs M = 19 memory cells, but M is 8",
        "Raise the modulus to 19");
  }

  @Test
  void refusesAnOccupiedFolderAndOneThatCannotBeWritten() throws IOException {
    var occupied = Files.createDirectory(folder.resolve("occupied"));
    Files.writeString(occupied.resolve("thesis.tex"), "important");
    assertRefused(seedbed("restarts", "--out", occupied.toString()), "is occupied", "--resume");
    assertRefused(
        seedbed("restarts", "--resume", "--out", occupied.toString()), "no experiment.yaml");
    var file = Files.writeString(folder.resolve("file"), "");
    assertRefused(
        seedbed("restarts", "--out", file.resolve("run").toString()), "cannot be written to");
    assertThat(occupied.resolve("thesis.tex")).hasContent("important");
  }

  @Test
  void refusesAFolderThatIsNoRun() {
    for (var verb : List.of("leaderboard", "evaluate", "show", "report")) {
      assertRefused(seedbed(verb, folder.toString()), "No run in", "experiment.yaml");
    }
  }

  @Test
  void saysWhatItIsWithoutAVerb() {
    assertRefused(seedbed(), "verb");
  }

  @Test
  void clustersAndSubmissionsSayWhatIsMissing() {
    var none = folder.resolve("cluster").toString();
    assertRefused(seedbed("cluster"), "Give one of:", "start", "stop", "status");
    assertRefused(
        seedbed("cluster", "start", "--workers", "0"), "--workers is 0, must be 1 or more");
    assertThat(seedbed("cluster", "status", "--dir", none))
        .isEqualTo(new Said(1, "no cluster runs in " + none + System.lineSeparator(), ""));
    assertThat(seedbed("cluster", "stop", "--dir", none).exitCode()).isZero();
    assertRefused(seedbed("submit", "tasks"), "Spark's jars from Maven are not here");
    assertRefused(seedbed("submit"), "Missing required parameter: 'VERB'");
  }

  @Test
  void dataParallelTrainingSaysWhatIsMissing() {
    var run = folder.resolve("none").toString();
    assertRefused(seedbed("train", "--from", run, "--out", run), "No run in " + run);
  }
}

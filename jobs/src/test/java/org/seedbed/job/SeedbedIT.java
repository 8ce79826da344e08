package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the verbs in sequence, as a user would. */
class SeedbedIT {
  @TempDir Path folder;

  private final CommandLineRun run = new CommandLineRun();

  private int seedbed(String... arguments) {
    return run.seedbed(arguments);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private int search(String... more) {
    var small =
        List.of(
            "restarts",
            "--task",
            "memory/increment",
            "--seeds",
            "4",
            "--width",
            "4",
            "--set",
            "curriculum.lastLevel=2",
            "--set",
            "curriculum.widenings=0",
            "--set",
            "search.rungs=[10,20]",
            "--set",
            "nram.hiddenSize=8",
            "--set",
            "evaluation.examples=32",
            "--data",
            path("data"));
    return seedbed(Stream.concat(small.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private void generate() {
    assertThat(
            seedbed(
                "generate",
                "--task",
                "memory/increment",
                "--examples",
                "3000",
                "--last-level",
                "2",
                "--widenings",
                "0",
                "--out",
                path("data")))
        .isZero();
    assertThat(run.out()).contains("wrote 3,000 examples", "content SHA-256", "_manifest.json");
  }

  @Test
  void everyVerbOnASmallRun() throws IOException {
    generate();
    assertThat(search("--out", path("run"))).as(run.err()).isZero();
    assertThat(run.out())
        .contains(
            "rung 1 of 2: 4 seeds in 1 populations", "2 continue", "seed-steps/s", "report.html");
    assertThat(seedbed("leaderboard", path("run"))).isZero();
    assertThat(run.out()).contains("of 4 seeds solved it", "95 % interval");
    assertThat(seedbed("evaluate", path("run"), "--lengths", "2,7")).isZero();
    assertThat(run.out().lines().skip(2)).hasSize(2);
    assertThat(seedbed("evaluate", path("run"), "--adversarial")).isEqualTo(2);
    assertThat(run.err()).contains("Task 'memory/increment' has no adversarial inputs");
    assertThat(seedbed("verify", path("run"))).isEqualTo(3);
    assertThat(run.out()).contains("M from 4 to 4", "NOT PROVED: wrong with M = 4", "WRONG");
    assertThat(seedbed("verify", path("run"), "--modulus", "2")).isEqualTo(2);
    assertThat(run.err()).contains("--modulus is 2, must be 4 or more");
    assertThat(seedbed("show", path("run"), "--input", "1 2")).isEqualTo(2);
    assertThat(run.err()).contains("Task 'memory/increment' does not accept hand-written inputs");
    assertThat(seedbed("show", path("run"), "--rank", "2")).isZero();
    assertThat(run.out()).contains("rank 2", "step 1", "output");
    assertThat(seedbed("show", path("run"), "--rank", "9")).isEqualTo(2);
    assertThat(run.err()).contains("ranks 1 … 4");
    assertThat(seedbed("replay", path("run"), "--seed", "3")).isZero();
    assertThat(run.out()).contains("agrees").doesNotContain("DISAGREES");
    Files.delete(folder.resolve("run/report.html"));
    assertThat(seedbed("report", path("run"))).isZero();
    assertThat(folder.resolve("run/report.html"))
        .content()
        .contains("Learning curves by outcome", "What pruning saved and lost", "data:image/png")
        .doesNotContain("src=\"http", "Beside other runs");
    assertThat(seedbed("report", path("run"), "--beside", path("run"))).isZero();
    assertThat(folder.resolve("run/report.html"))
        .content()
        .contains("Beside other runs")
        .containsPattern("(?s)<td>memory/increment</td>.*<td>memory/increment</td>");
    assertThat(search("--out", path("run"), "--resume", "--set", "dataSeed=1")).isZero();
    assertThat(search("--out", path("run"), "--resume", "--set", "training.batch=7")).isEqualTo(2);
    assertThat(run.err()).contains("another experiment: batch: 32 (now batch: 7)");
  }

  @Test
  void aNeuralGpuFromTasksToReport() throws IOException {
    assertThat(
            seedbed(
                "generate",
                "--task",
                "sequence/badd",
                "--examples",
                "3000",
                "--lengths",
                "3,5",
                "--out",
                path("sums")))
        .isZero();
    assertThat(run.out()).contains("lengths 3 … 5", "wrote 3,000 examples");
    assertThat(
            seedbed(
                "restarts",
                "--model",
                "diagonal-neural-gpu",
                "--task",
                "sequence/badd",
                "--seeds",
                "4",
                "--width",
                "2",
                "--set",
                "curriculum.lengths=[3,5]",
                "--set",
                "neuralGpu.maps=6",
                "--set",
                "search.rungs=[10,20]",
                "--set",
                "evaluation.examples=32",
                "--set",
                "evaluation.lengths=[5,9]",
                "--data",
                path("sums"),
                "--out",
                path("gpu")))
        .as(run.err())
        .isZero();
    assertThat(seedbed("evaluate", path("gpu"), "--lengths", "5,20", "--examples", "8")).isZero();
    assertThat(run.out().lines().skip(2)).hasSize(2).allMatch(line -> line.contains("of     8"));
    assertThat(seedbed("evaluate", path("gpu"), "--lengths", "5", "--extra-time-steps", "4"))
        .isZero();
    assertThat(run.out()).contains("extra time steps 4", "of    32");
    assertThat(seedbed("evaluate", path("gpu"), "--adversarial", "--lengths", "9")).isZero();
    assertThat(run.out())
        .contains("carry chain             4", "padded operands", "identical operands", "largest");
    assertThat(seedbed("show", path("gpu"))).isZero();
    assertThat(run.out()).contains("given and asked", " + ", "answered");
    assertThat(seedbed("replay", path("gpu"), "--seed", "3")).isZero();
    assertThat(folder.resolve("gpu/report.html"))
        .content()
        .contains("The best by length", "The best on adversarial inputs", "The best at work");
  }

  @Test
  void aProgrammerInterpreterFromTracesToAProof() throws IOException {
    assertThat(
            seedbed(
                "generate",
                "--task",
                "trace/quicksort-recursive",
                "--examples",
                "3000",
                "--lengths",
                "3,6",
                "--out",
                path("traces")))
        .isZero();
    assertThat(run.out()).contains("distinct ones written", "duplicates dropped");
    assertThat(
            seedbed(
                "restarts",
                "--model",
                "npi",
                "--task",
                "quicksort-recursive",
                "--seeds",
                "4",
                "--width",
                "4",
                "--set",
                "curriculum.lengths=[3,6]",
                "--set",
                "npi.hiddenSize=16",
                "--set",
                "npi.encoding=16",
                "--set",
                "training.batch=8",
                "--set",
                "training.adam.learningRate=0.02",
                "--set",
                "search.rungs=[200,240]",
                "--set",
                "evaluation.examples=64",
                "--set",
                "evaluation.lengths=[6,12]",
                "--set",
                "evaluation.confirmations=0",
                "--data",
                path("traces"),
                "--out",
                path("npi")))
        .as(run.err())
        .isZero();
    assertThat(run.out()).contains("proved right on every input", "     proved\n");
    assertThat(seedbed("verify", path("npi"))).as(run.out()).isZero();
    assertThat(run.out())
        .contains("checked 37 frames of ", "PROVED: right on every input; least lead")
        .contains("in 64-bit floats: PROVED");
    assertThat(seedbed("verify", path("npi"), "--modulus", "9")).isEqualTo(2);
    assertThat(run.err()).contains("is verified on every input, of any size");
    assertThat(seedbed("evaluate", path("npi"), "--lengths", "20", "--examples", "4")).isZero();
    assertThat(run.out()).contains("4 of     4");
    assertThat(seedbed("show", path("npi"), "--input", "2 1")).isZero();
    assertThat(run.out())
        .contains("\nQUICKSORT\n  PARTITION  ", "SWAP, I, HI", "right after ", "[1, 2]");
    assertThat(seedbed("show", path("npi"), "--input", "2+1")).isEqualTo(2);
    assertThat(run.err()).contains("Input '2+1' is no list of digits");
    assertThat(seedbed("replay", path("npi"), "--seed", "3")).isZero();
    assertThat(folder.resolve("npi/report.html")).content().contains("Proved", "QUICKSORT");
  }

  @Test
  void aSeedThatHasHardlyTrainedIsNotProved() {
    assertThat(
            seedbed(
                "restarts",
                "--model",
                "npi",
                "--task",
                "topological-sort-recursive",
                "--seeds",
                "1",
                "--width",
                "1",
                "--set",
                "npi.hiddenSize=4",
                "--set",
                "search.rungs=[2]",
                "--set",
                "evaluation.examples=8",
                "--out",
                path("hardly")))
        .as(run.err())
        .isZero();
    assertThat(seedbed("verify", path("hardly"))).isEqualTo(3);
    assertThat(run.out())
        .contains("checked 39 frames of 102 steps", "NOT PROVED: wrong in ", "  input  1 node")
        .containsPattern("step 1 WRONG {2}all-started=");
    assertThat(seedbed("evaluate", path("hardly"), "--lengths", "4", "--examples", "6")).isZero();
    assertThat(run.out())
        .contains("0 of     6")
        .containsPattern("(wrong|action|limit|overflow) \\d");
  }

  @Test
  void aDamagedDatasetEndsTheRunWithItsName() throws IOException {
    generate();
    var file = folder.resolve("data/level=001/modulus=008/examples-000000000000.parquet");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 3] ^= 1;
    Files.write(file, bytes);
    assertThat(search("--out", path("hurt"))).isEqualTo(1);
    assertThat(run.err())
        .startsWith("seedbed: a population failed: Damaged file")
        .contains("level=001/modulus=008/examples-000000000000.parquet", "expected SHA-256");
  }
}

package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.record.Leaderboard;

/** Tests series of searches over fresh seeds, merged into one leaderboard. */
class SearchSeriesIT {
  private static final List<String> FILES =
      List.of("initialization.safetensors", "trained.safetensors");

  @TempDir Path folder;

  private final CommandLineRun run = new CommandLineRun();

  /** Searches without pruning and confirmation, whose results depend on the other seeds. */
  private int search(Path out, int seeds, String... more) {
    var arguments =
        Stream.of(
            Stream.of("restarts", "--task", "access", "--seeds", String.valueOf(seeds)),
            Stream.of("--width", "4", "--set", "search.slots=1", "--set", "search.pruning=none"),
            Stream.of("--set", "search.rungs=[10,40]", "--set", "nram.hiddenSize=8"),
            Stream.of("--set", "curriculum.lastLevel=2", "--set", "curriculum.widenings=0"),
            Stream.of("--set", "evaluation.examples=32", "--set", "evaluation.lengths=[2,4]"),
            Stream.of("--set", "evaluation.top=3", "--set", "evaluation.confirmations=0"),
            Stream.of("--out", out.toString()),
            Stream.of(more));
    return run.seedbed(arguments.flatMap(a -> a).toList());
  }

  private Leaderboard leaderboard(Path out) throws IOException {
    return FinishedRun.open(out.toString()).leaderboard();
  }

  @Test
  void findsWhatOneSearchOverAllSeedsFindsWhateverIsKilled() throws IOException {
    var whole = folder.resolve("whole");
    assertThat(search(whole, 12)).as(run.err()).isZero();

    var series = folder.resolve("series");
    assertThat(search(series, 4, "--fresh-seeds")).as(run.err()).isZero();
    assertThat(leaderboard(series).entries()).hasSize(4);
    byte[] ofOne = Files.readAllBytes(series.resolve("leaderboard.json"));
    assertThat(search(series, 4, "--fresh-seeds")).as(run.err()).isZero();
    assertThat(run.out()).contains("seeds 4 … 7", "all 2 searches:");
    var ofTwo = leaderboard(series);

    // Simulate a driver killed between the second search and the merge.
    Files.write(series.resolve("leaderboard.json"), ofOne);
    assertThat(search(series, 4, "--fresh-seeds")).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("rung 1");
    assertThat(leaderboard(series)).isEqualTo(ofTwo);

    // Simulate a driver killed during the third search.
    assertThat(search(series, 4, "--fresh-seeds")).as(run.err()).isZero();
    for (var file : List.of("leaderboard.json", "rungs/01/rung.json")) {
      Files.delete(series.resolve("searches/0002").resolve(file));
    }
    Files.delete(series.resolve("searches/0002/rungs/01/population-000.json"));
    assertThat(search(series, 4, "--fresh-seeds")).as(run.err()).isZero();
    assertThat(run.out()).contains("seeds 8 … 11");
    assertThat(series.resolve("searches/0003")).doesNotExist();

    assertThat(leaderboard(series).entries()).isEqualTo(leaderboard(whole).entries());
    assertThat(leaderboard(series).statistics()).isEqualTo(leaderboard(whole).statistics());
    for (var file : FILES) {
      for (int rank = 1; rank <= 3; rank++) {
        var best = "best/rank-00%d/%s".formatted(rank, file);
        assertThat(series.resolve(best)).hasSameBinaryContentAs(whole.resolve(best));
      }
    }
  }

  @Test
  void readsLikeARunAndIsNotMistakenForOne() throws IOException {
    var series = folder.resolve("series");
    assertThat(search(series, 4, "--fresh-seeds")).as(run.err()).isZero();
    assertThat(search(series, 4, "--fresh-seeds")).as(run.err()).isZero();
    String path = series.toString();
    assertThat(run.seedbed("leaderboard", path)).isZero();
    assertThat(run.out()).contains("of 8 seeds");
    assertThat(run.seedbed("show", path, "--rank", "1")).as(run.err()).isZero();
    assertThat(run.seedbed("evaluate", path, "--rank", "8", "--lengths", "2")).isZero();
    assertThat(run.seedbed("replay", path, "--seed", "6")).as(run.err()).isZero();
    assertThat(run.seedbed("report", path)).as(run.err()).isZero();
    assertThat(Files.readString(series.resolve("report.html"))).contains("rung 1 to 2, search 2");

    assertThat(search(series, 8, "--resume")).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("is a series of searches", "--fresh-seeds");
    assertThat(search(series, 4, "--fresh-seeds", "--set", "nram.hiddenSize=9"))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("hiddenSize: 8 (now hiddenSize: 9)");
    assertThat(search(series.resolve("searches/0000"), 4, "--fresh-seeds"))
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains("is a run, and no series");
  }
}

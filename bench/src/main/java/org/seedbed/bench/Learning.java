package org.seedbed.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.record.Costs;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the recorded searches of {@code bench/results}, one for each experiment file. */
@Command(
    name = "learning",
    description = {
      "Runs the experiments of bench/experiments, which takes hours. Resumes if it was interrupted."
    },
    mixinStandardHelpOptions = true)
final class Learning implements Callable<Integer> {
  @Mixin private Figures figures;

  @Parameters(
      paramLabel = "OUT",
      defaultValue = "runs/learning",
      description = "Folder of the runs (default: ${DEFAULT-VALUE}).")
  private Path out;

  @Option(
      names = "--only",
      split = ",",
      description = "Experiments to run, such as copy or npi/addition (default: all).")
  private List<String> only = List.of();

  @Override
  public Integer call() throws Exception {
    var script = Path.of(System.getProperty("seedbed.script"));
    var experiments = script.resolveSibling("bench").resolve("experiments");
    List<Path> files;
    try (var walk = Files.walk(experiments)) {
      files = walk.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    for (var file : files) {
      String name = experiments.relativize(file).toString().replace(".yaml", "");
      if (only.isEmpty() || only.contains(name)) {
        search(script, file, name);
      }
    }
    return 0;
  }

  private void search(Path script, Path file, String name) throws Exception {
    var run = out.resolve(name).toAbsolutePath();
    int code =
        new ProcessBuilder(
                script.toString(),
                "restarts",
                "--experiment",
                file.toString(),
                "--out",
                run.toString(),
                "--resume")
            .inheritIO()
            .start()
            .waitFor();
    if (code != 0) {
      throw new IllegalStateException(name + " ended with exit code " + code);
    }
    var folder = RunFolder.at(new org.apache.hadoop.fs.Path(run.toUri()), new Configuration());
    var statistics = RunRecords.leaderboard(folder).statistics();
    figures.add(
        "experiment",
        name,
        "seeds",
        statistics.seeds(),
        "solved",
        statistics.solved(),
        "share solved, with its 95 % interval",
        new Spread(
            statistics.solvedShare(), statistics.wilson95().low(), statistics.wilson95().high()),
        "core-seconds per solved seed",
        folder.readJson(folder.costs(), Costs.class).coreSecondsPerSolvedSeed());
  }
}

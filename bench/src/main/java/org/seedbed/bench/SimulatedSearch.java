package org.seedbed.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RungRecord;
import org.seedbed.search.RestartSearch;
import org.seedbed.search.SearchListener;
import org.seedbed.serialization.SeedbedRegistrator;

/**
 * What the driver does for a search of very many seeds on very many executors: the real driver
 * code, with recorded outcomes in place of training. {@code SimulatedSearch RECORDED OUT [SEEDS
 * [SLOTS [WIDTH]]]}.
 */
public final class SimulatedSearch {
  private final JavaSparkContext spark;
  private final RunFolder run;
  private long cpuBefore;
  private long wallBefore;

  private SimulatedSearch(JavaSparkContext spark, RunFolder run) {
    this.spark = spark;
    this.run = run;
  }

  public static void main(String[] arguments) throws IOException {
    String recorded = arguments[0];
    var out = new Path(arguments[1]);
    int seeds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1_000_000;
    int slots = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1000;
    int width = arguments.length > 4 ? Integer.parseInt(arguments[4]) : 32;
    var conf =
        new SparkConf()
            .setMaster("local[2]")
            .setAppName("simulation")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "localhost");
    SeedbedRegistrator.configure(conf);
    try (var spark = new JavaSparkContext(conf)) {
      var run = RunFolder.at(out, new Configuration());
      var simulation = new SimulatedSearch(spark, run);
      simulation.search(recorded, seeds, slots, width);
      simulation.resume(recorded);
      simulation.size(out);
    }
  }

  private void search(String recorded, int seeds, int slots, int width) throws IOException {
    var asked = RestartSearch.experimentOf(RunFolder.at(new Path(recorded), new Configuration()));
    var experiment = scaled(asked, seeds, slots, width);
    System.out.printf(
        "%,d seeds, %,d slots, populations of up to %d, rungs %s%n",
        seeds, slots, width, experiment.search().rungs());
    System.out.println(
        "| rung | seeds | populations | wall s | driver CPU s | driver CPU ms a population | heap MiB after collection |");
    System.out.println("|---|---|---|---|---|---|---|");
    begin();
    RestartSearch.start(spark, experiment, run, new Rungs())
        .trainedBy(new RecordedOutcomes(recorded))
        .run();
  }

  private static Experiment scaled(Experiment asked, int seeds, int slots, int width) {
    return ExperimentFile.read(
        ExperimentFile.write(asked),
        Map.of(
            "seeds.first",
            "0",
            "seeds.count",
            String.valueOf(seeds),
            "search.width",
            String.valueOf(width),
            "search.slots",
            String.valueOf(slots),
            "evaluation.top",
            "0",
            "evaluation.confirmations",
            "0"));
  }

  private void resume(String recorded) throws IOException {
    run.remove(run.leaderboard());
    System.out.println();
    begin();
    RestartSearch.resume(spark, run, SearchListener.SILENT)
        .trainedBy(new RecordedOutcomes(recorded))
        .run();
    System.out.printf(
        "resumed to the leaderboard in %.1f s, driver CPU %.1f s%n", wall(), driverCpu());
  }

  private void size(Path out) throws IOException {
    long records = 0;
    long files = 0;
    try (var walk = Files.walk(java.nio.file.Path.of(out.toUri().getPath()))) {
      for (var path : (Iterable<java.nio.file.Path>) walk.filter(Files::isRegularFile)::iterator) {
        files++;
        records += path.toString().endsWith(".safetensors") ? 0 : Files.size(path);
      }
    }
    System.out.printf(
        "run folder: %,d files, %,.0f MiB beside the states%n", files, records / 1048576.0);
    System.out.printf(
        "largest heap allowed: %,.0f MiB%n", Runtime.getRuntime().maxMemory() / 1048576.0);
  }

  private void begin() {
    cpuBefore = driverCpuNanos();
    wallBefore = System.nanoTime();
  }

  private double wall() {
    return (System.nanoTime() - wallBefore) / 1e9;
  }

  private double driverCpu() {
    return (driverCpuNanos() - cpuBefore) / 1e9;
  }

  /** Of the whole process, compiler and garbage collector included, less the threads of tasks. */
  private static long driverCpuNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    long tasks =
        LongStream.of(threads.getAllThreadIds())
            .filter(
                id -> {
                  var info = threads.getThreadInfo(id);
                  return info != null && info.getThreadName().startsWith("Executor task launch");
                })
            .map(id -> Math.max(0, threads.getThreadCpuTime(id)))
            .sum();
    var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return process.getProcessCpuTime() - tasks;
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** A line a rung. */
  private final class Rungs implements SearchListener {
    private int populations;

    @Override
    public void stageStarts(String stage, int seeds, int count, long seedSteps) {
      populations = count;
    }

    @Override
    public void rungDone(RungRecord rung) {
      double wall = wall();
      double cpu = driverCpu();
      System.out.printf(
          "| %d | %,d | %,d | %.1f | %.1f | %.2f | %,.0f |%n",
          rung.rung() + 1,
          rung.standings().size(),
          populations,
          wall,
          cpu,
          1e3 * cpu / populations,
          usedHeap() / 1048576.0);
      begin();
    }

    @Override
    public void ranked(Leaderboard leaderboard) {
      System.out.printf(
          "| ranking | %,d | | %.1f | %.1f | | %,.0f |%n",
          leaderboard.entries().size(), wall(), driverCpu(), usedHeap() / 1048576.0);
    }
  }
}

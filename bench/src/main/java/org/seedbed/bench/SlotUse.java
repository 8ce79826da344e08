package org.seedbed.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.record.PopulationPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How busy a simulated cluster is whose slots differ in speed. Populations are those that a search
 * would train; each goes to the next free slot, as Spark's do.
 */
@Command(
    name = "slots",
    description = {
      "Share of the time for which the slots of a simulated cluster train, if their speeds differ:",
      "successive halving, which waits between rungs, against rules that do not."
    },
    mixinStandardHelpOptions = true)
final class SlotUse implements Callable<Integer> {
  @Mixin private Figures figures;

  @Option(
      names = "--slots",
      defaultValue = "1000",
      description = "Number of slots (default: ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--seeds",
      defaultValue = "1000000",
      description = "Number of restarts (default: ${DEFAULT-VALUE}).")
  private int seeds;

  @Option(
      names = "--width",
      defaultValue = "32",
      description = "Seeds per population (default: ${DEFAULT-VALUE}).")
  private int width;

  @Option(
      names = "--slowest",
      defaultValue = "0.5",
      description =
          "Speed of the slowest slot, that of the fastest being 1; others lie evenly between"
              + " (default: ${DEFAULT-VALUE}).")
  private double slowest;

  @Override
  public Integer call() throws Exception {
    measure("successive-halving", List.of());
    measure("fixed-cutoff", List.of("search.pruning.cutoff", "200"));
    measure("luby", List.of("search.pruning.unit", "100"));
    return 0;
  }

  private void measure(String rule, List<String> more) throws Exception {
    var settings = new LinkedHashMap<String, String>();
    settings.put("seeds.count", String.valueOf(seeds));
    settings.put("search.width", String.valueOf(width));
    settings.put("search.slots", String.valueOf(slots));
    settings.put("search.pruning.rule", rule);
    for (int i = 0; i < more.size(); i += 2) {
      settings.put(more.get(i), more.get(i + 1));
    }
    var experiment = ExperimentFile.read("", settings);
    double[] speeds = new double[slots];
    Arrays.setAll(speeds, i -> slowest + (1 - slowest) * i / Math.max(1, slots - 1));
    var random = new SplittableRandom(1);
    double work = 0;
    double end = 0;
    int populations = 0;
    List<Long> alive = experiment.seeds().all();
    int before = 0;
    for (int rung = 0; rung < experiment.search().ends().size(); rung++) {
      var planned = PopulationPlan.of(experiment, rung, alive);
      var stage = stage(planned, before, speeds, random);
      work += stage.busy();
      end += stage.end();
      populations += planned.size();
      before = experiment.search().ends().get(rung);
      alive = kept(experiment, alive);
    }
    figures.add(
        "rule",
        rule,
        "slots",
        slots,
        "seeds",
        seeds,
        "populations",
        populations,
        "busy, %",
        100 * work / (slots * end));
  }

  /** Which seeds survive does not matter here, only how many. */
  private static List<Long> kept(Experiment experiment, List<Long> alive) {
    int controls = experiment.controls().size();
    int count = Math.min(alive.size(), controls + (alive.size() - controls + 1) / 2);
    return alive.subList(0, count);
  }

  /**
   * A stage.
   *
   * @param busy slot-time spent in training
   * @param end time from its start to the end of its last population
   */
  private record Stage(double busy, double end) {}

  private static Stage stage(
      List<PopulationPlan.Planned> planned, int before, double[] speeds, SplittableRandom random) {
    record Free(double at, double speed) {}
    var slots = new PriorityQueue<Free>((a, b) -> Double.compare(a.at(), b.at()));
    var order = new ArrayList<Double>();
    Arrays.stream(speeds).forEach(order::add);
    Collections.shuffle(order, new Random(random.nextLong()));
    order.forEach(speed -> slots.add(new Free(0, speed)));
    double busy = 0;
    double end = 0;
    for (var population : planned) {
      var slot = slots.remove();
      double time = population.seeds().size() * (population.untilStep() - before) / slot.speed();
      busy += time;
      end = Math.max(end, slot.at() + time);
      slots.add(new Free(slot.at() + time, slot.speed()));
    }
    return new Stage(busy, end);
  }
}

package org.seedbed.planning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.seedbed.search.pruning.ControlArm;
import org.seedbed.statistics.ResampledInterval;

/**
 * Compares plans on recorded seeds. The best is chosen on one half of the seeds, and what it
 * promises is computed on the other half: otherwise the winner would be flattered.
 *
 * @param seeds followed to their ends
 * @param question what is asked of each plan
 */
public record PlanComparison(List<RecordedSeed> seeds, Question question) {
  /** Fewer solved seeds say too little. */
  public static final int FEWEST_SOLVED = 10;

  private static final int RESAMPLES = 1_000;
  private static final int MOST_SEEDS = 4_096;
  private static final int MOST_SEARCHES = 32;
  private static final int MOST_WAVES = 1_000;

  public PlanComparison {
    seeds = List.copyOf(seeds);
    long solved = seeds.stream().filter(seed -> seed.solvedAt().isPresent()).count();
    if (solved < FEWEST_SOLVED) {
      throw new IllegalArgumentException(
          "%d recorded seeds solved the task, must be %d or more".formatted(solved, FEWEST_SOLVED));
    }
  }

  /**
   * What is asked of a plan.
   *
   * @param restarts number of seeds of a search
   * @param control arm of the search, whose seeds the rule does not stop
   * @param secondsPerSeedStep core-seconds of a step of one seed
   * @param solved number of solved seeds that are wanted
   * @param budget core-seconds in which they are wanted
   * @param cores that train concurrently
   */
  public record Question(
      int restarts,
      ControlArm control,
      double secondsPerSeedStep,
      int solved,
      double budget,
      int cores) {}

  /**
   * A figure with its 95 % interval for a search of as many seeds.
   *
   * @param value the median of all resamples
   */
  public record Figure(double value, double low, double high) {
    static Figure of(double[] values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      var interval = ResampledInterval.of(sorted, ResampledInterval.USUAL_ERROR);
      return new Figure(sorted[sorted.length / 2], interval.low(), interval.high());
    }
  }

  /**
   * What a plan promises.
   *
   * @param plan that is promised
   * @param coreSecondsPerSolved of a search; infinite where none solved the task
   * @param chance of as many solved seeds in the budget, 0 … 1
   * @param wallSecondsToFirst solved seed
   */
  public record Promise(
      Plan plan, Figure coreSecondsPerSolved, double chance, Figure wallSecondsToFirst) {}

  /** Returns what all plans promise on the one half, the cheapest first. */
  public List<Promise> choose(List<Plan> plans) {
    return plans.stream()
        .map(plan -> promise(plan, half(0)))
        .sorted(Comparator.comparingDouble(promise -> promise.coreSecondsPerSolved().value()))
        .toList();
  }

  /** Returns what a plan promises on the other half. */
  public Promise promise(Plan plan) {
    return promise(plan, half(1));
  }

  /** Every second seed, of solved and unsolved ones each. */
  private List<RecordedSeed> half(int which) {
    var half = new ArrayList<RecordedSeed>();
    int[] counts = new int[2];
    for (var seed : seeds) {
      int kind = seed.solvedAt().isPresent() ? 1 : 0;
      if (counts[kind]++ % 2 == which) {
        half.add(seed);
      }
    }
    return half;
  }

  private Promise promise(Plan plan, List<RecordedSeed> half) {
    var random = new SplittableRandom(1);
    double[] cost = new double[RESAMPLES];
    double[] first = new double[RESAMPLES];
    int enough = 0;
    for (int r = 0; r < RESAMPLES; r++) {
      var population = new Population(half, random);
      var played = play(plan, population, question.restarts());
      cost[r] =
          played.solved() == 0
              ? Double.POSITIVE_INFINITY
              : played.seedSteps() * question.secondsPerSeedStep() / played.solved();
      enough += solvedInBudget(plan, played, population) >= question.solved() ? 1 : 0;
      first[r] = firstSolved(plan, played, population);
    }
    return new Promise(plan, Figure.of(cost), enough / (double) RESAMPLES, Figure.of(first));
  }

  private Played play(Plan plan, Population population, int restarts) {
    return Played.of(plan, population.draw(restarts), question.control().size(restarts));
  }

  private int solvedInBudget(Plan plan, Played like, Population population) {
    double ofOne = like.seedSteps() * question.secondsPerSeedStep() / like.seeds();
    long affordable = (long) (question.budget() / ofOne);
    int solved = 0;
    for (int i = 0; i < MOST_SEARCHES && affordable > 0 && solved < question.solved(); i++) {
      int seedsOfOne = (int) Math.min(MOST_SEEDS, affordable);
      solved += play(plan, population, seedsOfOne).solved();
      affordable -= seedsOfOne;
    }
    return solved;
  }

  /** Returns the seconds to the first solved seed, wave after wave. */
  private double firstSolved(Plan plan, Played firstWave, Population population) {
    boolean controlled = question.control().size(question.restarts()) > 0;
    if (!population.solvesBy(controlled ? plan.lastStep() : plan.reach())) {
      return Double.POSITIVE_INFINITY;
    }
    double seedSteps = 0;
    var wave = firstWave;
    for (int i = 0; i < MOST_WAVES; i++) {
      if (wave.first().isPresent()) {
        return (seedSteps + wave.first().getAsDouble())
            * question.secondsPerSeedStep()
            / question.cores();
      }
      seedSteps += wave.seedSteps();
      wave = play(plan, population, question.restarts());
    }
    return Double.POSITIVE_INFINITY;
  }

  /** A resample of recorded seeds, from which searches draw theirs by weight. */
  private static final class Population {
    private final List<RecordedSeed> seeds = new ArrayList<>();
    private final double[] cumulated;
    private final SplittableRandom random;

    Population(List<RecordedSeed> recorded, SplittableRandom random) {
      this.random = random;
      this.cumulated = new double[recorded.size()];
      double sum = 0;
      for (int i = 0; i < cumulated.length; i++) {
        var seed = recorded.get(random.nextInt(recorded.size()));
        seeds.add(seed);
        sum += seed.weight();
        cumulated[i] = sum;
      }
    }

    boolean solvesBy(long step) {
      return seeds.stream().anyMatch(seed -> seed.solvesBy(step));
    }

    List<RecordedSeed> draw(int count) {
      var drawn = new ArrayList<RecordedSeed>(count);
      for (int i = 0; i < count; i++) {
        double at = random.nextDouble() * cumulated[cumulated.length - 1];
        int found = Arrays.binarySearch(cumulated, at);
        drawn.add(seeds.get(Math.min(seeds.size() - 1, found >= 0 ? found : -found - 1)));
      }
      return drawn;
    }
  }
}

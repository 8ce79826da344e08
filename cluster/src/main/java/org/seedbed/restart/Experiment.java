package org.seedbed.restart;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.seedbed.model.Curriculum;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue.UnknownNameException;

/**
 * Everything that a restart search is asked to do: the content of an experiment file.
 *
 * @param model name of the model: {@link #NRAM}, {@link #NEURAL_GPU}, {@link #DIAGONAL_NEURAL_GPU}
 *     or {@link #NPI}
 * @param task name of the task, without the model's
 * @param seeds which restarts
 * @param dataSeed of the training examples, dropout masks and gradient noise
 * @param data dataset to read the training examples from; empty to generate them in place
 * @param curriculum levels and pace
 * @param nram hyperparameters of the Neural RAM; empty for other models
 * @param neuralGpu hyperparameters of a Neural GPU; empty for other models
 * @param npi hyperparameters of the Neural Programmer-Interpreter; empty for other models
 * @param training hyperparameters of training
 * @param search rungs, pruning, populations
 * @param evaluation what is done after the rungs
 */
public record Experiment(
    String model,
    String task,
    Seeds seeds,
    long dataSeed,
    Optional<String> data,
    CurriculumSettings curriculum,
    Optional<NramSettings> nram,
    Optional<NeuralGpuSettings> neuralGpu,
    Optional<NpiSettings> npi,
    TrainingSettings training,
    SearchSettings search,
    EvaluationSettings evaluation) {
  /** The Neural RAM. */
  public static final String NRAM = "nram";

  /** The original Neural GPU. */
  public static final String NEURAL_GPU = "neural-gpu";

  /** The diagonal Neural GPU. */
  public static final String DIAGONAL_NEURAL_GPU = "diagonal-neural-gpu";

  /** The Neural Programmer-Interpreter. */
  public static final String NPI = "npi";

  private static final Experiment OF_NRAM =
      new Experiment(
          NRAM,
          "copy",
          new Seeds(0, 64),
          1,
          Optional.empty(),
          CurriculumSettings.DEFAULTS,
          Optional.of(NramSettings.DEFAULTS),
          Optional.empty(),
          Optional.empty(),
          TrainingSettings.DEFAULTS,
          SearchSettings.DEFAULTS,
          EvaluationSettings.DEFAULTS);

  /** The defaults of a model. */
  public static Experiment defaultsOf(String model) {
    return switch (model) {
      case NRAM -> OF_NRAM;
      case NEURAL_GPU ->
          NeuralGpuDefaults.of(model, NeuralGpuSettings.ORIGINAL, NeuralGpuDefaults.ADAM);
      case DIAGONAL_NEURAL_GPU ->
          NeuralGpuDefaults.of(model, NeuralGpuSettings.DIAGONAL, NeuralGpuDefaults.ADAMAX);
      case NPI -> NpiDefaults.of(model);
      default ->
          throw new UnknownNameException(
              "model", model, List.of(NRAM, NEURAL_GPU, DIAGONAL_NEURAL_GPU, NPI));
    };
  }

  /**
   * Seeds {@code first … first + count − 1}.
   *
   * @param first lowest seed
   * @param count number of restarts, 1 or more
   */
  public record Seeds(long first, int count) {
    public Seeds {
      atLeastOne("seeds.count", count);
    }

    public List<Long> all() {
      return LongStream.range(first, end()).boxed().toList();
    }

    /** Highest seed. */
    public long last() {
      return end() - 1;
    }

    /** The first seed that follows on these. */
    public long end() {
      return first + count;
    }

    /** Whether a seed is one of them. */
    public boolean has(long seed) {
      return seed >= first && seed < end();
    }
  }

  /**
   * Levels by length, then by M; see {@link LevelRange} and {@link Curriculum}.
   *
   * @param rule how training goes through them
   * @param firstLevel shortest length
   * @param lastLevel longest length
   * @param lengths rising, to have just these; empty for each from first to last
   * @param modulus M at every length; empty for the smallest that fits the last level, 8 at least
   * @param widenings further levels at the last length, each with M one larger
   * @param stepsPerLevel with rule STEPS, steps after which the present level rises by one
   * @param promotion with rule ADAPTIVE, share of a check that a seed must get right to go on to
   *     its next level, in (0, 1]
   * @param evenWork whether shorter levels get larger batches, for as much work as the last
   * @param extraTimeSteps time steps beyond those of the task's levels, 0 or more
   */
  public record CurriculumSettings(
      Curriculum.Rule rule,
      int firstLevel,
      int lastLevel,
      List<Integer> lengths,
      OptionalInt modulus,
      int widenings,
      int stepsPerLevel,
      double promotion,
      boolean evenWork,
      int extraTimeSteps) {
    public static final CurriculumSettings DEFAULTS =
        new CurriculumSettings(
            Curriculum.Rule.STEPS, 1, 3, List.of(), OptionalInt.empty(), 2, 100, 0.85, false, 0);

    public CurriculumSettings {
      lengths = List.copyOf(lengths);
      new LevelRange(firstLevel, lastLevel, lengths, modulus, widenings);
      atLeastOne("curriculum.stepsPerLevel", stepsPerLevel);
      if (extraTimeSteps < 0) {
        throw new IllegalArgumentException(
            "curriculum.extraTimeSteps is " + extraTimeSteps + ", must be 0 or more");
      }
    }

    /** The curriculum for a task. */
    Curriculum of(Task<?> task) {
      var range = new LevelRange(firstLevel, lastLevel, lengths, modulus, widenings);
      var levels = range.of(task).stream().map(this::extended).toList();
      return new Curriculum(levels, rule, stepsPerLevel, promotion, evenWork);
    }

    /** The level with its extra time steps. */
    Level extended(Level level) {
      return new Level(level.length(), level.modulus(), level.timeSteps() + extraTimeSteps);
    }
  }

  /**
   * How seeds are spread and pruned.
   *
   * @param rungs steps that a seed has taken at the end of each rung, rising
   * @param pruning rule between rungs
   * @param keep share of seeds that successive halving keeps, in (0, 1]
   * @param width most seeds of one population; empty to find out by a dry run
   * @param slots populations that train at the same time; empty for Spark's default parallelism
   * @param threads that one population's operations may use, 1 or more
   */
  public record SearchSettings(
      List<Integer> rungs,
      PruningRule pruning,
      double keep,
      OptionalInt width,
      OptionalInt slots,
      int threads) {
    public static final SearchSettings DEFAULTS =
        new SearchSettings(
            List.of(200, 400, 800),
            PruningRule.SUCCESSIVE_HALVING,
            0.5,
            OptionalInt.empty(),
            OptionalInt.empty(),
            1);

    public SearchSettings {
      rungs = List.copyOf(rungs);
      if (rungs.isEmpty()
          || !rungs.equals(rungs.stream().filter(s -> s > 0).sorted().distinct().toList())) {
        throw new IllegalArgumentException(
            "search.rungs are " + rungs + ", must be one or more rising numbers of steps");
      }
      if (!(keep > 0 && keep <= 1)) {
        throw new IllegalArgumentException("search.keep is " + keep + ", must be in (0, 1]");
      }
      width.ifPresent(value -> atLeastOne("search.width", value));
      slots.ifPresent(value -> atLeastOne("search.slots", value));
      atLeastOne("search.threads", threads);
    }

    /** Steps of a restart that is never pruned. */
    public int lastStep() {
      return rungs.get(rungs.size() - 1);
    }
  }

  /** Names of the pruning rules. */
  public enum PruningRule {
    NONE,
    SUCCESSIVE_HALVING,
    MEDIAN
  }

  /**
   * What is done with trained restarts.
   *
   * @param examples held-out examples that a score is taken on, 1 or more
   * @param lengths that solved restarts are tried on, rising
   * @param lengthExamples held-out examples of each length, 1 or more
   * @param top initializations that are confirmed and stored, 0 or more
   * @param confirmations fresh data seeds that each of them is trained under, 0 or more
   */
  public record EvaluationSettings(
      int examples, List<Integer> lengths, int lengthExamples, int top, int confirmations) {
    public static final EvaluationSettings DEFAULTS =
        new EvaluationSettings(1024, List.of(5, 10, 20, 50), 128, 8, 3);

    public EvaluationSettings {
      lengths = List.copyOf(lengths);
      atLeastOne("evaluation.examples", examples);
      atLeastOne("evaluation.lengthExamples", lengthExamples);
      if (!lengths.equals(lengths.stream().filter(n -> n > 0).sorted().distinct().toList())) {
        throw new IllegalArgumentException(
            "evaluation.lengths are " + lengths + ", must be rising numbers above 0");
      }
      if (top < 0 || confirmations < 0) {
        throw new IllegalArgumentException(
            "evaluation.top and evaluation.confirmations are "
                + top
                + " and "
                + confirmations
                + ", must be 0 or more");
      }
    }
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 1 or more");
    }
  }

  /** The same experiment on another way of spreading its seeds. */
  public Experiment with(SearchSettings other) {
    return with(seeds, data, other);
  }

  /** The same with other restarts. */
  public Experiment withSeeds(Seeds other) {
    return with(other, data, search);
  }

  /** The same on another dataset, or on none. */
  public Experiment withData(Optional<String> other) {
    return with(seeds, other, search);
  }

  private Experiment with(
      Seeds otherSeeds, Optional<String> otherData, SearchSettings otherSearch) {
    return new Experiment(
        model,
        task,
        otherSeeds,
        dataSeed,
        otherData,
        curriculum,
        nram,
        neuralGpu,
        npi,
        training,
        otherSearch,
        evaluation);
  }
}

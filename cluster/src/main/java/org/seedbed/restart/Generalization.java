package org.seedbed.restart;

import java.util.ArrayList;
import java.util.List;
import org.seedbed.model.HeldOut;
import org.seedbed.task.memory.MemoryExample;

/**
 * How a trained restart does beyond training: its discretized program on held-out examples of given
 * lengths, each with as much memory as it needs.
 */
public final class Generalization {
  private Generalization() {}

  /**
   * One length.
   *
   * @param length of the examples
   * @param modulus M
   * @param exact examples that were exactly right
   * @param examples that were tried
   */
  public record AtLength(int length, int modulus, int exact, int examples) {
    public boolean perfect() {
      return exact == examples;
    }
  }

  /** The longest of the experiment's lengths at which no example was wrong; 0 for none. */
  static int longest(ExperimentModel experiment, float[] row, HeldOut<MemoryExample> heldOut) {
    return experiment.experiment().evaluation().lengths().stream()
        .filter(length -> atLength(experiment, row, heldOut, length).perfect())
        .max(Integer::compare)
        .orElse(0);
  }

  /** Every one of {@code lengths}. */
  public static List<AtLength> at(ExperimentModel experiment, float[] row, List<Integer> lengths) {
    var heldOut = new HeldOut<MemoryExample>(experiment.task(), experiment.experiment().dataSeed());
    var results = new ArrayList<AtLength>();
    for (int length : lengths) {
      results.add(atLength(experiment, row, heldOut, length));
    }
    return results;
  }

  private static AtLength atLength(
      ExperimentModel experiment, float[] row, HeldOut<MemoryExample> heldOut, int length) {
    var program = experiment.program(row);
    var level = experiment.levelOf(length);
    int count = experiment.experiment().evaluation().lengthExamples();
    int steps = level.timeSteps() + experiment.experiment().curriculum().extraTimeSteps();
    int exact =
        (int)
            heldOut.examples("lengths", level, 0, count).stream()
                .filter(example -> program.solves(example, steps))
                .count();
    return new AtLength(length, level.modulus(), exact, count);
  }
}

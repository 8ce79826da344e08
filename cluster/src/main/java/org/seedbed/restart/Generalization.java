package org.seedbed.restart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.seedbed.model.HeldOut;

/** How a trained restart does beyond training: on held-out examples of given lengths. */
public final class Generalization {
  private Generalization() {}

  /**
   * One length.
   *
   * @param length of the examples
   * @param modulus M of a memory, or number of symbols of a sequence
   * @param exact examples that were exactly right
   * @param examples that were tried
   * @param failures how many of the others went wrong in each way, where there are several
   */
  public record AtLength(
      int length, int modulus, int exact, int examples, Map<String, Integer> failures) {
    public AtLength {
      failures = Collections.unmodifiableMap(new TreeMap<>(failures));
    }

    public boolean perfect() {
      return exact == examples;
    }
  }

  /** The longest of the experiment's lengths up to which no example was wrong; 0 for none. */
  static int longest(ExperimentModel<?> experiment, float[] row, long dataSeed) {
    var evaluation = experiment.experiment().evaluation();
    int longest = 0;
    for (int length : evaluation.lengths()) {
      if (!atLength(experiment, row, dataSeed, length, evaluation.lengthExamples()).perfect()) {
        break;
      }
      longest = length;
    }
    return longest;
  }

  /** Every one of {@code lengths}, with {@code examples} each. */
  public static List<AtLength> at(
      ExperimentModel<?> experiment, float[] row, List<Integer> lengths, int examples) {
    var results = new ArrayList<AtLength>();
    for (int length : lengths) {
      results.add(at(experiment, row, length, examples));
    }
    return results;
  }

  /** One length. */
  public static AtLength at(ExperimentModel<?> experiment, float[] row, int length, int examples) {
    return atLength(experiment, row, experiment.experiment().dataSeed(), length, examples);
  }

  private static <E> AtLength atLength(
      ExperimentModel<E> experiment, float[] row, long dataSeed, int length, int examples) {
    var level = experiment.architecture().levelOf(length);
    var heldOut = new HeldOut<>(experiment.task(), dataSeed);
    var tried =
        experiment
            .architecture()
            .tried(row, level, heldOut.examples("lengths", level, 0, examples));
    return new AtLength(length, level.modulus(), tried.exact(), examples, tried.failures());
  }
}

package org.seedbed.restart;

import java.util.List;
import org.seedbed.task.sequence.AdversarialSet;

/** How a trained restart does on inputs that random tests miss. */
public final class Adversary {
  private Adversary() {}

  /**
   * One kind of input.
   *
   * @param kind of the operands
   * @param chain columns that carry over in a row; 0 for kinds that do not say
   * @param exact examples that were exactly right
   * @param examples that were tried
   */
  public record OnKind(AdversarialSet.Kind kind, int chain, int exact, int examples) {}

  /** Whether the experiment's task has such inputs. */
  public static boolean has(ExperimentModel<?> experiment) {
    return experiment.architecture() instanceof NeuralGpuArchitecture architecture
        && AdversarialSet.isDefinedFor(architecture.task());
  }

  /**
   * All kinds at a length.
   *
   * @param examples of each kind, where it has as many
   * @throws IllegalArgumentException when the task has no such inputs
   */
  public static List<OnKind> at(
      ExperimentModel<?> experiment, float[] row, int length, int examples) {
    if (!(experiment.architecture() instanceof NeuralGpuArchitecture architecture)) {
      throw new IllegalArgumentException(
          "Model '%s' has no adversarial inputs. The Neural GPU's arithmetic tasks have."
              .formatted(experiment.experiment().model()));
    }
    long dataSeed = experiment.experiment().dataSeed();
    var level = architecture.levelOf(length);
    return AdversarialSet.of(architecture.task(), length, dataSeed, examples).stream()
        .map(
            set ->
                new OnKind(
                    set.kind(),
                    set.chain(),
                    architecture.tried(row, level, set.examples()).exact(),
                    set.examples().size()))
        .toList();
  }
}

package org.seedbed.model.terpret;

import java.util.Arrays;
import java.util.List;
import org.seedbed.model.Evaluator.Evaluation;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.task.Level;

/**
 * Runs the programs that trained parameters stand for on examples of one level. Not thread-safe.
 *
 * @param <E> type of the examples
 */
final class MachineScores<E> {
  private final Machine<E> machine;
  private final DiscreteRun<E> run;

  MachineScores(Machine<E> machine, Level level) {
    this.machine = machine;
    this.run = new DiscreteRun<>(machine, level);
  }

  /**
   * Returns the score of a seed.
   *
   * @param logits its trained parameters
   * @param loss mean over the batch
   */
  BatchScore score(float[] logits, List<E> batch, double loss) {
    return BatchScore.of(wrong(logits, batch), observed(batch), loss);
  }

  /**
   * Returns the evaluation of a seed.
   *
   * @param logits its trained parameters
   */
  Evaluation evaluation(float[] logits, List<E> batch) {
    return Evaluation.of(wrong(logits, batch), observed(batch));
  }

  private int[] wrong(float[] logits, List<E> batch) {
    var program = DiscreteProgram.of(machine.parameters(), logits);
    return batch.stream().mapToInt(example -> run.wrong(program, example)).toArray();
  }

  private long observed(List<E> batch) {
    return batch.stream()
        .flatMapToInt(example -> Arrays.stream(machine.expected(example)))
        .filter(value -> value != Machine.NOT_OBSERVED)
        .count();
  }
}

package org.seedbed.model.terpret;

import java.util.Arrays;
import java.util.List;
import org.seedbed.model.Evaluator.Evaluation;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.terpret.DiscreteRun.Posed;

/**
 * Runs the programs that trained parameters stand for on a batch of one level. Not thread-safe.
 *
 * @param <E> type of the examples
 */
final class MachineScores<E> {
  private final Machine<E> machine;
  private final DiscreteRun<E> run;
  private final List<Posed> batch;
  private final long observed;

  /**
   * @param run at the level of the batch
   */
  MachineScores(Machine<E> machine, DiscreteRun<E> run, List<E> batch) {
    this.machine = machine;
    this.run = run;
    this.batch = batch.stream().map(run::posed).toList();
    this.observed =
        this.batch.stream()
            .flatMapToInt(posed -> Arrays.stream(posed.expected()))
            .filter(value -> value != Machine.NOT_OBSERVED)
            .count();
  }

  /**
   * Returns the score of a seed.
   *
   * @param logits its trained parameters
   * @param loss mean over the batch
   */
  BatchScore score(float[] logits, double loss) {
    return BatchScore.of(wrong(logits), observed, loss);
  }

  /**
   * Returns the evaluation of a seed.
   *
   * @param logits its trained parameters
   */
  Evaluation evaluation(float[] logits) {
    return Evaluation.of(wrong(logits), observed);
  }

  private int[] wrong(float[] logits) {
    var program = DiscreteProgram.of(machine.parameters(), logits);
    return batch.stream().mapToInt(posed -> run.wrong(program, posed)).toArray();
  }
}

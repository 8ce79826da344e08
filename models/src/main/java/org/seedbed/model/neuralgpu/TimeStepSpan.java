package org.seedbed.model.neuralgpu;

import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.neuralgpu.Packing.Sequence;
import org.seedbed.task.ExampleKey;

/**
 * The time steps that a sequence trains on in one training step.
 *
 * @param first the first, from 0: no gradient reaches those before it
 * @param last the last: its state answers
 */
record TimeStepSpan(int first, int last) {
  /**
   * Draws a sequence's time steps. They depend on its length, its place in its batch and the
   * training step, but not on the sequences beside it.
   *
   * @param progressiveShare probability of a part of the time steps instead of all
   */
  static TimeStepSpan draw(TrainingStep step, Sequence sequence, double progressiveShare) {
    int n = sequence.length();
    var random =
        ExampleKey.of("progressive")
            .with(step.dataSeed())
            .with(step.number())
            .with(n)
            .with(sequence.position())
            .random();
    if (random.nextDouble() >= progressiveShare) {
      return new TimeStepSpan(0, n - 1);
    }
    int first = random.nextInt(n);
    return new TimeStepSpan(first, random.nextInt(first, n));
  }
}

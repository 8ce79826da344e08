package org.seedbed.model;

import java.util.List;
import org.seedbed.engine.program.Program;
import org.seedbed.model.CompiledModel.TrainingRun;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.StepLoss;

/**
 * The programs of a training step's batches, one for each, loaded into the arenas in order.
 *
 * @param programs one for each batch
 * @param arenas each holds the batch of the program of its index
 */
public record LoadedPrograms(List<Program> programs, Arenas arenas) {
  public LoadedPrograms {
    programs = List.copyOf(programs);
  }

  /**
   * Computes a seed's loss and adds its gradient to {@code gradient}.
   *
   * @param shares weight of each batch in the seed's loss; a batch of weight 0 is left out
   * @param parameters packed parameters, beginning at {@code at}
   */
  public StepLoss run(
      List<Double> shares, float[] parameters, int at, float[] gradient, int gradientAt) {
    double loss = 0;
    for (int i = 0; i < programs.size(); i++) {
      double share = shares.get(i);
      if (share != 0) {
        var program = programs.get(i);
        loss +=
            share * program.run(arenas.get(i), parameters, at, gradient, gradientAt, (float) share);
      }
    }
    return StepLoss.of(loss);
  }

  /** Returns a training step of any seed, with its shares of the batches. */
  public TrainingRun training(TrainingStep step) {
    return (member, parameters, at, gradient, gradientAt) ->
        run(step.shares().get(member), parameters, at, gradient, gradientAt);
  }
}

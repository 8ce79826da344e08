package org.seedbed.model.terpret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.model.Arenas;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.LoadedPrograms;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.terpret.MachineStep.Purpose;
import org.seedbed.model.terpret.MachineStep.Shape;
import org.seedbed.task.Level;

/**
 * A machine on the engine for tiny models, one program per level.
 *
 * @param <E> type of the examples
 */
final class CompiledMachine<E> implements CompiledModel<E> {
  private final Machine<E> machine;
  private final Descent descent;
  private final ParameterPacking packing;
  private final Map<Shape, MachineStep<E>> steps = new HashMap<>();
  private final Map<Level, DiscreteRun<E>> runs = new HashMap<>();
  private final Arenas arenas = new Arenas();

  CompiledMachine(Machine<E> machine, Descent descent) {
    this.machine = machine;
    this.descent = descent;
    this.packing =
        new ParameterPacking(
            machine.parameters().stream()
                .map(
                    parameter ->
                        new ParameterPacking.Shape(
                            parameter.name(), parameter.count() * parameter.values(), 1, false))
                .toList());
  }

  @Override
  public ParameterPacking packing() {
    return packing;
  }

  @Override
  public TrainingRun prepare(List<LevelBatch<E>> batches, TrainingStep step) {
    double entropy = descent.entropyWeightAt(step.number());
    var purpose = descent.entropyBonus() > 0 ? Purpose.TRAINING_WITH_ENTROPY : Purpose.TRAINING;
    var loaded = new ArrayList<Program>();
    for (var batch : batches) {
      var compiled = step(batch.level(), batch.examples().size(), purpose);
      var arena = arenas.get(loaded.size());
      compiled.load(arena, batch.examples());
      compiled.write(arena, entropy);
      loaded.add(compiled.program());
    }
    return new LoadedPrograms(loaded, arenas).training(step);
  }

  private MachineStep<E> step(Level level, int batch, Purpose purpose) {
    return steps.computeIfAbsent(
        new Shape(level, Lanes.padded(batch), purpose),
        shape -> new MachineStep<>(machine, packing, shape));
  }

  @Override
  public ScoringRun prepareScores(Level level, List<E> batch) {
    var compiled = step(level, batch.size(), Purpose.SCORING);
    var run = runs.computeIfAbsent(level, l -> new DiscreteRun<>(machine, l));
    var exact = new MachineScores<>(machine, run, batch);
    var arena = arenas.get(0);
    compiled.load(arena, batch);
    return (parameters, at) -> {
      compiled.program().forward(arena, parameters, at);
      return exact.score(packing.unpack(parameters, at), compiled.loss(arena));
    };
  }
}

package org.seedbed.model.nram;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.model.Arenas;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.LoadedPrograms;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.Packing;
import org.seedbed.model.nram.NramStep.Purpose;
import org.seedbed.model.nram.NramStep.Shape;
import org.seedbed.model.population.CommonNoise;
import org.seedbed.task.Level;
import org.seedbed.task.memory.MemoryExample;

/** The Neural RAM on the engine for tiny models, one program per level. */
final class CompiledNram implements CompiledModel<MemoryExample> {
  private final NramSettings settings;
  private final ParameterPacking packing;
  private final Map<Shape, NramStep> steps = new HashMap<>();
  private final Arenas arenas = new Arenas();

  CompiledNram(NramSettings settings) {
    this.settings = settings;
    this.packing = Packing.withBiases(Nram.layoutOf(settings));
  }

  @Override
  public ParameterPacking packing() {
    return packing;
  }

  @Override
  public TrainingRun prepare(List<LevelBatch<MemoryExample>> batches, TrainingStep step) {
    var prepared = new Prepared(batches, step);
    return (member, parameters, at, gradient, gradientAt) -> {
      prepared.take(step.settings(member, settings));
      return prepared.programs.run(step.shares().get(member), parameters, at, gradient, gradientAt);
    };
  }

  /** Batches that are loaded for the hyperparameters of one seed after the other. */
  private final class Prepared {
    private final List<LevelBatch<MemoryExample>> batches;
    private final TrainingStep step;
    private List<NramStep> steps = List.of();
    private LoadedPrograms programs = new LoadedPrograms(List.of(), arenas);
    private Optional<NramSettings> taken = Optional.empty();

    Prepared(List<LevelBatch<MemoryExample>> batches, TrainingStep step) {
      this.batches = batches;
      this.step = step;
    }

    /** Loads what differs from the hyperparameters that were taken before. */
    void take(NramSettings own) {
      if (taken.equals(Optional.of(own))) {
        return;
      }
      var purpose = Purpose.ofTraining(own);
      var before = taken.map(Purpose::ofTraining);
      if (!before.equals(Optional.of(purpose))) {
        load(purpose);
      }
      float[] mask = purpose.dropout() ? dropoutMask(own, step) : new float[0];
      for (int i = 0; i < steps.size(); i++) {
        steps.get(i).write(arenas.get(i), mask, own, step.number());
      }
      taken = Optional.of(own);
    }

    private void load(Purpose purpose) {
      var loaded = new ArrayList<NramStep>();
      for (var batch : batches) {
        var compiled = step(batch.level(), batch.examples().size(), purpose);
        compiled.load(arenas.get(loaded.size()), batch.examples());
        loaded.add(compiled);
      }
      steps = loaded;
      programs = new LoadedPrograms(loaded.stream().map(NramStep::program).toList(), arenas);
    }
  }

  private static float[] dropoutMask(NramSettings own, TrainingStep step) {
    return CommonNoise.dropoutMask(
        FeedForwardController.DROPOUT,
        step.dataSeed(),
        step.number(),
        own.hiddenSize(),
        own.dropoutKeepProbability());
  }

  private NramStep step(Level level, int batch, Purpose purpose) {
    return steps.computeIfAbsent(
        new Shape(level.modulus(), level.timeSteps(), Lanes.padded(batch), purpose),
        shape -> new NramStep(settings, packing, shape));
  }

  @Override
  public ScoringRun prepareScores(Level level, List<MemoryExample> batch) {
    var compiled = step(level, batch.size(), Purpose.SCORING);
    var arena = arenas.get(0);
    compiled.load(arena, batch);
    long cells = batch.stream().mapToLong(MemoryExample::outputCells).sum();
    return (parameters, at) -> {
      compiled.program().forward(arena, parameters, at);
      int[] wrong =
          switch (settings.scored()) {
            case SOFT -> wrongCells(compiled.averageMemory(arena), batch);
            case PROGRAM ->
                new NramProgram(settings, packing.unpack(parameters, at))
                    .wrongCells(batch, level.timeSteps());
          };
      return BatchScore.of(wrong, cells, compiled.loss(arena));
    };
  }

  private static int[] wrongCells(float[] average, List<MemoryExample> batch) {
    int lanes = Lanes.padded(batch.size());
    int[] wrong = new int[batch.size()];
    for (int b = 0; b < batch.size(); b++) {
      int m = batch.get(b).modulus();
      int[] memory = new int[m];
      for (int cell = 0; cell < m; cell++) {
        for (int value = 1; value < m; value++) {
          float best = average[(cell * m + memory[cell]) * lanes + b];
          memory[cell] = average[(cell * m + value) * lanes + b] > best ? value : memory[cell];
        }
      }
      wrong[b] = batch.get(b).wrongCells(memory);
    }
    return wrong;
  }
}

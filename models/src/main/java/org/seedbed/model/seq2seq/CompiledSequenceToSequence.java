package org.seedbed.model.seq2seq;

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
import org.seedbed.model.Packing;
import org.seedbed.model.seq2seq.SequenceToSequenceStep.Shape;
import org.seedbed.task.Level;
import org.seedbed.task.sequence.SequenceExample;

/** LSTM sequence to sequence on the engine for tiny models. */
final class CompiledSequenceToSequence implements CompiledModel<SequenceExample> {
  private final SequenceToSequenceSettings settings;
  private final int symbols;
  private final ParameterPacking packing;
  private final Map<Shape, SequenceToSequenceStep> steps = new HashMap<>();
  private final Arenas arenas = new Arenas();

  CompiledSequenceToSequence(SequenceToSequenceSettings settings, int symbols) {
    this.settings = settings;
    this.symbols = symbols;
    this.packing =
        Packing.withBiasesExcept(
            SequenceToSequenceLayout.of(settings, symbols), SequenceToSequenceLayout.UNBIASED);
  }

  @Override
  public ParameterPacking packing() {
    return packing;
  }

  private SequenceToSequenceStep step(List<SequenceExample> batch, boolean training) {
    return steps.computeIfAbsent(
        new Shape(batch.get(0).length(), Lanes.padded(batch.size()), training),
        shape -> new SequenceToSequenceStep(settings, symbols, packing, shape));
  }

  @Override
  public TrainingRun prepare(List<LevelBatch<SequenceExample>> batches, TrainingStep step) {
    var loaded = new ArrayList<Program>();
    for (var batch : batches) {
      var compiled = step(batch.examples(), true);
      compiled.load(arenas.get(loaded.size()), batch.examples());
      loaded.add(compiled.program());
    }
    return new LoadedPrograms(loaded, arenas).training(step);
  }

  @Override
  public ScoringRun prepareScores(Level level, List<SequenceExample> batch) {
    var compiled = step(batch, false);
    var arena = arenas.get(0);
    compiled.load(arena, batch);
    return (parameters, at) -> {
      compiled.program().forward(arena, parameters, at);
      return compiled.score(arena, batch);
    };
  }
}

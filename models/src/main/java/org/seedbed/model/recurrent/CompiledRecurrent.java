package org.seedbed.model.recurrent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.model.Arenas;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.LoadedPrograms;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.Packing;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.recurrent.RecurrentStep.Shape;
import org.seedbed.task.Level;

/**
 * A recurrent network on the engine for tiny models.
 *
 * @param <E> type of the examples
 */
final class CompiledRecurrent<E> implements CompiledModel<E> {
  private final RecurrentNetwork network;
  private final Transcription<E> transcription;
  private final ParameterPacking packing;
  private final Map<Shape, RecurrentStep> steps = new HashMap<>();
  private final Arenas arenas = new Arenas();

  CompiledRecurrent(RecurrentNetwork network, Transcription<E> transcription) {
    this.network = network;
    this.transcription = transcription;
    this.packing = packing(network.layout());
  }

  private static ParameterPacking packing(ParameterLayout layout) {
    var learnt =
        layout.parameters().stream()
            .filter(parameter -> parameter.shape().get(1) == 1)
            .map(Parameter::name)
            .collect(Collectors.toSet());
    return Packing.withBiasesExcept(layout, learnt);
  }

  @Override
  public ParameterPacking packing() {
    return packing;
  }

  private TranscribedBatch<E> transcribed(List<E> examples) {
    return new TranscribedBatch<>(transcription, examples, Lanes.padded(examples.size()));
  }

  private RecurrentStep step(TranscribedBatch<E> batch, boolean training) {
    return steps.computeIfAbsent(
        new Shape(batch.steps(), batch.lanes(), training),
        shape -> new RecurrentStep(network, transcription, packing, shape));
  }

  @Override
  public TrainingRun prepare(List<LevelBatch<E>> batches, TrainingStep step) {
    var loaded = new ArrayList<Program>();
    for (var batch : batches) {
      var transcribed = transcribed(batch.examples());
      var compiled = step(transcribed, true);
      compiled.load(arenas.get(loaded.size()), transcribed);
      loaded.add(compiled.program());
    }
    return new LoadedPrograms(loaded, arenas).training(step);
  }

  @Override
  public ScoringRun prepareScores(Level level, List<E> batch) {
    var transcribed = transcribed(batch);
    var compiled = step(transcribed, false);
    var arena = arenas.get(0);
    compiled.load(arena, transcribed);
    return (parameters, at) -> {
      compiled.program().forward(arena, parameters, at);
      return compiled.score(arena, transcribed);
    };
  }
}

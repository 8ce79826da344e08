package org.seedbed.model.npi;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.Packing;
import org.seedbed.model.ProgramCache;
import org.seedbed.model.npi.Npi.ScoredTraces;
import org.seedbed.model.npi.Npi.TeacherForced;
import org.seedbed.model.population.StepLoss;
import org.seedbed.task.Level;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.Vocabulary;

/**
 * The Neural Programmer-Interpreter on the engine for tiny models, one program for each shape of
 * packs.
 */
final class CompiledNpi implements CompiledModel<TraceExample> {
  /** Steps of a pack in scoring, so that its values stay in the cache. */
  private static final int CHUNK = 512;

  private static final int PROGRAMS = 256;

  private final Npi npi;
  private final ParameterPacking packing;
  private final ProgramCache<List<Integer>, NpiStep> training = programs(true);
  private final ProgramCache<List<Integer>, NpiStep> scoring = programs(false);
  private final Arena arena = new Arena();

  CompiledNpi(Npi npi) {
    this.npi = npi;
    var withoutBias =
        Stream.concat(
                Stream.of(NpiCore.EMBEDDINGS, NpiCore.KEYS),
                NpiCore.layers(npi.settings()).stream().map(layer -> layer.ofState()))
            .collect(Collectors.toSet());
    this.packing = Packing.withBiasesExcept(npi.layout(), Set.copyOf(withoutBias));
  }

  /** Programs by the columns of each step. */
  private ProgramCache<List<Integer>, NpiStep> programs(boolean withBackward) {
    return new ProgramCache<>(
        PROGRAMS,
        columns -> new NpiStep(settings(), vocabulary(), packing(), columns, withBackward));
  }

  NpiSettings settings() {
    return npi.settings();
  }

  Vocabulary vocabulary() {
    return npi.vocabulary();
  }

  @Override
  public ParameterPacking packing() {
    return packing;
  }

  @Override
  public TrainingRun prepare(List<LevelBatch<TraceExample>> batches, TrainingStep step) {
    var weights = npi.weightsByLevel(batches);
    var pack = pack(List.copyOf(weights.keySet()));
    var compiled = training.get(pack.columns());
    compiled.load(arena, compiled.encode(pack));
    boolean same = step.shares().stream().distinct().count() == 1;
    float[] ofFirst = Npi.weightsOfColumns(pack, weights, step.shares().get(0));
    compiled.weigh(arena, ofFirst);
    return (member, parameters, at, gradient, gradientAt) -> {
      float[] own = same ? ofFirst : Npi.weightsOfColumns(pack, weights, step.shares().get(member));
      if (settings().weightByLoss() > 0) {
        compiled.program().forward(arena, parameters, at);
        float[] losses = compiled.losses(arena);
        compiled.weigh(arena, byLoss(own, losses));
        compiled.program().run(arena, parameters, at, gradient, gradientAt, 1);
        return StepLoss.of(dot(own, losses));
      }
      if (!same) {
        compiled.weigh(arena, own);
      }
      return StepLoss.of(compiled.program().run(arena, parameters, at, gradient, gradientAt, 1));
    };
  }

  /** Returns the weights, of which a share goes by the losses; see {@link NpiSettings}. */
  private float[] byLoss(float[] weights, float[] losses) {
    double all = dot(weights, losses);
    double share = all > 0 ? settings().weightByLoss() : 0;
    float[] changed = new float[weights.length];
    for (int i = 0; i < changed.length; i++) {
      double relative = all > 0 ? losses[i] / all : 0;
      changed[i] = (float) (weights[i] * (1 - share + share * relative));
    }
    return changed;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private FramePack pack(List<Frame> frames) {
    return new FramePack(vocabulary(), frames, Lanes.BLOCK);
  }

  @Override
  public ScoringRun prepareScores(Level level, List<TraceExample> batch) {
    var traces = new ScoredTraces(batch);
    var packs = scored(traces.frames());
    return (parameters, at) -> traces.score(teacherForced(packs, parameters, at));
  }

  /** Runs each seed teacher-forced on the same frames. */
  List<TeacherForced> teacherForced(List<float[]> seeds, List<Frame> frames) {
    var packs = scored(frames);
    return seeds.stream().map(flat -> teacherForced(packs, packed(flat), Arena.origin())).toList();
  }

  /** A pack with its program and its inputs. */
  private record Scored(FramePack pack, NpiStep step, NpiStep.Encoded inputs) {}

  private List<Scored> scored(List<Frame> frames) {
    return FramePack.chunks(frames, CHUNK).stream().map(this::scoredPack).toList();
  }

  private Scored scoredPack(List<Frame> frames) {
    var pack = pack(frames);
    var step = scoring.get(pack.columns());
    return new Scored(pack, step, step.encode(pack));
  }

  private TeacherForced teacherForced(List<Scored> packs, float[] parameters, int at) {
    var steps = new ForcedSteps(vocabulary());
    for (var scored : packs) {
      scored.step().load(arena, scored.inputs());
      scored.step().program().forward(arena, parameters, at);
      scored.step().collect(arena, scored.pack(), steps);
    }
    return steps.result();
  }
}

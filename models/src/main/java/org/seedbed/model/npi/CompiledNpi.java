package org.seedbed.model.npi;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
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
import org.seedbed.model.npi.FrameDraw.Rule;
import org.seedbed.model.npi.Npi.ScoredTraces;
import org.seedbed.model.npi.Npi.TeacherForced;
import org.seedbed.model.npi.NpiStep.Form;
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
  /** Columns of a pack in scoring, so that its values stay in the cache. */
  private static final int CHUNK = 512;

  private static final int PROGRAMS = 256;

  private final Npi npi;
  private final ParameterPacking packing;
  private final Optional<SubprogramsFirst> subprograms;
  private final ProgramCache<List<Integer>, NpiStep> training = programs(Form.TRAINING);
  private final ProgramCache<List<Integer>, NpiStep> scoring = programs(Form.SCORING);
  private final Arena arena = new Arena();

  /**
   * @param subprograms vocabulary of another task whose programs the task's programs call, if there
   *     is one
   */
  CompiledNpi(Npi npi, Optional<Vocabulary> subprograms) {
    this.npi = npi;
    var withoutBias =
        Stream.concat(
                Stream.of(NpiCore.EMBEDDINGS, NpiCore.KEYS),
                NpiCore.layers(npi.settings()).stream().map(layer -> layer.ofState()))
            .collect(Collectors.toSet());
    this.packing = Packing.withBiasesExcept(npi.layout(), Set.copyOf(withoutBias));
    this.subprograms =
        subprograms
            .filter(core -> npi.settings().subprograms().steps() > 0)
            .map(core -> new SubprogramsFirst(npi, core, packing));
  }

  /** Programs by the columns of each step. */
  private ProgramCache<List<Integer>, NpiStep> programs(Form form) {
    return new ProgramCache<>(
        PROGRAMS, columns -> new NpiStep(settings(), vocabulary(), packing(), columns, form));
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
  public Optional<float[]> trainedAt(long step) {
    return subprograms.flatMap(first -> first.trainedAt(step));
  }

  @Override
  public TrainingRun prepare(List<LevelBatch<TraceExample>> batches, TrainingStep step) {
    var weights =
        subprograms
            .map(first -> first.weightsByLevel(batches, step.number()))
            .orElseGet(() -> npi.weightsByLevel(batches, frame -> true));
    var pack = pack(List.copyOf(weights.keySet()));
    boolean same = step.shares().stream().distinct().count() == 1;
    double[] ofFirst = Npi.weightsOfFrames(pack, weights, step.shares().get(0));
    IntFunction<double[]> ofSeed =
        member -> same ? ofFirst : Npi.weightsOfFrames(pack, weights, step.shares().get(member));
    return settings().frames().rule() == Rule.ALL
        ? overAll(pack, ofSeed, same)
        : overDrawn(pack, step.number(), ofSeed);
  }

  /**
   * Trains on all frames of a pack.
   *
   * @param weights a seed's weight of a step of each frame
   * @param same whether all seeds have the same weights
   */
  private TrainingRun overAll(FramePack pack, IntFunction<double[]> weights, boolean same) {
    var compiled = training.get(pack.columns());
    compiled.load(arena, compiled.encode(pack));
    float[] ofFirst = pack.columnsOf(weights.apply(0));
    IntFunction<float[]> columns = member -> same ? ofFirst : pack.columnsOf(weights.apply(member));
    compiled.weigh(arena, ofFirst);
    return (member, parameters, at, gradient, gradientAt) -> {
      if (settings().weightByLoss() > 0) {
        compiled.program().forward(arena, parameters, at);
        var reweighed =
            Reweighed.byLoss(
                settings().weightByLoss(), columns.apply(member), compiled.losses(arena));
        compiled.weigh(arena, reweighed.columns());
        compiled.program().run(arena, parameters, at, gradient, gradientAt, 1);
        return StepLoss.of(reweighed.loss());
      }
      if (!same) {
        compiled.weigh(arena, columns.apply(member));
      }
      return StepLoss.of(compiled.program().run(arena, parameters, at, gradient, gradientAt, 1));
    };
  }

  /**
   * Trains each seed on the frames that it draws. Its losses are computed for those frames alone on
   * which the draw depends, its gradient for the drawn ones.
   */
  private TrainingRun overDrawn(FramePack pack, long step, IntFunction<double[]> weights) {
    var choice = new FrameChoice(settings().frames(), pack.frames(), step);
    int[] probes = pack.inNaturalOrder(choice.probes());
    var packs = scored(pack.frames(probes));
    return (member, parameters, at, gradient, gradientAt) -> {
      double[] losses = new double[pack.frames().size()];
      int probe = 0;
      for (var scored : packs) {
        for (double loss : meanLosses(scored, parameters, at)) {
          losses[probes[probe++]] = loss;
        }
      }
      var drawn = choice.draw(weights.apply(member), losses);
      var drawnPack = pack(pack.frames(drawn.frames()));
      var compiled = training.get(drawnPack.columns());
      compiled.load(arena, compiled.encode(drawnPack));
      compiled.weigh(arena, drawnPack.columnsOf(drawn.weights()));
      compiled.program().run(arena, parameters, at, gradient, gradientAt, 1);
      return StepLoss.of(drawn.loss());
    };
  }

  private double[] meanLosses(Scored scored, float[] parameters, int at) {
    scored.step().load(arena, scored.inputs());
    scored.step().program().forward(arena, parameters, at);
    return scored.pack().meansOfFrames(scored.step().losses(arena));
  }

  private FramePack pack(List<Frame> frames) {
    return FramePack.of(vocabulary(), frames, Lanes.BLOCK);
  }

  @Override
  public ScoringRun prepareScores(Level level, List<TraceExample> batch) {
    var traces = new ScoredTraces(batch);
    var packs = scoredInNaturalOrder(traces.frames());
    return (parameters, at) -> traces.score(teacherForced(packs, parameters, at));
  }

  /** Runs each seed teacher-forced on the same frames. */
  List<TeacherForced> teacherForced(List<float[]> seeds, List<Frame> frames) {
    var packs = scoredInNaturalOrder(frames);
    return seeds.stream().map(flat -> teacherForced(packs, packed(flat), Arena.origin())).toList();
  }

  /** A pack with its program and its inputs. */
  private record Scored(FramePack pack, NpiStep step, NpiStep.Encoded inputs) {}

  private List<Scored> scoredInNaturalOrder(List<Frame> frames) {
    return scored(frames.stream().sorted().toList());
  }

  /**
   * Packs frames for scoring. The packs keep their order.
   *
   * @param frames in their natural order, so that those that begin alike share columns
   */
  private List<Scored> scored(List<Frame> frames) {
    return FramePack.sharingChunks(frames, CHUNK).stream().map(this::scoredPack).toList();
  }

  private Scored scoredPack(List<Frame> frames) {
    var pack = FramePack.sharing(vocabulary(), frames, Lanes.BLOCK);
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

package org.seedbed.model.npi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model;
import org.seedbed.model.npi.NpiSettings.Weighting;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.Vocabulary;

/**
 * The Neural Programmer-Interpreter over a population, trained on traces.
 *
 * <p>Training is teacher-forced. A called program starts from a zero state while its caller waits,
 * so each call frame is an independent short sequence and a trace is a bag of frames. Repeated
 * frames are computed once. The loss is the negative log-likelihood of end, program and arguments
 * (equation 3 of Reed and de Freitas, ICLR 2016), averaged over the steps of the frames.
 */
public final class Npi implements Model<TraceExample> {
  /** Maximum floats per tensor of a pack when scoring. */
  private static final long CHUNK = 4L << 20;

  private final NpiSettings settings;
  private final Vocabulary vocabulary;
  private final NpiCore core;
  private final DataType type;

  /**
   * @param vocabulary vocabulary of the task
   * @param type data type of all tensors: 32 bit, or 64 bit for gradient checks
   */
  public Npi(NpiSettings settings, Vocabulary vocabulary, DataType type) {
    this.settings = settings;
    this.vocabulary = vocabulary;
    this.core = new NpiCore(settings, vocabulary);
    this.type = type;
  }

  /**
   * Returns the parameter layout of a model with these settings, without allocating native memory.
   */
  public static ParameterLayout layoutOf(NpiSettings settings, Vocabulary vocabulary) {
    return new NpiCore(settings, vocabulary).layout();
  }

  @Override
  public ParameterLayout layout() {
    return core.layout();
  }

  Vocabulary vocabulary() {
    return vocabulary;
  }

  NpiSettings settings() {
    return settings;
  }

  NpiCore core() {
    return core;
  }

  DataType type() {
    return type;
  }

  @Override
  public Losses losses(
      Parameters parameters, List<LevelBatch<TraceExample>> batches, TrainingStep step) {
    if (settings.subprograms().steps() > 0) {
      throw new IllegalArgumentException("subprograms are learnt first by compiled models only");
    }
    var weights = weightsByLevel(batches, frame -> true);
    var pack = FramePack.of(vocabulary, List.copyOf(weights.keySet()));
    var bySeed =
        step.shares().stream().map(shares -> weightsOfFrames(pack, weights, shares)).toList();
    return Losses.of(losses(parameters, pack, step.number(), bySeed));
  }

  /**
   * Returns the distinct frames of all batches, each with its weight in the loss of each level.
   *
   * @param trained which frames to return; the others are left out
   */
  Map<Frame, double[]> weightsByLevel(
      List<LevelBatch<TraceExample>> batches, Predicate<Frame> trained) {
    var weights = new LinkedHashMap<Frame, double[]>();
    for (int level = 0; level < batches.size(); level++) {
      var counts = counts(batches.get(level).examples(), trained);
      addLevel(weights, counts, level, batches.size());
    }
    return weights;
  }

  /**
   * Returns the weight of a step of each frame in one seed's loss.
   *
   * @param shares the seed's weight of each level
   */
  static double[] weightsOfFrames(
      FramePack pack, Map<Frame, double[]> weights, List<Double> shares) {
    return pack.frames().stream()
        .mapToDouble(
            frame -> {
              double[] byLevel = weights.get(frame);
              double weight = 0;
              for (int level = 0; level < byLevel.length; level++) {
                weight += shares.get(level) * byLevel[level];
              }
              return weight;
            })
        .toArray();
  }

  /** Adds a level's frames with weights that sum to one over the level's steps. */
  private static void addLevel(
      Map<Frame, double[]> weights, Map<Frame, Integer> counts, int level, int levels) {
    long steps =
        counts.entrySet().stream().mapToLong(e -> e.getValue() * e.getKey().steps().size()).sum();
    counts.forEach(
        (frame, count) ->
            weights.computeIfAbsent(frame, f -> new double[levels])[level] =
                count / (double) steps);
  }

  private Map<Frame, Integer> counts(List<TraceExample> examples, Predicate<Frame> trained) {
    var counts = new LinkedHashMap<Frame, Integer>();
    examples.forEach(
        example ->
            example.frames().stream()
                .filter(trained)
                .forEach(frame -> counts.merge(frame, 1, Integer::sum)));
    if (settings.weighting() == Weighting.DISTINCT) {
      counts.replaceAll((frame, count) -> 1);
    }
    return counts;
  }

  private NpiCore.StepOutput output(Parameters parameters, FramePack pack) {
    var manager = parameters.manager();
    int size = pack.size();
    NDArray inputs =
        Tensors.owned(manager, pack.inputs(), type, FramePack.inputSize(vocabulary) + 1L, size);
    NDArray running =
        Tensors.owned(manager, pack.running(), type, vocabulary.programs().size(), size);
    return core.over(parameters, inputs, running, pack.columns());
  }

  /**
   * @param step number of the training step
   * @param weights for each seed, the weight of a step of each frame
   * @return {@code [K]}
   */
  private NDArray losses(Parameters parameters, FramePack pack, long step, List<double[]> weights) {
    NDArray ofSteps = negativeLogLikelihood(parameters, pack, output(parameters, pack));
    if (!settings.byOwnLosses()) {
      return weighted(ofSteps, weights.stream().map(pack::columnsOf).toList());
    }
    var choice = new FrameChoice(settings.frames(), pack.frames(), step);
    float[] all = Tensors.floats(ofSteps);
    var changed = new ArrayList<float[]>();
    float[] plain = new float[weights.size()];
    for (int k = 0; k < plain.length; k++) {
      float[] own = Arrays.copyOfRange(all, k * pack.size(), (k + 1) * pack.size());
      var reweighed = reweighed(choice, pack, weights.get(k), own);
      changed.add(reweighed.columns());
      plain[k] = (float) reweighed.loss();
    }
    NDArray loss = weighted(ofSteps, changed);
    // The gradient is that of the changed weights, the value that of the plain ones.
    NDArray value = Tensors.owned(loss.getManager(), plain, type, plain.length);
    return loss.add(value.sub(loss.stopGradient()));
  }

  private Reweighed reweighed(
      FrameChoice choice, FramePack pack, double[] weights, float[] losses) {
    return settings.weightByLoss() > 0
        ? Reweighed.byLoss(settings.weightByLoss(), pack.columnsOf(weights), losses)
        : Reweighed.byDraw(choice, pack, weights, losses);
  }

  /**
   * @param weights of each seed's columns, {@code [Σ]} each
   * @return {@code [K]}
   */
  private NDArray weighted(NDArray ofSteps, List<float[]> weights) {
    int size = weights.get(0).length;
    float[] rows = new float[weights.size() * size];
    for (int k = 0; k < weights.size(); k++) {
      System.arraycopy(weights.get(k), 0, rows, k * size, size);
    }
    NDArray weight = Tensors.owned(ofSteps.getManager(), rows, type, weights.size(), size);
    return Tensors.sumOfProducts(ofSteps, weight, 1);
  }

  /** Returns the negative log-likelihood of each column's step, {@code [K, Σ]}. */
  private NDArray negativeLogLikelihood(
      Parameters parameters, FramePack pack, NpiCore.StepOutput output) {
    var manager = parameters.manager();
    int size = pack.size();
    int choices = vocabulary.programs().size() + FramePack.argumentSize(vocabulary);
    NDArray signs = Tensors.owned(manager, pack.endSigns(), type, 1, 1, size);
    NDArray called = Tensors.owned(manager, pack.called(), type, 1, choices, size);
    var logs = output.choices().stream().map(logits -> logits.logSoftmax(1)).toList();
    try (NDArray all = Tensors.join(1, logs);
        NDArray right = Tensors.sumOfProducts(all, called, 1);
        NDArray against = output.end().mul(signs);
        NDArray ends = Activation.softPlus(against);
        NDArray end = ends.reshape(parameters.width(), size)) {
      return end.sub(right);
    }
  }

  @Override
  public List<BatchScore> scores(Parameters parameters, Level level, List<TraceExample> batch) {
    var scored = new ScoredTraces(batch);
    return teacherForced(parameters, scored.frames()).stream().map(scored::score).toList();
  }

  /** Traces whose frames are scored, each distinct frame once. */
  static final class ScoredTraces {
    private final List<List<Frame>> traces;
    private final Map<Frame, Integer> counts = new LinkedHashMap<>();
    private final long steps;

    ScoredTraces(List<TraceExample> batch) {
      traces = batch.stream().map(TraceExample::frames).toList();
      traces.forEach(trace -> trace.forEach(frame -> counts.merge(frame, 1, Integer::sum)));
      steps =
          counts.entrySet().stream().mapToLong(e -> e.getValue() * e.getKey().steps().size()).sum();
    }

    List<Frame> frames() {
      return List.copyOf(counts.keySet());
    }

    /** Returns a seed's number of traces without a wrong step, and its mean loss of a step. */
    BatchScore score(TeacherForced seed) {
      double loss =
          counts.entrySet().stream()
              .mapToDouble(e -> e.getValue() * seed.loss().get(e.getKey()))
              .sum();
      long exact =
          traces.stream()
              .filter(trace -> trace.stream().allMatch(frame -> !seed.wrong().containsKey(frame)))
              .count();
      return new BatchScore((int) exact, loss / steps);
    }
  }

  /**
   * Teacher-forced results of one seed.
   *
   * @param loss loss of each frame, summed over its steps
   * @param wrong first wrong step of each frame that has one
   * @param margin smallest lead of the right choice over the next best across all steps, in nats
   */
  record TeacherForced(Map<Frame, Double> loss, Map<Frame, Integer> wrong, double margin) {}

  /** Runs each seed teacher-forced on these frames, in chunks that fit in memory. */
  List<TeacherForced> teacherForced(Parameters parameters, List<Frame> frames) {
    int width = parameters.width();
    var all = new ArrayList<ForcedSteps>();
    for (int k = 0; k < width; k++) {
      all.add(new ForcedSteps(vocabulary));
    }
    long most = CHUNK / ((long) width * settings.hiddenSize());
    for (var chunk : FramePack.chunks(frames, most)) {
      try (var scope = parameters.manager().newSubManager()) {
        score(parameters.within(scope), FramePack.of(vocabulary, chunk), all);
      }
    }
    return all.stream().map(ForcedSteps::result).toList();
  }

  private void score(Parameters parameters, FramePack pack, List<ForcedSteps> all) {
    var output = output(parameters, pack);
    float[] negativeLogLikelihood = Tensors.floats(negativeLogLikelihood(parameters, pack, output));
    float[] end = Tensors.floats(output.end());
    var choices = output.choices().stream().map(Tensors::floats).toList();
    for (int k = 0; k < parameters.width(); k++) {
      int seed = k;
      int width = parameters.width();
      all.get(k)
          .add(
              pack,
              part(negativeLogLikelihood, seed, width),
              part(end, seed, width),
              choices.stream().map(values -> part(values, seed, width)).toList());
    }
  }

  /** Returns the part of one of {@code width} seeds. */
  private static float[] part(float[] values, int seed, int width) {
    int size = values.length / width;
    return Arrays.copyOfRange(values, seed * size, (seed + 1) * size);
  }

  @Override
  public void close() {
    // Owns nothing.
  }
}

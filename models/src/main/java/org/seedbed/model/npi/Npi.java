package org.seedbed.model.npi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  public NDArray losses(
      Parameters parameters, List<LevelBatch<TraceExample>> batches, TrainingStep step) {
    var weights = new LinkedHashMap<Frame, double[]>();
    for (int level = 0; level < batches.size(); level++) {
      addLevel(weights, batches.get(level).examples(), level, batches.size());
    }
    var pack = new FramePack(vocabulary, List.copyOf(weights.keySet()));
    float[] ofColumns = new float[parameters.width() * pack.size()];
    var shares = step.shares();
    pack.forEach(
        (column, f, ignored, last) -> {
          double[] byLevel = weights.get(pack.frames().get(f));
          for (int k = 0; k < parameters.width(); k++) {
            double weight = 0;
            for (int level = 0; level < byLevel.length; level++) {
              weight += shares.get(k).get(level) * byLevel[level];
            }
            ofColumns[k * pack.size() + column] = (float) weight;
          }
        });
    return losses(parameters, pack, ofColumns);
  }

  /** Adds a level's frames with weights that sum to one over the level's steps. */
  private void addLevel(
      Map<Frame, double[]> weights, List<TraceExample> examples, int level, int levels) {
    var counts = new LinkedHashMap<Frame, Integer>();
    examples.forEach(
        example -> example.frames().forEach(frame -> counts.merge(frame, 1, Integer::sum)));
    if (settings.weighting() == Weighting.DISTINCT) {
      counts.replaceAll((frame, count) -> 1);
    }
    long steps =
        counts.entrySet().stream().mapToLong(e -> e.getValue() * e.getKey().steps().size()).sum();
    counts.forEach(
        (frame, count) ->
            weights.computeIfAbsent(frame, f -> new double[levels])[level] =
                count / (double) steps);
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
   * @param weights weight of each column for each seed, {@code [K, Σ]}
   * @return {@code [K]}
   */
  private NDArray losses(Parameters parameters, FramePack pack, float[] weights) {
    int size = pack.size();
    NDArray negativeLogLikelihood =
        negativeLogLikelihood(parameters, pack, output(parameters, pack));
    NDArray weight = Tensors.owned(parameters.manager(), weights, type, parameters.width(), size);
    return Tensors.sumOfProducts(negativeLogLikelihood, weight, 1);
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
    var frames = batch.stream().map(TraceExample::frames).toList();
    var counts = new LinkedHashMap<Frame, Integer>();
    frames.forEach(trace -> trace.forEach(frame -> counts.merge(frame, 1, Integer::sum)));
    var forced = teacherForced(parameters, List.copyOf(counts.keySet()));
    long steps =
        counts.entrySet().stream().mapToLong(e -> e.getValue() * e.getKey().steps().size()).sum();
    var scores = new ArrayList<BatchScore>();
    for (int k = 0; k < parameters.width(); k++) {
      var seed = forced.get(k);
      double loss =
          counts.entrySet().stream()
              .mapToDouble(e -> e.getValue() * seed.loss().get(e.getKey()))
              .sum();
      long exact =
          frames.stream()
              .filter(trace -> trace.stream().allMatch(frame -> !seed.wrong().containsKey(frame)))
              .count();
      scores.add(new BatchScore((int) exact, loss / steps));
    }
    return scores;
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
    var all = new ArrayList<TeacherForced>();
    var margins = new double[width];
    Arrays.fill(margins, Double.POSITIVE_INFINITY);
    for (int k = 0; k < width; k++) {
      all.add(new TeacherForced(new LinkedHashMap<>(), new LinkedHashMap<>(), 0));
    }
    long most = CHUNK / ((long) width * settings.hiddenSize());
    int first = 0;
    while (first < frames.size()) {
      long steps = 0;
      int end = first;
      while (end < frames.size() && (end == first || steps < most)) {
        steps += frames.get(end).steps().size();
        end++;
      }
      try (var scope = parameters.manager().newSubManager()) {
        score(
            parameters.within(scope),
            new FramePack(vocabulary, frames.subList(first, end)),
            all,
            margins);
      }
      first = end;
    }
    var result = new ArrayList<TeacherForced>();
    for (int k = 0; k < width; k++) {
      result.add(new TeacherForced(all.get(k).loss(), all.get(k).wrong(), margins[k]));
    }
    return result;
  }

  private void score(
      Parameters parameters, FramePack pack, List<TeacherForced> all, double[] margins) {
    int size = pack.size();
    var output = output(parameters, pack);
    float[] negativeLogLikelihood = floats(negativeLogLikelihood(parameters, pack, output));
    float[] end = floats(output.end());
    var choices = output.choices().stream().map(Npi::floats).toList();
    for (int k = 0; k < parameters.width(); k++) {
      int seed = k;
      var forced = all.get(k);
      int[] step = new int[pack.frames().size()];
      pack.forEach(
          (column, f, expected, last) -> {
            var frame = pack.frames().get(f);
            forced
                .loss()
                .merge(frame, (double) negativeLogLikelihood[seed * size + column], Double::sum);
            double margin = (last ? 1 : -1) * end[seed * size + column];
            for (int c = 0; c < choices.size(); c++) {
              int right = c == 0 ? expected.call().program() : expected.call().argument(c - 1);
              margin = Math.min(margin, lead(choices.get(c), seed, column, size, right, width(c)));
            }
            margins[seed] = Math.min(margins[seed], margin);
            if (!(margin > 0)) {
              forced.wrong().putIfAbsent(frame, step[f]);
            }
            step[f]++;
          });
    }
  }

  private int width(int choice) {
    return choice == 0
        ? vocabulary.programs().size()
        : vocabulary.arguments().get(choice - 1).size();
  }

  /** Returns the lead of the right choice's logit over the highest other logit. */
  private static double lead(float[] logits, int seed, int column, int size, int right, int width) {
    double others = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < width; i++) {
      if (i != right) {
        others = Math.max(others, logits[(seed * width + i) * size + column]);
      }
    }
    return logits[(seed * width + right) * size + column] - others;
  }

  static float[] floats(NDArray array) {
    return array.toType(DataType.FLOAT32, false).toFloatArray();
  }

  @Override
  public void close() {
    // Owns nothing.
  }
}

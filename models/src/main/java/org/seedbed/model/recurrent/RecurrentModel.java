package org.seedbed.model.recurrent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.Level;

/**
 * A recurrent network on PyTorch, for K seeds at once. Its mathematics is that of {@link
 * RecurrentStep}.
 *
 * @param <E> type of the examples
 * @param type data type of all tensors: 32 bit, or 64 bit for gradient checks
 */
public record RecurrentModel<E>(
    RecurrentNetwork network, Transcription<E> transcription, DataType type) implements Model<E> {
  @Override
  public ParameterLayout layout() {
    return network.layout();
  }

  @Override
  public Losses losses(Parameters parameters, List<LevelBatch<E>> batches, TrainingStep step) {
    NDArray sum = parameters.manager().zeros(new Shape(parameters.width()), type);
    for (int i = 0; i < batches.size(); i++) {
      var run = new Run(parameters, batches.get(i).examples());
      sum = sum.add(run.losses().mul(step.share(parameters, i)));
    }
    return Losses.of(sum);
  }

  @Override
  public List<BatchScore> scores(Parameters parameters, Level level, List<E> batch) {
    var run = new Run(parameters, batch);
    float[] losses = Tensors.floats(run.losses());
    var logits = run.bySeed();
    return IntStream.range(0, losses.length)
        .mapToObj(k -> run.batch.score(logits.get(k), losses[k]))
        .toList();
  }

  @Override
  public void close() {
    // There is nothing to release.
  }

  /** A run of all seeds on a batch. */
  private final class Run {
    private final TranscribedBatch<E> batch;
    private final TensorVectors vectors;
    private final List<NDArray> logits = new ArrayList<>(); // [K, O, B]

    Run(Parameters parameters, List<E> examples) {
      this.batch = new TranscribedBatch<>(transcription, examples, examples.size());
      this.vectors = new TensorVectors(parameters, type, examples.size());
      var steps = batch.steps();
      var run = network.start(vectors);
      float[] inputs = batch.inputs();
      for (int step = 0; step < steps.all(); step++) {
        NDArray output = run.next(vectors.ofBatch(part(inputs, step, steps.all())));
        if (step >= steps.reads()) {
          logits.add(output);
        }
      }
    }

    private static float[] part(float[] all, int index, int count) {
      int size = all.length / count;
      return Arrays.copyOfRange(all, index * size, (index + 1) * size);
    }

    /** Returns the mean loss of each seed, {@code [K]}. */
    NDArray losses() {
      int answers = logits.size();
      float[] expected = batch.expected();
      float[] weights = batch.weights();
      return IntStream.range(0, answers)
          .mapToObj(
              step ->
                  cost(logits.get(step), vectors.ofBatch(part(expected, step, answers)))
                      .mul(vectors.ofBatch(part(weights, step, answers))))
          .reduce(NDArray::add)
          .orElseThrow()
          .sum(new int[] {1, 2}, false);
    }

    /** Returns the cost of one answer, {@code [K, 1, B]}. */
    private NDArray cost(NDArray logits, NDArray expected) {
      NDArray terms =
          transcription.answersSymbols()
              ? logits.logSoftmax(1).mul(expected).neg()
              : vectors.softplus(logits).sub(logits.mul(expected));
      return terms.sum(new int[] {1}, true);
    }

    /** Returns the logits of each seed, {@code [answers, O, B]}. */
    List<float[]> bySeed() {
      int answers = logits.size();
      var all = logits.stream().map(Tensors::floats).toList();
      int width = (int) logits.get(0).getShape().get(0);
      int size = all.get(0).length / width;
      return IntStream.range(0, width)
          .mapToObj(
              k -> {
                float[] ofSeed = new float[answers * size];
                for (int step = 0; step < answers; step++) {
                  System.arraycopy(all.get(step), k * size, ofSeed, step * size, size);
                }
                return ofSeed;
              })
          .toList();
    }
  }
}

package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.CommonNoise;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/**
 * Input layers, then two dense layers with a ReLU between them; biases are the last columns of the
 * weights.
 *
 * @param outputs O: number of logits
 */
record FeedForwardController(NramSettings settings, int outputs) implements Controller {
  static final String HIDDEN = "controller/hidden";
  static final String OUTPUT = "controller/output";

  /** Name of the random stream of its dropout masks. */
  static final String DROPOUT = "controller-dropout";

  private InputLayers input() {
    return InputLayers.of(settings);
  }

  private int hiddenSize() {
    return settings.hiddenSize();
  }

  @Override
  public List<Parameter> parameters() {
    int inputs = input().outputs();
    var own =
        Stream.of(
            Parameter.dense(HIDDEN, inputs, hiddenSize()),
            Parameter.dense(OUTPUT, hiddenSize(), outputs));
    return Stream.concat(input().parameters().stream(), own).toList();
  }

  @Override
  public Run begin(Parameters parameters, int batch, Optional<TrainingStep> dropout) {
    NDManager manager = parameters.manager();
    NDArray first = parameters.get(HIDDEN);
    NDArray second = parameters.get(OUTPUT);
    NDArray one = manager.ones(new Shape(parameters.width(), 1, batch), first.getDataType());
    var mask = dropout.flatMap(step -> mask(manager, first, step));
    var layers = input();
    return zeros -> {
      try (NDArray values = layers.apply(parameters, zeros, one);
          NDArray input = Tensors.join(1, values, one);
          NDArray sum = Tensors.dense(first, input);
          NDArray rectified = Activation.relu(sum);
          NDArray kept = mask.map(rectified::mul).orElse(rectified);
          NDArray hiddenAndOne = Tensors.join(1, kept, one)) {
        return Tensors.dense(second, hiddenAndOne);
      }
    };
  }

  /**
   * Returns one mask for all examples, {@code [1, H, 1]} if all seeds share it, else {@code [K, H,
   * 1]}; empty without dropout.
   */
  private Optional<NDArray> mask(NDManager manager, NDArray like, TrainingStep step) {
    int width = (int) like.size(0);
    double[] keep =
        IntStream.range(0, width)
            .mapToDouble(k -> step.settings(k, settings).dropoutKeepProbability())
            .toArray();
    if (Arrays.stream(keep).allMatch(p -> p == 1)) {
      return Optional.empty();
    }
    boolean shared = Arrays.stream(keep).distinct().count() == 1;
    int rows = shared ? 1 : width;
    float[] all = new float[rows * hiddenSize()];
    for (int k = 0; k < rows; k++) {
      float[] row =
          CommonNoise.dropoutMask(DROPOUT, step.dataSeed(), step.number(), hiddenSize(), keep[k]);
      System.arraycopy(row, 0, all, k * hiddenSize(), hiddenSize());
    }
    return Optional.of(Tensors.of(manager, all, like.getDataType(), rows, hiddenSize(), 1));
  }

  @Override
  public Supplier<IntegerRun> onIntegers(Function<String, float[]> parameters) {
    var input = input().onIntegers(parameters);
    var first = new DenseOnIntegers(hiddenSize(), input().outputs(), parameters.apply(HIDDEN));
    var second = new DenseOnIntegers(outputs, hiddenSize(), parameters.apply(OUTPUT));
    IntegerRun run = zeros -> second.apply(first.rectified(input.apply(InputLayers.values(zeros))));
    return () -> run;
  }
}

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
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.CommonNoise;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/** Two dense layers with a ReLU between them; biases are the last columns of the weights. */
record FeedForwardController(
    int registers, int hiddenSize, int outputs, double dropoutKeepProbability)
    implements Controller {
  static final String HIDDEN = "controller/hidden";
  static final String OUTPUT = "controller/output";

  /** Name of the random stream of its dropout masks. */
  static final String DROPOUT = "controller-dropout";

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(
            HIDDEN, List.of(hiddenSize, registers + 1), Initializer.glorot(registers, hiddenSize)),
        new Parameter(
            OUTPUT, List.of(outputs, hiddenSize + 1), Initializer.glorot(hiddenSize, outputs)));
  }

  @Override
  public Run begin(Parameters parameters, int batch, Optional<TrainingStep> dropout) {
    NDManager manager = parameters.manager();
    NDArray first = parameters.get(HIDDEN);
    NDArray second = parameters.get(OUTPUT);
    NDArray one = manager.ones(new Shape(parameters.width(), 1, batch), first.getDataType());
    var mask =
        dropout.filter(step -> dropoutKeepProbability < 1).map(step -> mask(manager, first, step));
    return zeros -> {
      try (NDArray input = Tensors.join(1, zeros, one);
          NDArray sum = Tensors.dense(first, input);
          NDArray rectified = Activation.relu(sum);
          NDArray kept = mask.map(rectified::mul).orElse(rectified);
          NDArray hiddenAndOne = Tensors.join(1, kept, one)) {
        return Tensors.dense(second, hiddenAndOne);
      }
    };
  }

  /** One mask for all seeds and examples, {@code [1, H, 1]}. */
  private NDArray mask(NDManager manager, NDArray like, TrainingStep step) {
    float[] values =
        CommonNoise.dropoutMask(
            DROPOUT, step.dataSeed(), step.number(), hiddenSize, dropoutKeepProbability);
    return Tensors.of(manager, values, like.getDataType(), 1, hiddenSize, 1);
  }

  @Override
  public Supplier<IntegerRun> onIntegers(Function<String, float[]> parameters) {
    var first = new DenseOnIntegers(hiddenSize, registers, parameters.apply(HIDDEN));
    var second = new DenseOnIntegers(outputs, hiddenSize, parameters.apply(OUTPUT));
    IntegerRun run =
        zeros -> {
          double[] input = new double[registers];
          for (int r = 0; r < registers; r++) {
            input[r] = zeros[r] ? 1 : 0;
          }
          double[] sums = first.apply(input);
          return second.apply(Arrays.stream(sums).map(x -> Math.max(0, x)).toArray());
        };
    return () -> run;
  }
}

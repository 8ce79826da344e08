package org.seedbed.model.npi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.LstmLayer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.trace.Vocabulary;

/**
 * The network: state encoding, two LSTM layers, and heads for the end of a frame, the next program
 * and its arguments (section 3 of Reed and de Freitas, ICLR 2016).
 *
 * <pre>
 * observation, arguments ─encoder─▶ s ┐
 * running program ──embedding────▶ p ┴─fusion─▶ LSTM ─▶ LSTM ─▶ end, key, arguments
 *                                                                    key·program keys ─▶ next program
 * </pre>
 */
final class NpiCore {
  static final String ENCODER = "encoder";
  static final String EMBEDDINGS = "programs/embeddings";
  static final String KEYS = "programs/keys";
  static final String FUSION = "fusion";
  static final String HEADS = "heads";

  private final NpiSettings settings;
  private final Vocabulary vocabulary;
  private final List<LstmLayer> layers;

  NpiCore(NpiSettings settings, Vocabulary vocabulary) {
    this.settings = settings;
    this.vocabulary = vocabulary;
    this.layers = layers(settings);
  }

  static List<LstmLayer> layers(NpiSettings settings) {
    return List.of(
        new LstmLayer("core/first", settings.hiddenSize(), settings.hiddenSize()),
        new LstmLayer("core/second", settings.hiddenSize(), settings.hiddenSize()));
  }

  private int programs() {
    return vocabulary.programs().size();
  }

  /** Sizes of the heads, in order: end, key, and one for each argument. */
  private List<Integer> headSizes() {
    return Stream.concat(
            Stream.of(1, settings.embedding()), vocabulary.arguments().stream().map(List::size))
        .toList();
  }

  ParameterLayout layout() {
    int inputs = FramePack.inputSize(vocabulary);
    int encoding = settings.encoding();
    int hiddenSize = settings.hiddenSize();
    int embedding = settings.embedding();
    int heads = headSizes().stream().mapToInt(Integer::intValue).sum();
    var all = new ArrayList<Parameter>();
    all.add(Parameter.dense(ENCODER, inputs, encoding));
    // Inputs are one-hot, so each column is one program's embedding.
    all.add(new Parameter(EMBEDDINGS, List.of(embedding, programs()), new Initializer.Uniform(1)));
    all.add(Parameter.dense(FUSION, encoding + embedding, hiddenSize));
    layers.forEach(layer -> all.addAll(layer.parameters()));
    all.add(Parameter.dense(HEADS, hiddenSize, heads));
    all.add(new Parameter(KEYS, List.of(programs(), embedding), new Initializer.Uniform(1)));
    return new ParameterLayout(all);
  }

  /** State of the LSTM layers between steps. */
  record State(List<LstmLayer.State> layers) {}

  /**
   * Output of the heads.
   *
   * @param end log odds that the frame ends, {@code [K, 1, B]}
   * @param choices logits of the next program, then of each argument, {@code [K, choices, B]}
   */
  record StepOutput(NDArray end, List<NDArray> choices) {}

  /** Runs all columns of a pack, each frame from a zero state. */
  StepOutput over(Parameters parameters, NDArray inputs, NDArray running, List<Integer> columns) {
    NDArray x = fused(parameters, inputs, running);
    for (var layer : layers) {
      x = layer.over(parameters, x, columns);
      x = withOne(x);
    }
    return output(parameters, x);
  }

  /** Output of a step and the state after it. */
  record Stepped(StepOutput output, State state) {}

  /** Runs one step of one frame per column. */
  Stepped step(Parameters parameters, NDArray inputs, NDArray running, State state) {
    NDArray x = fused(parameters, inputs, running);
    var after = new ArrayList<LstmLayer.State>();
    for (int i = 0; i < layers.size(); i++) {
      var next = layers.get(i).step(parameters, x, state.layers().get(i));
      after.add(next);
      x = withOne(next.hiddenState());
    }
    return new Stepped(output(parameters, x), new State(after));
  }

  int layerCount() {
    return layers.size();
  }

  /**
   * @param inputs {@code [I+1, B]}, the same for all seeds
   * @param running {@code [P, B]}
   * @return fused features and a row of ones, {@code [K, H+1, B]}
   */
  private NDArray fused(Parameters parameters, NDArray inputs, NDArray running) {
    try (NDArray sums = onShared(parameters.get(ENCODER), inputs);
        NDArray encoded = Activation.relu(sums);
        NDArray embedded = onShared(parameters.get(EMBEDDINGS), running);
        NDArray one = ones(encoded);
        NDArray both = Tensors.join(1, encoded, embedded, one);
        NDArray fused = Tensors.dense(parameters.get(FUSION), both);
        NDArray rectified = Activation.relu(fused)) {
      return withOne(rectified);
    }
  }

  /** {@code [K, O, I] · [I, B]} → {@code [K, O, B]}, as one matrix product. */
  private static NDArray onShared(NDArray weights, NDArray shared) {
    var shape = weights.getShape();
    try (NDArray flat = weights.reshape(shape.get(0) * shape.get(1), shape.get(2));
        NDArray product = flat.matMul(shared)) {
      return product.reshape(shape.get(0), shape.get(1), -1);
    }
  }

  private static NDArray ones(NDArray like) {
    var shape = like.getShape();
    return like.getManager().ones(new Shape(shape.get(0), 1, shape.get(2)), like.getDataType());
  }

  private static NDArray withOne(NDArray x) {
    try (NDArray one = ones(x)) {
      return Tensors.join(1, x, one);
    }
  }

  private StepOutput output(Parameters parameters, NDArray hiddenAndOne) {
    NDArray all = Tensors.dense(parameters.get(HEADS), hiddenAndOne);
    var heads = Tensors.split(all, 1, headSizes());
    var choices = new ArrayList<NDArray>();
    choices.add(parameters.get(KEYS).batchMatMul(heads.get(1)));
    choices.addAll(heads.subList(2, heads.size()));
    return new StepOutput(heads.get(0), choices);
  }
}

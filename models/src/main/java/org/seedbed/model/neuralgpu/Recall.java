package org.seedbed.model.neuralgpu;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.seedbed.model.population.HandMadeGradient;
import org.seedbed.model.population.HandMadeGradient.CustomGradient;
import org.seedbed.model.population.HandMadeGradient.RecordedSegment;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/**
 * What the convolutions of the given symbols add to those of a unit's state, the same at every time
 * step (recall; Bansal et al., 2022). An instance serves one tape.
 */
final class Recall {
  private static final List<String> PARTS = List.of("/reset", "/gate", "/candidate");

  private final Part gates;
  private final Part candidate;

  /** Kernels over the given symbols, beside those over the state: {@code [m, S, 3]}. */
  static List<Parameter> parameters(String unit, int maps, int symbols, Initializer kernel) {
    return PARTS.stream()
        .map(part -> new Parameter(unit + part + "/recall", List.of(maps, symbols, 3), kernel))
        .toList();
  }

  /**
   * @param halved whether the weights absorb the factor 1/2 of the hard gate
   */
  Recall(String unit, Parameters parameters, boolean halved) {
    NDArray joined =
        Tensors.join(
            1, parameters.get(unit + "/reset/recall"), parameters.get(unit + "/gate/recall"));
    if (halved) {
      joined = joined.mul(Tensors.scalar(parameters.manager(), 0.5, joined.getDataType()));
    }
    this.gates = new Part(joined);
    this.candidate = new Part(parameters.get(unit + "/candidate/recall"));
  }

  /**
   * Computes what is added. Call it outside any tape.
   *
   * @param given one-hot symbols, {@code [1, S, 1, L]}; its manager owns what is computed
   */
  void run(NDArray given, boolean needsBackward) {
    gates.run(given, needsBackward);
    candidate.run(given, needsBackward);
  }

  /** Returns the first columns of what is added to the inputs of r and g, {@code [1, K·2m, 1]}. */
  NDArray gates(long columns) {
    return gates.first(columns);
  }

  /** Returns the first columns of what is added to the input of c, {@code [1, K·m, 1]}. */
  NDArray candidate(long columns) {
    return candidate.first(columns);
  }

  /** Adds a gradient of the first columns of what {@link #gates} returns. */
  void addToGates(NDArray gradient) {
    gates.add(gradient);
  }

  /** Adds a gradient of the first columns of what {@link #candidate} returns. */
  void addToCandidate(NDArray gradient) {
    candidate.add(gradient);
  }

  /** Runs the backward pass once the gradients of all time steps were added. */
  void back() {
    gates.back();
    candidate.back();
  }

  /** Returns the weights with their accumulated gradients. */
  List<CustomGradient> gradients() {
    return Stream.of(gates, candidate).map(Part::gradient).toList();
  }

  /** The convolution of one nonlinearity's inputs. */
  private static final class Part {
    private final NDArray kernel; // [K·o, S, 1, 3]
    private final NDArray leaf;
    private Optional<RecordedSegment> convolved = Optional.empty();
    private Optional<NDArray> gradient = Optional.empty(); // [1, K·o, 1, L]

    /**
     * @param kernel {@code [K, o, S, 3]}
     */
    Part(NDArray kernel) {
      var shape = kernel.getShape();
      this.kernel = kernel.reshape(shape.get(0) * shape.get(1), shape.get(2), 1, 3);
      this.leaf = HandMadeGradient.leaf(this.kernel);
    }

    void run(NDArray given, boolean needsBackward) {
      NDArray none = zeros(given, new Shape(kernel.getShape().get(0)));
      convolved =
          Optional.of(
              RecordedSegment.of(
                  given, input -> Tensors.convolve(input, leaf, none, 1), needsBackward));
    }

    private static NDArray zeros(NDArray like, Shape shape) {
      DataType type = like.getDataType();
      return like.getManager().zeros(shape, type);
    }

    NDArray first(long columns) {
      return Tensors.slice(convolved.orElseThrow().output(), 3, 0, columns);
    }

    void add(NDArray ofFirstColumns) {
      NDArray output = convolved.orElseThrow().output();
      if (gradient.isEmpty()) {
        gradient = Optional.of(zeros(output, output.getShape()));
      }
      long columns = ofFirstColumns.getShape().get(3);
      try (NDArray first = Tensors.slice(gradient.get(), 3, 0, columns)) {
        first.addi(ofFirstColumns);
      }
    }

    void back() {
      // Short sequences leave some sets of shared parameters unused.
      gradient.ifPresent(of -> convolved.orElseThrow().back(of).close());
    }

    CustomGradient gradient() {
      return HandMadeGradient.of(kernel, leaf);
    }
  }
}

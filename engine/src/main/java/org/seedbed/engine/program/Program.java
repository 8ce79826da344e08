package org.seedbed.engine.program;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.seedbed.engine.kernel.Lanes;

/**
 * A compiled step of one seed: a fixed list of operations on fixed places of an arena. Immutable;
 * threads share it, each with an {@link Arena} of its own. Runs allocate nothing.
 *
 * <pre>{@code
 * arena.load(program);
 * program.write(arena, memory, values);
 * for (int seed = 0; seed < width; seed++) {
 *   double loss = program.run(arena, parameters, at(seed), gradient, 0, 1f / batch);
 * }
 * }</pre>
 */
public final class Program {
  private final int size;
  private final Operation[] forward;
  private final Step[] backward;
  private final Optional<Place> loss;
  private final Matrix[] biased;
  private final int[] partialsAt;
  private final List<Recording.Constant> constants;
  private final Function<Tensor, Place> places;

  /** A step of the backward pass. */
  interface Step {
    void run(Arena arena);
  }

  /**
   * Where everything is.
   *
   * @param size number of floats that the arena needs
   * @param biasPartials where the partial sums of each bias are
   * @param constants tensors with fixed numbers
   * @param places the place of any tensor
   */
  record Layout(
      int size,
      Map<Matrix, Integer> biasPartials,
      List<Recording.Constant> constants,
      Function<Tensor, Place> places) {}

  Program(Operation[] forward, Step[] backward, Optional<Place> loss, Layout layout) {
    this.forward = forward;
    this.backward = backward;
    this.loss = loss;
    this.size = layout.size();
    this.biased = layout.biasPartials().keySet().toArray(new Matrix[0]);
    this.partialsAt = new int[biased.length];
    for (int i = 0; i < biased.length; i++) {
      partialsAt[i] = layout.biasPartials().get(biased[i]);
    }
    this.constants = layout.constants();
    this.places = layout.places();
  }

  /** Number of floats that the arena needs. */
  public int size() {
    return size;
  }

  void writeConstants(Arena arena) {
    for (var constant : constants) {
      var place = places.apply(constant.tensor());
      for (int row = 0; row < place.rows(); row++) {
        arena.fill(place.row(row), place.lanes(), constant.rows().get(row));
      }
    }
  }

  /**
   * Writes an input: {@code [rows, lanes]}, row by row.
   *
   * @throws IllegalArgumentException if {@code values} has another size
   */
  public void write(Arena arena, Tensor input, float[] values) {
    var place = places.apply(input);
    if (values.length != place.rows() * place.lanes()) {
      throw new IllegalArgumentException(
          "input %s takes %d values, not %d"
              .formatted(input, place.rows() * place.lanes(), values.length));
    }
    for (int row = 0; row < place.rows(); row++) {
      System.arraycopy(values, row * place.lanes(), arena.values(), place.row(row), place.lanes());
    }
  }

  /** Writes one value to all elements of an input. */
  public void fill(Arena arena, Tensor input, float value) {
    var place = places.apply(input);
    for (int row = 0; row < place.rows(); row++) {
      arena.fill(place.row(row), place.lanes(), value);
    }
  }

  /** Returns an output of the last run, {@code [rows, lanes]}, row by row. */
  public float[] read(Arena arena, Tensor output) {
    var place = places.apply(output);
    float[] values = new float[place.rows() * place.lanes()];
    for (int row = 0; row < place.rows(); row++) {
      System.arraycopy(arena.values(), place.row(row), values, row * place.lanes(), place.lanes());
    }
    return values;
  }

  /** Returns the sum of all elements of an output of the last run. */
  public double sum(Arena arena, Tensor output) {
    double sum = 0;
    for (float value : read(arena, output)) {
      sum += value;
    }
    return sum;
  }

  /**
   * Copies an output of the last run to an input of another program, or of this one.
   *
   * @param input {@code [rows, lanes]} as the output
   * @throws IllegalArgumentException if it has another shape
   */
  public void feed(Arena arena, Tensor output, Program other, Arena otherArena, Tensor input) {
    var from = places.apply(output);
    var to = other.places.apply(input);
    if (from.rows() != to.rows() || from.lanes() != to.lanes()) {
      throw new IllegalArgumentException(
          "output %s does not fit input %s".formatted(output, input));
    }
    for (int row = 0; row < from.rows(); row++) {
      System.arraycopy(
          arena.values(), from.row(row), otherArena.values(), to.row(row), from.lanes());
    }
  }

  /** Runs the forward pass with one seed's packed parameters. */
  public void forward(Arena arena, float[] parameters, int at) {
    arena.use(parameters, at);
    forward(arena);
  }

  private void forward(Arena arena) {
    for (var operation : forward) {
      operation.forward(arena);
    }
  }

  /**
   * Runs the forward and the backward pass with one seed's packed parameters.
   *
   * @param gradient the gradient is added to it
   * @param weight factor on the gradient
   * @return the loss, without that factor
   */
  public double run(
      Arena arena, float[] parameters, int at, float[] gradient, int gradientAt, float weight) {
    arena.use(parameters, at, gradient, gradientAt);
    forward(arena);
    var place = loss.orElseThrow();
    double sum = 0;
    for (int lane = 0; lane < place.lanes(); lane++) {
      sum += arena.values()[place.at() + lane];
    }
    arena.fill(place.gradientAt(), place.lanes(), weight);
    for (int i = 0; i < biased.length; i++) {
      arena.fill(partialsAt[i], biased[i].rows() * Lanes.BLOCK, 0);
    }
    for (var step : backward) {
      step.run(arena);
    }
    for (int i = 0; i < biased.length; i++) {
      addBias(arena, biased[i], partialsAt[i]);
    }
    return sum;
  }

  private static void addBias(Arena arena, Matrix matrix, int partials) {
    float[] values = arena.values();
    int to = arena.gradientAt() + matrix.biasAt();
    for (int row = 0; row < matrix.rows(); row++) {
      int at = partials + row * Lanes.BLOCK;
      float sum = 0;
      for (int i = 0; i < Lanes.BLOCK; i++) {
        sum += values[at + i];
      }
      arena.gradient()[to + row] += sum;
    }
  }
}

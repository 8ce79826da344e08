package org.seedbed.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Tensor;

/**
 * What every operation must satisfy. Its output is compared with a plain form in double, written
 * independently of the kernel; its gradient with finite differences of that form. Each argument is
 * made by a dense layer of its own, so that it has a gradient.
 */
abstract class OperationContract {
  private static final double STEP = 1e-5;

  /** Axes of each argument. */
  abstract List<List<Axis>> arguments();

  /** Records the operation. */
  abstract Tensor record(Tape tape, List<Tensor> arguments);

  /** Computes one lane in double: rows of each argument to rows of the result. */
  abstract double[] plain(List<double[]> arguments);

  /** Smallest and largest value of the arguments. */
  double[] range() {
    return new double[] {-1.5, 1.5};
  }

  private int rows(int argument) {
    return arguments().get(argument).stream().mapToInt(Axis::size).reduce(1, (a, b) -> a * b);
  }

  /** A program whose arguments are diagonal matrices times inputs, plus biases. */
  private final class Recorded {
    private final Tape tape;
    private final ParameterPacking packing;
    private final List<Tensor> inputs = new ArrayList<>();
    private final Tensor weights;
    private final Tensor result;
    private final float[] parameters;
    private final Arena arena = new Arena();

    Recorded(int lanes, boolean twice) {
      tape = new Tape(lanes);
      var shapes = new ArrayList<ParameterPacking.Shape>();
      for (int k = 0; k < arguments().size(); k++) {
        shapes.add(new ParameterPacking.Shape("argument " + k, rows(k), rows(k), true));
      }
      packing = new ParameterPacking(shapes);
      parameters = new float[packing.packedSize()];
      var tensors = new ArrayList<Tensor>();
      for (int k = 0; k < arguments().size(); k++) {
        var input = tape.input(new Axis("in", rows(k)));
        inputs.add(input);
        Matrix matrix = packing.matrix("argument " + k);
        for (int i = 0; i < rows(k); i++) {
          parameters[matrix.at() + i * matrix.stride() + i] = 1;
        }
        tensors.add(tape.dense(matrix, input, arguments().get(k).toArray(new Axis[0])));
      }
      var once = OperationContract.this.record(tape, tensors);
      // A second use of the same arguments makes gradients accumulate, and forbids reuse in place.
      result = twice ? tape.add(once, OperationContract.this.record(tape, tensors)) : once;
      weights = tape.input(new Axis("out", result.rows()));
    }

    List<float[]> values(SplittableRandom random) {
      var values = new ArrayList<float[]>();
      for (int k = 0; k < inputs.size(); k++) {
        float[] all = new float[rows(k) * result.lanes()];
        for (int i = 0; i < all.length; i++) {
          all[i] = (float) random.nextDouble(range()[0], range()[1]);
        }
        values.add(all);
      }
      return values;
    }
  }

  private List<double[]> lane(List<float[]> values, int lane) {
    var arguments = new ArrayList<double[]>();
    for (int k = 0; k < values.size(); k++) {
      double[] rows = new double[rows(k)];
      int lanes = values.get(k).length / rows.length;
      for (int r = 0; r < rows.length; r++) {
        rows[r] = values.get(k)[r * lanes + lane];
      }
      arguments.add(rows);
    }
    return arguments;
  }

  /** Rows of 128 lanes are padded. */
  @ParameterizedTest
  @ValueSource(ints = {32, 128})
  void outputAgreesWithThePlainForm(int lanes) {
    var recorded = new Recorded(lanes, false);
    var program = recorded.tape.compile(List.of(recorded.result));
    var values = recorded.values(new SplittableRandom(1));
    recorded.arena.load(program);
    for (int k = 0; k < values.size(); k++) {
      program.write(recorded.arena, recorded.inputs.get(k), values.get(k));
    }
    program.forward(recorded.arena, recorded.parameters, 0);
    float[] found = program.read(recorded.arena, recorded.result);
    for (int lane = 0; lane < lanes; lane++) {
      double[] right = plain(lane(values, lane));
      for (int r = 0; r < right.length; r++) {
        assertThat((double) found[r * lanes + lane])
            .as("row %d, lane %d", r, lane)
            .isCloseTo(right[r], within(2e-6 * Math.max(1, Math.abs(right[r]))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 128})
  void gradientAgreesWithFiniteDifferences(int lanes) {
    gradient(lanes, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 128})
  void gradientsOfTwoUsesAreAdded(int lanes) {
    gradient(lanes, true);
  }

  private void gradient(int lanes, boolean twice) {
    var recorded = new Recorded(lanes, twice);
    var tape = recorded.tape;
    var flat = recorded.result.as(new Axis("out", recorded.result.rows()));
    var program = tape.compile(tape.dot(flat, recorded.weights));
    var random = new SplittableRandom(2);
    var values = recorded.values(random);
    float[] weights = new float[recorded.result.rows() * lanes];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextDouble(-1, 1);
    }
    recorded.arena.load(program);
    for (int k = 0; k < values.size(); k++) {
      program.write(recorded.arena, recorded.inputs.get(k), values.get(k));
    }
    program.write(recorded.arena, recorded.weights, weights);
    float[] gradient = new float[recorded.packing.packedSize()];
    program.run(recorded.arena, recorded.parameters, 0, gradient, 0, 1);
    // A second run must not depend on what the first left behind.
    float[] again = new float[gradient.length];
    program.run(recorded.arena, recorded.parameters, 0, again, 0, 1);
    assertThat(again).isEqualTo(gradient);
    for (int k = 0; k < values.size(); k++) {
      for (int r = 0; r < rows(k); r++) {
        double right = (twice ? 2 : 1) * biasGradient(values, weights, k, r);
        float found = gradient[recorded.packing.matrix("argument " + k).biasAt() + r];
        assertThat((double) found)
            .as("argument %d, row %d", k, r)
            .isCloseTo(right, within(5e-5 * Math.max(1, Math.abs(right))));
      }
    }
  }

  /** Derivative of the weighted sum by a number added to a row of an argument in all lanes. */
  private double biasGradient(List<float[]> values, float[] weights, int argument, int row) {
    int lanes = values.get(argument).length / rows(argument);
    double sum = 0;
    for (int lane = 0; lane < lanes; lane++) {
      var up = lane(values, lane);
      var down = lane(values, lane);
      up.get(argument)[row] += STEP;
      down.get(argument)[row] -= STEP;
      double[] above = plain(up);
      double[] below = plain(down);
      for (int r = 0; r < above.length; r++) {
        sum += weights[r * lanes + lane] * (above[r] - below[r]) / (2 * STEP);
      }
    }
    return sum;
  }
}

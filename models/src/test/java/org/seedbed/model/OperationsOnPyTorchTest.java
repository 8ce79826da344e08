package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Tensor;

/** Every operation of the engine against the same operation on PyTorch: values and gradients. */
class OperationsOnPyTorchTest {
  private static final int ROWS = 5;
  private static final int LANES = 16;

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  /**
   * An operation on three arguments of five rows.
   *
   * @param lowest of the arguments' values
   */
  record Case(
      String name,
      double lowest,
      BiFunction<Tape, List<Tensor>, Tensor> ours,
      BiFunction<NDManager, List<NDArray>, NDArray> theirs) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Axis values() {
    return new Axis("values", ROWS);
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("relu", -1, (t, x) -> t.relu(x.get(0)), (m, x) -> Activation.relu(x.get(0))),
        new Case(
            "sigmoid", -1, (t, x) -> t.sigmoid(x.get(0)), (m, x) -> Activation.sigmoid(x.get(0))),
        new Case("tanh", -1, (t, x) -> t.tanh(x.get(0)), (m, x) -> x.get(0).tanh()),
        new Case(
            "softplus",
            -1,
            (t, x) -> t.softplus(x.get(0)),
            (m, x) -> Activation.softPlus(x.get(0))),
        new Case(
            "negative log",
            0.01,
            (t, x) -> t.negativeLog(x.get(0), 1e-6f),
            (m, x) -> x.get(0).log().neg()),
        new Case(
            "entropy",
            0.01,
            (t, x) -> t.entropy(x.get(0), 1e-6f),
            (m, x) -> x.get(0).mul(x.get(0).log()).sum(new int[] {0}, true).neg()),
        new Case("softmax", -1, (t, x) -> t.softmax(x.get(0)), (m, x) -> x.get(0).softmax(0)),
        new Case(
            "log softmax", -1, (t, x) -> t.logSoftmax(x.get(0)), (m, x) -> x.get(0).logSoftmax(0)),
        new Case(
            "multiply",
            -1,
            (t, x) -> t.multiply(x.get(0), x.get(1)),
            (m, x) -> x.get(0).mul(x.get(1))),
        new Case(
            "multiply-add",
            -1,
            (t, x) -> t.multiplyAdd(x.get(0), x.get(1), x.get(2)),
            (m, x) -> x.get(0).mul(x.get(1)).add(x.get(2))),
        new Case(
            "add and subtract",
            -1,
            (t, x) -> t.subtract(t.add(x.get(0), x.get(1)), x.get(2)),
            (m, x) -> x.get(0).add(x.get(1)).sub(x.get(2))),
        new Case(
            "affine",
            -1,
            (t, x) -> t.affine(x.get(0), -1, 1),
            (m, x) -> m.ones(new Shape(ROWS, LANES)).sub(x.get(0))),
        new Case(
            "dot",
            -1,
            (t, x) -> t.dot(x.get(0), x.get(1)),
            (m, x) -> x.get(0).mul(x.get(1)).sum(new int[] {0}, true)),
        new Case("sum", -1, (t, x) -> t.sum(x.get(0)), (m, x) -> x.get(0).sum(new int[] {0}, true)),
        new Case(
            "cumulative sum",
            -1,
            (t, x) -> t.sumBelow(x.get(0), true),
            (m, x) -> x.get(0).cumSum(0)),
        new Case("roll", -1, (t, x) -> t.roll(x.get(0), 2), (m, x) -> rolled(x.get(0), 2)),
        new Case(
            "circular sum",
            -1,
            (t, x) -> t.circularSum(x.get(0), x.get(1)),
            (m, x) -> convolved(x.get(0), x.get(1), false)),
        new Case(
            "circular difference",
            -1,
            (t, x) -> t.circularDifference(x.get(0), x.get(1)),
            (m, x) -> convolved(x.get(0), x.get(1), true)),
        new Case(
            "choice",
            -1,
            (t, x) ->
                t.choose(
                    x.get(0).range(0, new Axis("choices", 2)),
                    List.of(x.get(1), x.get(2)),
                    values()),
            (m, x) -> row(x.get(0), 0).mul(x.get(1)).add(row(x.get(0), 1).mul(x.get(2)))),
        new Case(
            "write",
            -1,
            (t, x) ->
                t.write(
                        x.get(0).as(new Axis("cells", 1), values()),
                        x.get(1).at("values", 2),
                        x.get(2))
                    .as(values()),
            (m, x) -> x.get(0).add(row(x.get(1), 2).mul(x.get(2).sub(x.get(0))))),
        new Case(
            "erase and add",
            -1,
            (t, x) ->
                t.eraseAndAdd(
                        x.get(0).as(new Axis("cells", 1), values()),
                        x.get(1).at("values", 2),
                        x.get(1),
                        x.get(2))
                    .as(values()),
            (m, x) -> x.get(0).add(row(x.get(1), 2).mul(x.get(2).sub(x.get(0).mul(x.get(1)))))),
        new Case(
            "cosine",
            -1,
            (t, x) -> t.cosine(x.get(0).as(new Axis("cells", 1), values()), x.get(1), 0.01f),
            (m, x) ->
                sum(x.get(0).mul(x.get(1)))
                    .div(
                        sum(x.get(0).mul(x.get(0)))
                            .add(0.01f)
                            .mul(sum(x.get(1).mul(x.get(1))).add(0.01f))
                            .sqrt())),
        new Case(
            "stack actions",
            -1,
            (t, x) -> t.afterActions(x.get(0), List.of(x.get(1), x.get(2)), x.get(1), -1),
            (m, x) ->
                x.get(1)
                    .mul(x.get(1).concat(x.get(0), 0).split(new long[] {ROWS}, 0).get(0))
                    .sub(x.get(2))
                    .concat(x.get(1).mul(x.get(0)).sub(x.get(2)), 0)),
        new Case(
            "join",
            -1,
            (t, x) -> t.joinRows(List.of(x.get(0), x.get(1)), new Axis("both", 2 * ROWS)),
            (m, x) -> x.get(0).concat(x.get(1), 0)));
  }

  private static NDArray sum(NDArray x) {
    return x.sum(new int[] {0}, true);
  }

  private static NDArray row(NDArray x, int r) {
    return x.get(new NDIndex(r + ":" + (r + 1)));
  }

  /** Row i becomes row i + shift. */
  private static NDArray rolled(NDArray x, int shift) {
    NDList parts = x.split(new long[] {ROWS - shift}, 0);
    return parts.get(1).concat(parts.get(0), 0);
  }

  private static NDArray convolved(NDArray x, NDArray y, boolean difference) {
    NDArray sum = null;
    for (int i = 0; i < ROWS; i++) {
      // y[v − i] is y rolled by i; y[i − v] is y reversed, rolled by i + 1.
      NDArray other = difference ? y.flip(0) : y;
      int shift = difference ? (i + 1) % ROWS : i;
      NDArray part = row(x, i).mul(shift == 0 ? other : rolled(other, shift));
      sum = sum == null ? part : sum.add(part);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agree(Case at) {
    var random = new SplittableRandom(1);
    var arguments = new ArrayList<float[]>();
    for (int k = 0; k < 3; k++) {
      float[] values = new float[ROWS * LANES];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(at.lowest(), 1);
      }
      arguments.add(values);
    }
    var found = ours(at, arguments);
    var expected = theirs(at, arguments);
    for (int k = 0; k < expected.size(); k++) {
      for (int i = 0; i < expected.get(k).length; i++) {
        float right = expected.get(k)[i];
        assertThat(found.get(k)[i])
            .as("%d, %d", k, i)
            .isCloseTo(right, within(2e-5f * Math.max(1, Math.abs(right))));
      }
    }
  }

  /** Values, and the sum over lanes of each argument's gradient of the sum of squares. */
  private static List<float[]> ours(Case at, List<float[]> arguments) {
    var shapes = new ArrayList<ParameterPacking.Shape>();
    for (int k = 0; k < 3; k++) {
      shapes.add(new ParameterPacking.Shape("x" + k, ROWS, ROWS, true));
    }
    var packing = new ParameterPacking(shapes);
    float[] parameters = new float[packing.packedSize()];
    var results = new ArrayList<float[]>();
    for (boolean training : new boolean[] {false, true}) {
      var tape = new Tape(LANES);
      var inputs = new ArrayList<Tensor>();
      var x = new ArrayList<Tensor>();
      for (int k = 0; k < 3; k++) {
        var matrix = packing.matrix("x" + k);
        for (int i = 0; i < ROWS; i++) {
          parameters[matrix.at() + i * matrix.stride() + i] = 1;
        }
        inputs.add(tape.input(new Axis("in", ROWS)));
        x.add(tape.dense(matrix, inputs.get(k), values()));
      }
      var result = at.ours().apply(tape, x);
      var flat = result.as(new Axis("all", result.rows()));
      var program = training ? tape.compile(tape.dot(flat, flat)) : tape.compile(List.of(result));
      var arena = new Arena();
      arena.load(program);
      for (int k = 0; k < 3; k++) {
        program.write(arena, inputs.get(k), arguments.get(k));
      }
      if (training) {
        float[] gradient = new float[parameters.length];
        program.run(arena, parameters, 0, gradient, 0, 1);
        for (int k = 0; k < 3; k++) {
          float[] ofBias = new float[ROWS];
          System.arraycopy(gradient, packing.matrix("x" + k).biasAt(), ofBias, 0, ROWS);
          results.add(ofBias);
        }
      } else {
        program.forward(arena, parameters, 0);
        results.add(program.read(arena, result));
      }
    }
    return results;
  }

  private List<float[]> theirs(Case at, List<float[]> arguments) {
    var manager = nativeMemory.manager();
    var x = new ArrayList<NDArray>();
    var results = new ArrayList<float[]>();
    JniUtils.setGradMode(true);
    for (var values : arguments) {
      NDArray argument = manager.create(values, new Shape(ROWS, LANES)).duplicate();
      JniUtils.attachGradient((PtNDArray) argument, true);
      x.add(argument);
    }
    NDArray result = at.theirs().apply(manager, x);
    NDArray loss = result.mul(result).sum();
    NDArray one = loss.onesLike();
    JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
    results.add(result.stopGradient().toFloatArray());
    for (var argument : x) {
      NDArray gradient = argument.hasGradient() ? argument.getGradient() : null;
      results.add(
          gradient == null || gradient.isEmpty()
              ? new float[ROWS]
              : gradient.sum(new int[] {1}).toFloatArray());
    }
    JniUtils.setGradMode(false);
    return results;
  }
}

package org.seedbed.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Tensor;

/** Every operation, with its plain form. */
class OperationsTest {
  private static double[] map(double[] x, DoubleUnaryOperator function) {
    return Arrays.stream(x).map(function).toArray();
  }

  private static double[] rows(int count, IntToDoubleFunction row) {
    return IntStream.range(0, count).mapToDouble(row).toArray();
  }

  private static double sum(int count, IntToDoubleFunction part) {
    return IntStream.range(0, count).mapToDouble(part).sum();
  }

  private static double[] softmax(double[] x) {
    double all = sum(x.length, i -> Math.exp(x[i]));
    return map(x, v -> Math.exp(v) / all);
  }

  @Nested
  class ReluTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.relu(x.get(0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return map(x.get(0), v -> Math.max(v, 0));
    }
  }

  @Nested
  class SigmoidTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.sigmoid(x.get(0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return map(x.get(0), v -> 1 / (1 + Math.exp(-v)));
    }
  }

  @Nested
  class TanhTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.tanh(x.get(0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return map(x.get(0), Math::tanh);
    }
  }

  @Nested
  class SoftplusTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.softplus(x.get(0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return map(x.get(0), v -> Math.log1p(Math.exp(v)));
    }
  }

  @Nested
  class NegativeLogTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.negativeLog(x.get(0), 0.25f);
    }

    @Override
    double[] plain(List<double[]> x) {
      return map(x.get(0), v -> -Math.log(Math.max(v, 0.25)));
    }

    @Override
    double[] range() {
      return new double[] {0.05, 0.95};
    }
  }

  @Nested
  class EntropyTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.entropy(x.get(0), 0.25f);
    }

    @Override
    double[] plain(List<double[]> x) {
      return new double[] {
        Arrays.stream(x.get(0)).map(v -> -v * Math.log(Math.max(v, 0.25))).sum()
      };
    }

    @Override
    double[] range() {
      return new double[] {0.05, 0.95};
    }
  }

  @Nested
  class SoftmaxTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.softmax(x.get(0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return softmax(x.get(0));
    }
  }

  @Nested
  class LogSoftmaxTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.logSoftmax(x.get(0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return map(softmax(x.get(0)), Math::log);
    }
  }

  @Nested
  class LogSoftmaxOfSeveralTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("positions", 2), new Axis("values", 3)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.logSoftmax(x.get(0));
    }

    @Override
    double[] plain(List<double[]> x) {
      var first = softmax(Arrays.copyOfRange(x.get(0), 0, 3));
      var second = softmax(Arrays.copyOfRange(x.get(0), 3, 6));
      return rows(6, r -> Math.log(r < 3 ? first[r] : second[r - 3]));
    }
  }

  @Nested
  class ClipTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.clip(x.get(0), new Clip.Range(0.5f, 0.5f, 0, 1), Optional.empty());
    }

    @Override
    double[] plain(List<double[]> x) {
      return map(x.get(0), v -> Math.min(Math.max(0.5 * v + 0.5, 0), 1));
    }
  }

  @Nested
  class BorderTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("positions", 3), new Axis("maps", 2)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.border(x.get(0), x.get(0).lanes());
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(10, r -> r < 2 || r > 7 ? 0 : x.get(0)[r - 2]);
    }
  }

  /** The update of a state of two positions and three maps. */
  abstract static class GatedUpdateContract extends OperationContract {
    private static final Axis POSITIONS = new Axis("positions", 2);
    private static final Axis MAPS = new Axis("maps", 3);
    private static final float[] INSIDE = {1, 0.5f};
    private static final float[] DROPOUT = {2, 0, 1, 0.5f, 2, 2};

    private final boolean shifts;
    private final boolean drops;

    GatedUpdateContract(boolean shifts, boolean drops) {
      this.shifts = shifts;
      this.drops = drops;
    }

    @Override
    List<List<Axis>> arguments() {
      return List.of(
          List.of(new Axis("positions", 4), MAPS),
          List.of(POSITIONS, MAPS),
          List.of(POSITIONS, MAPS));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      Optional<Tensor> dropout =
          drops ? Optional.of(tape.constant(DROPOUT, POSITIONS, MAPS)) : Optional.empty();
      return tape.gatedUpdate(
          x.get(0), x.get(1), x.get(2), tape.constant(INSIDE, POSITIONS), dropout, shifts);
    }

    @Override
    double[] plain(List<double[]> x) {
      int[] offsets = shifts ? new int[] {1, -1, 0} : new int[3];
      return rows(
          6,
          r -> {
            double carried = x.get(0)[(r / 3 + 1 + offsets[r % 3]) * 3 + r % 3];
            double gate = x.get(1)[r];
            double fresh = x.get(2)[r] * (drops ? DROPOUT[r] : 1);
            return INSIDE[r / 3] * (gate * carried + (1 - gate) * fresh);
          });
    }
  }

  @Nested
  class GatedUpdateTest extends GatedUpdateContract {
    GatedUpdateTest() {
      super(false, false);
    }
  }

  @Nested
  class GatedUpdateWithShiftAndDropoutTest extends GatedUpdateContract {
    GatedUpdateWithShiftAndDropoutTest() {
      super(true, true);
    }
  }

  @Test
  void gradientsStopInLanesWhoseMaskIsZero() {
    var packing = new ParameterPacking(List.of(new ParameterPacking.Shape("x", 2, 1, true)));
    var tape = new Tape(16);
    var two = new Axis("values", 2);
    var passes = tape.input();
    var input = tape.input();
    var x = tape.dense(packing.matrix("x"), input, two);
    var stopped = tape.stopGradient(x, passes);
    var program = tape.compile(tape.dot(x, stopped), List.of(stopped));
    var arena = new Arena();
    arena.load(program);
    float[] mask = new float[16];
    Arrays.fill(mask, 0, 5, 1);
    program.write(arena, passes, mask);
    program.fill(arena, input, 0);
    float[] parameters = new float[packing.packedSize()];
    packing.pack(new float[] {0, 3, 0, -2}, parameters, 0);
    float[] gradient = new float[packing.packedSize()];
    assertThat(program.run(arena, parameters, 0, gradient, 0, 1)).isEqualTo(16 * (9 + 4));
    // The gradient of x·x is 2x; where one factor stops it, x.
    assertThat(packing.unpack(gradient, 0)).containsExactly(0, 3 * (16 + 5), 0, -2 * (16 + 5));
    assertThat(program.read(arena, stopped)[15]).isEqualTo(3);
    assertThatThrownBy(() -> tape.stopGradient(x, tape.input(two)))
        .hasMessageContaining("must be one row of 16 lanes");
    assertThatThrownBy(() -> tape.stopGradient(x, tape.sum(x)))
        .hasMessage("masks must not depend on parameters");
  }

  /** The cost of saturation is the gradient of Σ weight·max(0, |x| − limit), beside the loss's. */
  @Test
  void saturationCostsInTheGradientOnly() {
    var packing = new ParameterPacking(List.of(new ParameterPacking.Shape("x", 6, 1, true)));
    var tape = new Tape(16);
    var bias = packing.matrix("x");
    var cells = new Axis("maps", 3);
    var weights = tape.input(new Axis("positions", 2));
    var x = tape.dense(bias, tape.input(), new Axis("positions", 2), cells);
    var saturation = Optional.of(new Clip.Saturation(0.9f, weights));
    var once = tape.saturationCost(x, saturation.get(), Optional.empty());
    var cost = tape.saturationCost(x, saturation.get(), Optional.of(once));
    var clipped = tape.clip(x, new Clip.Range(0.5f, 0.5f, 0, 1), saturation);
    var program = tape.compile(tape.sum(clipped.as(new Axis("all", 6))), List.of(cost));
    var arena = new Arena();
    arena.load(program);
    float[] values = new float[32];
    Arrays.fill(values, 0, 16, 0.25f);
    Arrays.fill(values, 16, 32, 2);
    program.write(arena, weights, values);
    float[] parameters = new float[packing.packedSize()];
    float[] biases = {0, 0.95f, 0, 0.5f, 0, -3, 0, -0.95f, 0, 0.85f, 0, 1.5f};
    packing.pack(biases, parameters, 0);
    float[] gradient = new float[packing.packedSize()];
    double loss = program.run(arena, parameters, 0, gradient, 0, 1);
    assertThat(loss).isCloseTo(16 * (0.975 + 0.75 + 0 + 0.025 + 0.925 + 1), within(1e-4));
    assertThat(packing.unpack(gradient, 0))
        .containsExactly(
            0, 16 * 0.75f, 0, 16 * 0.5f, 0, 16 * -0.25f, 0, 16 * -1.5f, 0, 16 * 0.5f, 0, 16 * 2f);
    float perLane = 2 * (0.25f * (0.05f + 2.1f) + 2 * (0.05f + 0.6f));
    assertThat(program.read(arena, cost)).hasSize(16);
    for (float lane : program.read(arena, cost)) {
      assertThat(lane).isCloseTo(perLane, within(1e-5f));
    }
  }

  @Nested
  class MultiplyTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)), List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.multiply(x.get(0), x.get(1));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(5, r -> x.get(0)[r] * x.get(1)[r]);
    }
  }

  @Nested
  class MultiplyByRowTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)), List.of());
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.multiply(x.get(0), x.get(1));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(5, r -> x.get(0)[r] * x.get(1)[0]);
    }
  }

  @Nested
  class MultiplyAddTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(
          List.of(new Axis("values", 5)),
          List.of(new Axis("values", 5)),
          List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.multiplyAdd(x.get(0), x.get(1), x.get(2));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(5, r -> x.get(0)[r] * x.get(1)[r] + x.get(2)[r]);
    }
  }

  @Nested
  class MultiplyAddByRowTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)), List.of(), List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.multiplyAdd(x.get(0), x.get(1), x.get(2));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(5, r -> x.get(0)[r] * x.get(1)[0] + x.get(2)[r]);
    }
  }

  @Nested
  class AddTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)), List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.subtract(tape.add(x.get(0), x.get(1)), tape.add(x.get(1), x.get(1)));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(5, r -> x.get(0)[r] - x.get(1)[r]);
    }
  }

  @Nested
  class AffineTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.affine(x.get(0), -2, 0.5f);
    }

    @Override
    double[] plain(List<double[]> x) {
      return map(x.get(0), v -> 0.5 - 2 * v);
    }
  }

  @Nested
  class DotTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(
          List.of(new Axis("groups", 3), new Axis("values", 4)),
          List.of(new Axis("groups", 3), new Axis("values", 4)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.dot(x.get(0), x.get(1));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(3, g -> sum(4, i -> x.get(0)[4 * g + i] * x.get(1)[4 * g + i]));
    }
  }

  @Nested
  class SumOfRowsTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.sum(x.get(0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return new double[] {Arrays.stream(x.get(0)).sum()};
    }
  }

  @Nested
  class CumulativeSumTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.add(
          tape.sumAbove(x.get(0), false), tape.affine(tape.sumBelow(x.get(0), true), 3, 0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(
          5, r -> sum(5, i -> i > r ? x.get(0)[i] : 0) + 3 * sum(5, i -> i <= r ? x.get(0)[i] : 0));
    }
  }

  @Nested
  class CumulativeSumOfOthersTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.add(
          tape.sumAbove(x.get(0), true), tape.affine(tape.sumBelow(x.get(0), false), 3, 0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(
          5, r -> sum(5, i -> i >= r ? x.get(0)[i] : 0) + 3 * sum(5, i -> i < r ? x.get(0)[i] : 0));
    }
  }

  @Nested
  class RollTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.add(tape.roll(x.get(0), 1), tape.affine(tape.roll(x.get(0), -2), 3, 0));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(5, r -> x.get(0)[(r + 4) % 5] + 3 * x.get(0)[(r + 2) % 5]);
    }
  }

  @Nested
  class CircularSumTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)), List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.circularSum(x.get(0), x.get(1));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(5, v -> sum(5, i -> x.get(0)[i] * x.get(1)[(v - i + 5) % 5]));
    }
  }

  @Nested
  class CircularDifferenceTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)), List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.circularDifference(x.get(0), x.get(1));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(5, v -> sum(5, i -> x.get(0)[i] * x.get(1)[(i - v + 5) % 5]));
    }
  }

  @Nested
  class WriteTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(
          List.of(new Axis("cells", 3), new Axis("values", 4)),
          List.of(new Axis("cells", 3)),
          List.of(new Axis("values", 4)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.write(x.get(0), x.get(1), x.get(2));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(12, r -> x.get(0)[r] + x.get(1)[r / 4] * (x.get(2)[r % 4] - x.get(0)[r]));
    }
  }

  @Nested
  class EraseAndAddTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(
          List.of(new Axis("cells", 3), new Axis("numbers", 4)),
          List.of(new Axis("cells", 3)),
          List.of(new Axis("numbers", 4)),
          List.of(new Axis("numbers", 4)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.eraseAndAdd(x.get(0), x.get(1), x.get(2), x.get(3));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(
          12,
          r -> {
            double p = x.get(1)[r / 4];
            return x.get(0)[r] * (1 - p * x.get(2)[r % 4]) + p * x.get(3)[r % 4];
          });
    }
  }

  @Nested
  class CosineTest extends OperationContract {
    private static final float EPSILON = 0.01f;

    @Override
    List<List<Axis>> arguments() {
      return List.of(
          List.of(new Axis("cells", 3), new Axis("numbers", 4)), List.of(new Axis("numbers", 4)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.cosine(x.get(0), x.get(1), EPSILON);
    }

    @Override
    double[] plain(List<double[]> x) {
      double[] m = x.get(0);
      double[] k = x.get(1);
      return rows(
          3,
          cell ->
              sum(4, w -> m[4 * cell + w] * k[w])
                  / Math.sqrt(EPSILON + sum(4, w -> m[4 * cell + w] * m[4 * cell + w]))
                  / Math.sqrt(EPSILON + sum(4, w -> k[w] * k[w])));
    }
  }

  abstract static class StackActionsContract extends OperationContract {
    private static final int STACKS = 3;

    private final int depth;
    private final int actions;

    StackActionsContract(int depth, int actions) {
      this.depth = depth;
      this.actions = actions;
    }

    @Override
    List<List<Axis>> arguments() {
      return List.of(
          List.of(new Axis("cells", depth * STACKS)),
          List.of(new Axis("stacks", STACKS), new Axis("actions", actions)),
          List.of(new Axis("stacks", STACKS)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      var weights = IntStream.range(0, actions).mapToObj(i -> x.get(1).at("actions", i)).toList();
      return tape.afterActions(x.get(0), weights, x.get(2), -1);
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(
          (depth + 1) * STACKS,
          r -> {
            int stack = r % STACKS;
            int cell = r / STACKS;
            double[] weights = x.get(1);
            double value = weights[stack * actions] * (cell == 0 ? x.get(2)[stack] : at(x, r - 3));
            value += weights[stack * actions + 1] * at(x, r + 3);
            return actions == 2 ? value : value + weights[stack * actions + 2] * at(x, r);
          });
    }

    private double at(List<double[]> x, int row) {
      return row < depth * STACKS ? x.get(0)[row] : -1;
    }
  }

  @Nested
  class StackActionsTest extends StackActionsContract {
    StackActionsTest() {
      super(3, 3);
    }
  }

  @Nested
  class StackActionsOfOneCellWithoutKeepingTest extends StackActionsContract {
    StackActionsOfOneCellWithoutKeepingTest() {
      super(1, 2);
    }
  }

  @Nested
  class ChoiceTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(
          List.of(new Axis("choices", 3)),
          List.of(new Axis("values", 11)),
          List.of(new Axis("values", 11)),
          List.of(new Axis("values", 2)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.choose(x.get(0), List.of(x.get(1), x.get(3), x.get(2)), new Axis("values", 11));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(
          11,
          r ->
              x.get(0)[0] * x.get(1)[r]
                  + (r < 2 ? x.get(0)[1] * x.get(3)[r] : 0)
                  + x.get(0)[2] * x.get(2)[r]);
    }
  }

  @Nested
  class JoinOfRowsTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("values", 5)), List.of(new Axis("values", 5)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.joinRows(List.of(x.get(0), x.get(1), x.get(0)), new Axis("all", 15));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(15, r -> x.get(r / 5 % 2)[r % 5]);
    }
  }

  @Nested
  class PartsTest extends OperationContract {
    @Override
    List<List<Axis>> arguments() {
      return List.of(List.of(new Axis("cells", 3), new Axis("values", 4)));
    }

    @Override
    Tensor record(Tape tape, List<Tensor> x) {
      return tape.joinRows(
          List.of(
              x.get(0).at("values", 1),
              x.get(0).at("cells", 2),
              x.get(0).range(1, new Axis("cells", 2))),
          new Axis("all", 15));
    }

    @Override
    double[] plain(List<double[]> x) {
      return rows(
          15, r -> r < 3 ? x.get(0)[4 * r + 1] : r < 7 ? x.get(0)[8 + r - 3] : x.get(0)[4 + r - 7]);
    }
  }
}

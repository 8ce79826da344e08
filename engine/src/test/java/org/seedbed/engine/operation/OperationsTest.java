package org.seedbed.engine.operation;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Axis;
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

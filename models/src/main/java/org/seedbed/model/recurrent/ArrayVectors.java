package org.seedbed.model.recurrent;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.seedbed.model.population.ParameterLayout;

/** Vectors of one example of one seed in plain Java, in 64-bit floats. */
final class ArrayVectors implements VectorAlgebra<double[]> {
  private final Map<String, Matrix> matrices = new HashMap<>();
  private final float[] row;
  private final boolean discretized;
  private final Consumer<List<double[]>> made;

  /** Where a matrix is in the parameters, found once since steps are many. */
  private record Matrix(int at, int rows) {}

  /**
   * @param row parameters of the seed
   * @param discretized whether decisions are for the most probable option
   */
  ArrayVectors(ParameterLayout layout, float[] row, boolean discretized) {
    this(layout, row, discretized, made -> {});
  }

  /**
   * @param row parameters of the seed
   * @param discretized whether decisions are for the most probable option
   * @param made is given the probability of each option of all decisions, as they are made
   */
  ArrayVectors(
      ParameterLayout layout, float[] row, boolean discretized, Consumer<List<double[]>> made) {
    int at = 0;
    for (var parameter : layout.parameters()) {
      matrices.put(parameter.name(), new Matrix(at, parameter.shape().get(0)));
      at += parameter.size();
    }
    this.row = row;
    this.discretized = discretized;
    this.made = made;
  }

  @Override
  public double[] constant(float... rows) {
    return numbers(rows, 0, rows.length);
  }

  private static double[] numbers(float[] from, int at, int count) {
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = from[at + i];
    }
    return numbers;
  }

  @Override
  public double[] learnt(String name) {
    var vector = matrices.get(name);
    return numbers(row, vector.at(), vector.rows());
  }

  @Override
  public double[] dense(String name, double[] x) {
    var matrix = matrices.get(name);
    double[] y = new double[matrix.rows()];
    for (int r = 0; r < y.length; r++) {
      int from = matrix.at() + r * (x.length + 1);
      double sum = row[from + x.length];
      for (int c = 0; c < x.length; c++) {
        sum += row[from + c] * x[c];
      }
      y[r] = sum;
    }
    return y;
  }

  private static double[] each(double[] x, DoubleUnaryOperator function) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = function.applyAsDouble(x[i]);
    }
    return y;
  }

  private static double[] each(double[] x, double[] y, DoubleBinaryOperator function) {
    double[] z = new double[x.length];
    for (int i = 0; i < z.length; i++) {
      z[i] = function.applyAsDouble(x[i], y.length == 1 ? y[0] : y[i]);
    }
    return z;
  }

  @Override
  public double[] sigmoid(double[] x) {
    return each(x, v -> 1 / (1 + Math.exp(-v)));
  }

  @Override
  public double[] tanh(double[] x) {
    return each(x, Math::tanh);
  }

  @Override
  public double[] softplus(double[] x) {
    return each(x, v -> Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v))));
  }

  @Override
  public double[] relu(double[] x) {
    return each(x, v -> Math.max(v, 0));
  }

  @Override
  public double[] softmax(double[] x) {
    double most = Arrays.stream(x).max().orElseThrow();
    double[] exponentials = each(x, v -> Math.exp(v - most));
    double sum = Arrays.stream(exponentials).sum();
    return each(exponentials, v -> v / sum);
  }

  @Override
  public List<double[]> decisions(double[] x, int options) {
    int count = x.length / options;
    var all = IntStream.range(0, options).mapToObj(i -> new double[count]).toList();
    for (int n = 0; n < count; n++) {
      double[] logits = range(x, n * options, options);
      double[] p = discretized ? mostProbable(logits) : softmax(logits);
      for (int i = 0; i < options; i++) {
        all.get(i)[n] = p[i];
      }
    }
    made.accept(all);
    return all;
  }

  private static double[] mostProbable(double[] logits) {
    double[] p = new double[logits.length];
    p[largest(logits)] = 1;
    return p;
  }

  /** Returns the index of the largest number; of the first, if several are. */
  private static int largest(double[] x) {
    int best = 0;
    for (int i = 1; i < x.length; i++) {
      best = x[i] > x[best] ? i : best;
    }
    return best;
  }

  @Override
  public double[] add(double[] x, double[] y) {
    return each(x, y, Double::sum);
  }

  @Override
  public double[] subtract(double[] x, double[] y) {
    return each(x, y, (a, b) -> a - b);
  }

  @Override
  public double[] multiply(double[] x, double[] y) {
    return each(x, y, (a, b) -> a * b);
  }

  @Override
  public double[] affine(double[] x, float scale, float shift) {
    return each(x, v -> scale * v + shift);
  }

  @Override
  public double[] fixed(String name) {
    return learnt(name);
  }

  @Override
  public double[] negativeLog(double[] x, float floor) {
    return each(x, v -> -Math.log(Math.max(v, floor)));
  }

  @Override
  public double[] clip(double[] x, float least, float most) {
    return each(x, v -> Math.min(Math.max(v, least), most));
  }

  @Override
  public double[] roll(double[] x, int shift) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[Math.floorMod(i + shift, x.length)] = x[i];
    }
    return y;
  }

  @Override
  public double[] cosine(double[] memory, double[] key, float epsilon) {
    double[] similarities = new double[memory.length / key.length];
    double ofKey = epsilon + Arrays.stream(key).map(v -> v * v).sum();
    for (int cell = 0; cell < similarities.length; cell++) {
      double product = 0;
      double square = epsilon;
      for (int w = 0; w < key.length; w++) {
        double number = memory[cell * key.length + w];
        product += number * key[w];
        square += number * number;
      }
      similarities[cell] = product / Math.sqrt(square * ofKey);
    }
    return similarities;
  }

  @Override
  public double[] read(double[] p, double[] memory) {
    double[] sum = new double[memory.length / p.length];
    for (int i = 0; i < memory.length; i++) {
      sum[i % sum.length] += p[i / sum.length] * memory[i];
    }
    return sum;
  }

  @Override
  public double[] eraseAndAdd(double[] memory, double[] p, double[] erased, double[] added) {
    double[] after = new double[memory.length];
    for (int i = 0; i < after.length; i++) {
      int w = i % added.length;
      after[i] = memory[i] + p[i / added.length] * (added[w] - memory[i] * erased[w]);
    }
    return after;
  }

  @Override
  public double[] join(List<double[]> parts) {
    double[] all = new double[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (var part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** In one pass, since a deep stack would be copied several times. */
  @Override
  public double[] afterActions(
      double[] cells, List<double[]> actions, double[] pushed, float empty) {
    int stacks = pushed.length;
    double[] after = new double[cells.length + stacks];
    for (int i = 0; i < after.length; i++) {
      int stack = i % stacks;
      double above = i < stacks ? pushed[i] : cells[i - stacks];
      double below = i + stacks < cells.length ? cells[i + stacks] : empty;
      after[i] = actions.get(0)[stack] * above + actions.get(1)[stack] * below;
      if (actions.size() == 3) {
        after[i] += actions.get(2)[stack] * (i < cells.length ? cells[i] : empty);
      }
    }
    return after;
  }

  @Override
  public double[] range(double[] x, int from, int count) {
    return Arrays.copyOfRange(x, from, from + count);
  }

  @Override
  public double[] choose(double[] p, List<double[]> values) {
    double[] sum = new double[values.get(0).length];
    for (int i = 0; i < p.length; i++) {
      for (int r = 0; r < sum.length; r++) {
        sum[r] += p[i] * values.get(i)[r];
      }
    }
    return sum;
  }

  @Override
  public double[] sumAbove(double[] x) {
    double[] sums = new double[x.length];
    for (int i = x.length - 2; i >= 0; i--) {
      sums[i] = sums[i + 1] + x[i + 1];
    }
    return sums;
  }

  @Override
  public double[] sumBelow(double[] x) {
    double[] sums = new double[x.length];
    for (int i = 1; i < x.length; i++) {
      sums[i] = sums[i - 1] + x[i - 1];
    }
    return sums;
  }

  @Override
  public int rows(double[] x) {
    return x.length;
  }
}

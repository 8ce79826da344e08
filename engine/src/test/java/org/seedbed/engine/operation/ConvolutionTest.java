package org.seedbed.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seedbed.engine.Tape;
import org.seedbed.engine.operation.Convolution.Filter;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.ParameterPacking.Shape;
import org.seedbed.engine.program.Tensor;

/**
 * Convolutions of folded sequences with a border, against the same network in double on sequences
 * as they are: {@code weights·(B∗(inside·(A∗x)) + b)}, where A has one tap and B two filters of
 * three.
 */
class ConvolutionTest {
  private static final int SYMBOLS = 3;
  private static final int OUTPUTS = 5;
  private static final double STEP = 1e-4;

  /** The network and its numbers, with maps m, length n, parts and lanes of each part. */
  private static final class Network {
    private final int m;
    private final int n;
    private final int parts;
    private final int batch;
    private final ParameterPacking packing;
    private final float[] flat;
    private final double[][][] x; // [batch, n, symbols]
    private final double[][][] weights; // [batch, n, 2·outputs]

    Network(int m, int n, int parts, int batch) {
      this.m = m;
      this.n = n;
      this.parts = parts;
      this.batch = batch;
      packing =
          new ParameterPacking(
              List.of(
                  new Shape("a", m, SYMBOLS, false),
                  new Shape("b", OUTPUTS, 3 * m, false, 3),
                  new Shape("bias", OUTPUTS, 0, true),
                  new Shape("c", OUTPUTS, 3 * m, false, 3)));
      var random = new SplittableRandom(m);
      flat = new float[packing.flatSize()];
      for (int i = 0; i < flat.length; i++) {
        flat[i] = (float) random.nextDouble(-1, 1);
      }
      x = random(random, SYMBOLS);
      weights = random(random, 2 * OUTPUTS);
    }

    private double[][][] random(SplittableRandom random, int depth) {
      double[][][] values = new double[batch][n][depth];
      for (var sequence : values) {
        for (double[] position : sequence) {
          for (int i = 0; i < depth; i++) {
            position[i] = (float) random.nextDouble(-1, 1);
          }
        }
      }
      return values;
    }

    private int positions() {
      return (n + parts - 1) / parts;
    }

    private int lanes() {
      return parts * batch;
    }

    /** Puts row {@code r} of each of {@code depth} rows of each position in its lane. */
    private float[] folded(double[][][] values, int filter, int depth) {
      float[] all = new float[positions() * depth * lanes()];
      for (int b = 0; b < batch; b++) {
        for (int i = 0; i < n; i++) {
          for (int r = 0; r < depth; r++) {
            int row = i % positions() * depth + r;
            all[row * lanes() + i / positions() * batch + b] =
                (float) values[b][i][filter * depth + r];
          }
        }
      }
      return all;
    }

    /** The weighted sum in double. */
    double plain(float[] parameters) {
      int atB = m * SYMBOLS;
      int atBias = atB + OUTPUTS * 3 * m;
      int atC = atBias + OUTPUTS;
      double sum = 0;
      for (int b = 0; b < batch; b++) {
        double[][] state = new double[n + 2][m];
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < m; j++) {
            for (int s = 0; s < SYMBOLS; s++) {
              state[i + 1][j] += parameters[j * SYMBOLS + s] * x[b][i][s];
            }
          }
        }
        for (int i = 0; i < n; i++) {
          for (int o = 0; o < OUTPUTS; o++) {
            double ofB = parameters[atBias + o];
            double ofC = 0;
            for (int j = 0; j < m; j++) {
              for (int tap = 0; tap < 3; tap++) {
                int at = (o * m + j) * 3 + tap;
                ofB += parameters[atB + at] * state[i + tap][j];
                ofC += parameters[atC + at] * state[i + tap][j];
              }
            }
            sum += weights[b][i][o] * ofB + weights[b][i][OUTPUTS + o] * ofC;
          }
        }
      }
      return sum;
    }

    /** The same on the engine; adds the gradient. */
    double compiled(float[] gradient) {
      var tape = new Tape(lanes());
      var positions = new Axis("positions", positions());
      var given = tape.input(positions, new Axis("symbols", SYMBOLS));
      var factors = tape.input(new Axis("all", 2 * positions() * OUTPUTS));
      var inside = tape.input(positions, new Axis("maps", m));
      var a = new Filter(packing.matrix("a"), Optional.empty());
      var b = new Filter(packing.matrix("b"), Optional.of(packing.matrix("bias")));
      var c = new Filter(packing.matrix("c"), Optional.empty());
      var state = tape.convolve(List.of(a), given, positions, new Axis("maps", m));
      var around = tape.border(tape.multiply(state, inside), batch);
      Tensor made =
          tape.convolve(
              List.of(b, c), around, new Axis("all", 2), positions, new Axis("outputs", OUTPUTS));
      var program = tape.compile(tape.dot(made.as(new Axis("all", made.rows())), factors));
      var arena = new Arena();
      arena.load(program);
      program.write(arena, given, folded(x, 0, SYMBOLS));
      double[][][] ones = new double[batch][n][m];
      for (var sequence : ones) {
        for (double[] position : sequence) {
          Arrays.fill(position, 1);
        }
      }
      program.write(arena, inside, folded(ones, 0, m));
      float[] both = new float[2 * positions() * OUTPUTS * lanes()];
      float[] first = folded(weights, 0, OUTPUTS);
      System.arraycopy(first, 0, both, 0, first.length);
      System.arraycopy(folded(weights, 1, OUTPUTS), 0, both, first.length, first.length);
      program.write(arena, factors, both);
      float[] parameters = new float[packing.packedSize()];
      packing.pack(flat, parameters, 0);
      return program.run(arena, parameters, 0, gradient, 0, 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 7, 1, 16", "4, 7, 2, 8", "16, 5, 4, 20", "3, 2, 16, 3", "6, 9, 8, 6"})
  void foldedSequencesGiveWhatSequencesGive(int m, int n, int parts, int batch) {
    var network = new Network(m, n, parts, batch);
    float[] packed = new float[network.packing.packedSize()];
    double found = network.compiled(packed);
    double right = network.plain(network.flat);
    assertThat(found).isCloseTo(right, within(1e-5 * Math.max(1, Math.abs(right))));
    float[] gradient = network.packing.unpack(packed, 0);
    for (int i = 0; i < gradient.length; i++) {
      float[] up = network.flat.clone();
      float[] down = network.flat.clone();
      up[i] += (float) STEP;
      down[i] -= (float) STEP;
      double derivative = (network.plain(up) - network.plain(down)) / ((double) up[i] - down[i]);
      assertThat((double) gradient[i])
          .as("parameter %d", i)
          .isCloseTo(derivative, within(2e-5 * Math.max(1, Math.abs(derivative))));
    }
    // Padding of packed rows has no gradient: it would count in the norm.
    double all = 0;
    for (float value : packed) {
      all += Math.abs(value);
    }
    double own = 0;
    for (float value : gradient) {
      own += Math.abs(value);
    }
    assertThat(all).isCloseTo(own, within(1e-6 * own));
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    var packing =
        new ParameterPacking(
            List.of(
                new Shape("kernel", 5, 12, false, 3),
                new Shape("other", 5, 12, false, 1),
                new Shape("bias", 4, 0, true)));
    var tape = new Tape(16);
    var kernel = new Filter(packing.matrix("kernel"), Optional.empty());
    var other = new Filter(packing.matrix("other"), Optional.empty());
    var x = tape.input(new Axis("positions", 6), new Axis("maps", 4));
    var four = new Axis("positions", 4);
    var maps = new Axis("outputs", 5);
    assertThatThrownBy(() -> tape.convolve(List.of(kernel, other), x, four, maps))
        .hasMessage("kernel and other differ in shape");
    assertThatThrownBy(() -> tape.convolve(List.of(kernel), x, maps, maps))
        .hasMessageContaining("kernel of 3 taps and 4 maps cannot make");
    assertThatThrownBy(
            () -> new Filter(packing.matrix("kernel"), Optional.of(packing.matrix("bias"))))
        .hasMessage("kernel must have no bias, or one of as many rows");
    assertThatThrownBy(() -> new Shape("kernel", 5, 13, false, 3))
        .hasMessage("matrix 'kernel' has 3 taps, must divide 13 columns");
    assertThatThrownBy(() -> tape.border(x, 5)).hasMessageContaining("do not divide");
  }
}

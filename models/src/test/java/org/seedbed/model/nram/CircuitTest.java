package org.seedbed.model.nram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seedbed.model.GradientCheck;
import org.seedbed.model.NativeMemory;
import org.seedbed.model.population.Tensors;

/** Checks each module against its integer action and its definition, and checks its gradient. */
class CircuitTest {
  private static final int M = 5;

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();
  private Circuit circuit;

  @BeforeEach
  void open() {
    circuit = new Circuit(ModularConstants.of(nativeMemory.manager(), M, DataType.FLOAT64));
  }

  /** All pairs (a, b) as lanes; memory[cell] = (2·cell + 1) mod M in each. */
  private NDArray act(Module module, NDArray memory, NDArray a, NDArray b) {
    return switch (module) {
      case READ -> circuit.read(memory, a);
      case INC -> circuit.increment(a);
      case DEC -> circuit.decrement(a);
      case ADD -> circuit.add(a, b);
      case SUB -> circuit.subtract(a, b);
      case LESS_THAN -> circuit.lessThan(a, b);
      case LESS_OR_EQUAL -> circuit.lessOrEqual(a, b);
      case EQUAL -> circuit.equal(a, b);
      case MIN -> circuit.min(a, b);
      case MAX -> circuit.max(a, b);
      case WRITE -> circuit.write(memory, a, b);
      case ZERO, ONE, TWO -> throw new IllegalArgumentException("takes no argument");
    };
  }

  @ParameterizedTest
  @EnumSource(
      value = Module.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ZERO", "ONE", "TWO", "WRITE"})
  void agreesWithIntegersOnOneHotArguments(Module module) {
    int lanes = M * M;
    NDArray result =
        act(
            module,
            memory(lanes, lane -> startMemory()),
            oneHot(lanes, lane -> lane / M),
            oneHot(lanes, lane -> lane % M));
    double[] values = result.toDoubleArray(); // [M, L]
    for (int lane = 0; lane < lanes; lane++) {
      int expected = module.act(startMemory(), lane / M, lane % M);
      for (int v = 0; v < M; v++) {
        assertThat(values[v * lanes + lane])
            .as("%s(%d, %d) = %d", module, lane / M, lane % M, v)
            .isEqualTo(v == expected ? 1.0 : 0.0);
      }
    }
  }

  @Test
  void writeAgreesWithIntegersOnOneHotArguments() {
    int lanes = M * M;
    NDArray result =
        circuit.write(
            memory(lanes, lane -> startMemory()),
            oneHot(lanes, lane -> lane / M),
            oneHot(lanes, lane -> lane % M));
    double[] values = result.toDoubleArray(); // [M, M, L]
    for (int lane = 0; lane < lanes; lane++) {
      int[] expected = startMemory();
      Module.WRITE.act(expected, lane / M, lane % M);
      for (int cell = 0; cell < M; cell++) {
        for (int v = 0; v < M; v++) {
          assertThat(values[(cell * M + v) * lanes + lane])
              .isEqualTo(v == expected[cell] ? 1.0 : 0.0);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Module.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ZERO", "ONE", "TWO", "WRITE", "READ"})
  void isTheExpectationOfItsIntegerAction(Module module) {
    double[] a = distribution(1);
    double[] b = distribution(2);
    double[] expected = new double[M];
    for (int i = 0; i < M; i++) {
      for (int j = 0; j < M; j++) {
        double weight = a[i] * (module.arguments() == 1 ? (j == 0 ? 1 : 0) : b[j]);
        expected[module.act(startMemory(), i, j)] += weight;
      }
    }
    double[] found =
        act(module, memory(1, l -> startMemory()), column(a), column(b)).toDoubleArray();
    for (int v = 0; v < M; v++) {
      assertThat(found[v]).isCloseTo(expected[v], within(1e-12));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Module.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ZERO", "ONE", "TWO"})
  void gradientAgreesWithFiniteDifferences(Module module) {
    // Memory, a and b form one vector of parameters; the loss weights every output differently.
    int size = M * M + 2 * M;
    double[] start = new SplittableRandom(3).doubles(size, 0.1, 1).toArray();
    GradientCheck.check(
        nativeMemory.manager(),
        start,
        x -> {
          NDArray memory = x.get("0:" + M * M).reshape(M, M, 1);
          NDArray a = x.get(M * M + ":" + (M * M + M)).reshape(M, 1);
          NDArray b = x.get((M * M + M) + ":").reshape(M, 1);
          NDArray output = act(module, memory, a, b).reshape(-1);
          NDArray weights =
              Tensors.of(
                  nativeMemory.manager(),
                  ramp((int) output.size()),
                  DataType.FLOAT64,
                  output.size());
          return output.mul(weights).sum();
        });
  }

  private static float[] ramp(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = 1 + 0.5f * i;
    }
    return values;
  }

  private static int[] startMemory() {
    return IntStream.range(0, M).map(cell -> (2 * cell + 1) % M).toArray();
  }

  private static double[] distribution(long seed) {
    double[] values = new SplittableRandom(seed).doubles(M, 0.1, 1).toArray();
    double sum = Arrays.stream(values).sum();
    return Arrays.stream(values).map(v -> v / sum).toArray();
  }

  private NDArray column(double[] values) {
    return nativeMemory.manager().create(values, new Shape(M, 1));
  }

  private NDArray oneHot(int lanes, java.util.function.IntUnaryOperator value) {
    double[] values = new double[M * lanes];
    for (int lane = 0; lane < lanes; lane++) {
      values[value.applyAsInt(lane) * lanes + lane] = 1;
    }
    return nativeMemory.manager().create(values, new Shape(M, lanes));
  }

  private NDArray memory(int lanes, java.util.function.IntFunction<int[]> content) {
    double[] values = new double[M * M * lanes];
    for (int lane = 0; lane < lanes; lane++) {
      int[] cells = content.apply(lane);
      for (int cell = 0; cell < M; cell++) {
        values[(cell * M + cells[cell]) * lanes + lane] = 1;
      }
    }
    return nativeMemory.manager().create(values, new Shape(M, M, lanes));
  }
}

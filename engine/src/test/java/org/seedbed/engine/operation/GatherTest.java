package org.seedbed.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Tensor;

/** Lanes chosen by their indices, of a layer that multiplies each row of its input by a factor. */
class GatherTest {
  private static final int ROWS = 5;
  private static final int LANES = 160;
  private static final int GATHERED = 32;

  private final SplittableRandom random = new SplittableRandom(1);
  private final Tape tape = new Tape(LANES);
  private final ParameterPacking packing =
      new ParameterPacking(List.of(new ParameterPacking.Shape("factors", ROWS, ROWS, false)));
  private final Tensor input = tape.input(new Axis("in", ROWS));
  private final Tensor x = tape.dense(packing.matrix("factors"), input, new Axis("values", ROWS));
  private final Tensor indices = tape.input().columns(0, GATHERED);
  private final Tensor weights = tape.input(new Axis("values", ROWS)).columns(0, GATHERED);
  private final Arena arena = new Arena();

  private final float[] factors = new float[packing.packedSize()];
  private final float[] values = drawn(ROWS * LANES);
  private final float[] chosen = new float[GATHERED];
  private final float[] weighed = drawn(ROWS * GATHERED);

  GatherTest() {
    for (int r = 0; r < ROWS; r++) {
      factors[diagonal(r)] = r + 1;
    }
    // Some lanes are chosen more than once, and some never.
    for (int lane = 0; lane < GATHERED; lane++) {
      chosen[lane] = random.nextInt(LANES / 3);
    }
  }

  private int diagonal(int row) {
    var matrix = packing.matrix("factors");
    return matrix.at() + row * matrix.stride() + row;
  }

  private float[] drawn(int count) {
    float[] drawn = new float[count];
    for (int i = 0; i < count; i++) {
      drawn[i] = (float) random.nextDouble(-1, 1);
    }
    return drawn;
  }

  private float source(int row, int lane) {
    return values[row * LANES + (int) chosen[lane]];
  }

  @Test
  void eachLaneIsACopyOfTheOneThatItsIndexNames() {
    var gathered = tape.gather(x, indices);
    var program = tape.compile(List.of(gathered));
    arena.load(program);
    program.write(arena, input, values);
    program.write(arena, indices, chosen);
    program.forward(arena, factors, 0);
    float[] found = program.read(arena, gathered);
    for (int r = 0; r < ROWS; r++) {
      for (int lane = 0; lane < GATHERED; lane++) {
        assertThat(found[r * GATHERED + lane]).isEqualTo((r + 1) * source(r, lane));
      }
    }
  }

  @Test
  void theGradientsOfAllCopiesAreAdded() {
    gradient(1);
  }

  @Test
  void gradientsOfTwoUsesAreAdded() {
    gradient(2);
  }

  private void gradient(int uses) {
    var gathered = tape.gather(x, indices);
    for (int use = 1; use < uses; use++) {
      gathered = tape.add(gathered, tape.gather(x, indices));
    }
    var program = tape.compile(tape.dot(gathered, weights));
    arena.load(program);
    program.write(arena, input, values);
    program.write(arena, indices, chosen);
    program.write(arena, weights, weighed);
    for (int run = 0; run < 2; run++) {
      // A second run must not depend on what the first left behind.
      float[] gradient = new float[factors.length];
      program.run(arena, factors, 0, gradient, 0, 1);
      for (int r = 0; r < ROWS; r++) {
        double right = 0;
        for (int lane = 0; lane < GATHERED; lane++) {
          right += uses * weighed[r * GATHERED + lane] * source(r, lane);
        }
        assertThat((double) gradient[diagonal(r)]).isCloseTo(right, within(1e-5));
      }
    }
  }

  /** Rows 1 and 2 of the lanes from 16 on are gathered; another operation reads those up to 32. */
  @Test
  void aPartOfATensorIsGatheredAndItsGradientAddedToThatOfOthers() {
    int from = 16;
    var rows = new Axis("rows", 2);
    var gathered = tape.gather(x.columns(from, LANES - from).range(1, rows), indices);
    var ofRows = tape.input(rows).columns(0, GATHERED);
    var others = tape.input(new Axis("values", ROWS));
    var read = tape.dot(x.columns(0, GATHERED), others.columns(0, GATHERED));
    var loss = tape.add(tape.dot(gathered, ofRows), read);
    var program = tape.compile(loss);
    float[] ofAll = drawn(ROWS * LANES);
    float[] ofGathered = drawn(2 * GATHERED);
    arena.load(program);
    program.write(arena, input, values);
    program.write(arena, indices, chosen);
    program.write(arena, ofRows, ofGathered);
    program.write(arena, others, ofAll);
    float[] gradient = new float[factors.length];
    program.run(arena, factors, 0, gradient, 0, 1);
    for (int r = 0; r < ROWS; r++) {
      double right = 0;
      for (int lane = 0; lane < GATHERED; lane++) {
        right += ofAll[r * LANES + lane] * values[r * LANES + lane];
      }
      boolean isGathered = r == 1 || r == 2;
      for (int lane = 0; isGathered && lane < GATHERED; lane++) {
        right +=
            ofGathered[(r - 1) * GATHERED + lane] * values[r * LANES + from + (int) chosen[lane]];
      }
      assertThat((double) gradient[diagonal(r)]).as("row %d", r).isCloseTo(right, within(1e-5));
    }
  }

  @Test
  void indicesAreOneRowOfNumbers() {
    assertThatThrownBy(() -> tape.gather(x, weights)).hasMessageContaining("must be one row");
    var ofParameters = tape.dot(x, x);
    assertThatThrownBy(() -> tape.gather(x, ofParameters))
        .hasMessageContaining("must not depend on parameters");
  }
}

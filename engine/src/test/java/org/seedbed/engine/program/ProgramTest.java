package org.seedbed.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.seedbed.engine.Optimizer;
import org.seedbed.engine.Tape;
import org.seedbed.engine.operation.Clip;
import org.seedbed.engine.operation.Convolution.Filter;

class ProgramTest {
  private static final Axis INPUTS = new Axis("inputs", 3);
  private static final Axis HIDDEN = new Axis("hidden", 20);
  private static final ParameterPacking PACKING =
      new ParameterPacking(
          List.of(
              new ParameterPacking.Shape("first", 20, 3, true),
              new ParameterPacking.Shape("again", 20, 20, false),
              new ParameterPacking.Shape("kernel", 2, 6, false, 3),
              new ParameterPacking.Shape("bias", 2, 0, true)));

  private static float[] parameters() {
    float[] flat = new float[PACKING.flatSize()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = (float) Math.sin(i);
    }
    float[] packed = new float[PACKING.packedSize()];
    PACKING.pack(flat, packed, 0);
    return packed;
  }

  @Test
  void packingKeepsEveryParameter() {
    float[] flat = PACKING.unpack(parameters(), 0);
    for (int i = 0; i < flat.length; i++) {
      assertThat(flat[i]).isEqualTo((float) Math.sin(i));
    }
    assertThatThrownBy(() -> PACKING.pack(new float[3], new float[1000], 0))
        .hasMessage("a seed has 3 values, the model has 494 parameters");
    assertThatThrownBy(() -> PACKING.matrix("second"))
        .hasMessage("no matrix 'second' in [first, again, kernel, bias]");
  }

  /** Rows as ten positions of two maps, convolved, clipped and let in by a gate. */
  private static Tensor gated(Tape tape, Tensor h) {
    var positions = new Axis("positions", 10);
    var maps = new Axis("maps", 2);
    var filter = new Filter(PACKING.matrix("kernel"), Optional.of(PACKING.matrix("bias")));
    var around = tape.border(h.as(positions, maps), 16);
    var fresh = tape.convolve(List.of(filter), around, positions, maps);
    var range = new Clip.Range(0.5f, 0.5f, 0, 1);
    var inside = tape.input(positions);
    var gate = tape.clip(fresh, range, Optional.of(new Clip.Saturation(0.9f, inside)));
    return tape.gatedUpdate(
            around, gate, fresh, inside, Optional.of(tape.input(positions, maps)), false)
        .as(HIDDEN);
  }

  @Test
  void aRunAllocatesNothing() {
    var tape = new Tape(32);
    var x = tape.input(INPUTS);
    var h = tape.tanh(tape.dense(PACKING.matrix("first"), x, HIDDEN));
    for (int i = 0; i < 4; i++) {
      h = tape.softmax(tape.denseAdd(PACKING.matrix("again"), h, h));
      h = gated(tape, h);
    }
    var program = tape.compile(tape.sum(tape.negativeLog(h, 1e-6f)));
    var arena = new Arena();
    arena.load(program);
    float[] parameters = parameters();
    float[] gradient = new float[parameters.length];
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    // Until kernels are compiled, vectors are objects.
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < 200 && bytes > 0; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 100; i++) {
        program.run(arena, parameters, 0, gradient, 0, 1);
      }
      bytes = threads.getThreadAllocatedBytes(thread) - before;
    }
    assertThat(bytes).isZero();
  }

  @Test
  void memoryIsReusedOnlyWhereNothingReadsItAnyMore() {
    var tape = new Tape(16);
    var x = tape.input(INPUTS);
    var sums = tape.dense(PACKING.matrix("first"), x, HIDDEN);
    var rectified = tape.relu(sums);
    var program = tape.compile(List.of(tape.add(sums, rectified)));
    assertThat(sums.storage().root()).isNotSameAs(rectified.storage().root());
    assertThat(program.size()).isPositive();

    var other = new Tape(16);
    var once = other.dense(PACKING.matrix("first"), other.input(INPUTS), HIDDEN);
    var inPlace = other.relu(once);
    other.compile(List.of(inPlace));
    assertThat(inPlace.storage().root()).isSameAs(once.storage().root());
  }

  @Test
  void memoryIsNotReusedIfTheBackwardPassReadsIt() {
    var tape = new Tape(16);
    var x = tape.dense(PACKING.matrix("first"), tape.input(INPUTS), HIDDEN);
    var y = tape.dense(PACKING.matrix("first"), tape.input(INPUTS), HIDDEN);
    var product = tape.multiply(x, y);
    var later = tape.tanh(x);
    tape.compile(tape.sum(tape.multiply(product, later)));
    assertThat(later.storage().root()).isNotSameAs(x.storage().root());
  }

  @Test
  void partsOfAJoinedTensorAreMadeInIt() {
    var tape = new Tape(16);
    var x = tape.input(INPUTS);
    var a = tape.dense(PACKING.matrix("first"), x, HIDDEN);
    var b = tape.tanh(tape.dense(PACKING.matrix("first"), x, HIDDEN));
    var all = tape.joinRows(List.of(a, b), new Axis("all", 40));
    tape.compile(List.of(all));
    assertThat(a.storage().root()).isSameAs(all.storage());
    assertThat(b.storage().root()).isSameAs(all.storage());
  }

  @Test
  void anOutputFeedsAnotherProgram() {
    var doubling = new Tape(16);
    var x = doubling.input(INPUTS);
    var doubled = doubling.affine(x, 2, 0);
    var first = doubling.compile(List.of(doubled));
    var adding = new Tape(16);
    var wide = adding.input(HIDDEN);
    var y = adding.input(INPUTS);
    var added = adding.affine(y, 1, 1);
    var second = adding.compile(List.of(added));
    var arena = new Arena();
    var other = new Arena();
    arena.load(first);
    other.load(second);
    first.fill(arena, x, 3);
    for (int i = 0; i < 2; i++) {
      first.forward(arena, new float[0], 0);
      first.feed(arena, doubled, first, arena, x);
    }
    first.feed(arena, doubled, second, other, y);
    second.forward(other, new float[0], 0);
    assertThat(second.read(other, added)).hasSize(48).containsOnly(13);
    assertThatThrownBy(() -> first.feed(arena, doubled, second, other, wide))
        .hasMessageStartingWith("output ")
        .hasMessageContaining(" does not fit input ");
  }

  @Test
  void mistakesAreNamed() {
    var tape = new Tape(16);
    var x = tape.input(INPUTS);
    assertThatThrownBy(() -> new Tape(20).input(INPUTS))
        .hasMessage("a tensor has 20 lanes, must be a multiple of 16");
    assertThatThrownBy(() -> tape.dense(PACKING.matrix("again"), x, HIDDEN))
        .hasMessage("again takes 20 rows, not [inputs=3]×16");
    assertThatThrownBy(() -> x.at("values", 0))
        .hasMessage("tensor [inputs=3]×16 has no axis 'values'");
    assertThatThrownBy(() -> tape.compile(tape.sum(x))).hasMessageContaining("no parameters");
    assertThatThrownBy(() -> tape.add(x, tape.sum(x))).hasMessageContaining("differ in shape");
  }

  @Test
  void adamTakesTheStepOfItsEquations() {
    float[] parameters = new float[16];
    float[] first = new float[16];
    float[] second = new float[16];
    float[] gradient = new float[16];
    Arrays.fill(gradient, 2);
    double correction1 = 1 - 0.9;
    double correction2 = 1 - 0.999;
    var step =
        new Optimizer.Step(
            Optimizer.Rule.ADAM,
            Optimizer.Conditioning.scaled(0.5f),
            new Optimizer.Decay(0.9f, 0.999f),
            new Optimizer.Divisor(
                (float) (correction1 / Math.sqrt(correction2)), (float) (1e-8 * correction1)),
            0.1f);
    Optimizer.step(step, parameters, first, second, 0, gradient, 0, gradient, 16);
    // The first step of Adam is the learning rate times the gradient's sign.
    assertThat(parameters[3]).isCloseTo(-0.1f, within(1e-6f));
    assertThat(first[3]).isCloseTo(0.1f, within(1e-7f));
    assertThat(Optimizer.norm(gradient, 0, 16)).isEqualTo(8);
    assertThat(
            Optimizer.norm(
                new float[] {Float.NaN, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 0, 16))
        .isNaN();
  }

  @Test
  void momentsDecayToZeroRatherThanToSubnormalNumbers() {
    float[] parameters = new float[16];
    float[] first = new float[16];
    float[] second = new float[16];
    Arrays.fill(first, 1);
    Arrays.fill(second, 1);
    var step =
        new Optimizer.Step(
            Optimizer.Rule.ADAM,
            Optimizer.Conditioning.scaled(1),
            new Optimizer.Decay(0.9f, 0.9f),
            new Optimizer.Divisor(1, 1e-8f),
            0.1f);
    for (int i = 0; i < 2000; i++) {
      Optimizer.step(step, parameters, first, second, 0, new float[16], 0, first, 16);
      assertThat(first[0] == 0 || first[0] > Float.MIN_NORMAL).isTrue();
    }
    assertThat(first[0]).isZero();
    assertThat(second[0]).isZero();
  }

  @Test
  void productsAndGatesTooSmallToMatterAreZeroRatherThanSubnormal() {
    var tape = new Tape(16);
    var x = tape.input(INPUTS);
    var small = tape.affine(x, 1e-14f, 0);
    var smaller = tape.multiply(tape.affine(x, 1e-28f, 0), small);
    var gate = tape.sigmoid(tape.affine(x, 1, -60));
    var program = tape.compile(List.of(smaller, gate));
    var arena = new Arena();
    arena.load(program);
    program.fill(arena, x, 1);
    program.forward(arena, new float[0], 0);
    assertThat(program.read(arena, smaller)).containsOnly(0);
    assertThat(program.read(arena, gate)).containsOnly(0);
  }
}

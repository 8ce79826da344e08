package org.seedbed.model.terpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.engine.program.Arena;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.terpret.KnownPrograms.Known;
import org.seedbed.task.Level;
import org.seedbed.task.terpret.MachineTasks;
import org.seedbed.task.terpret.TapeExample;

class MachineTest {
  private static final ReferenceDistributions REFERENCE = new ReferenceDistributions();

  static Stream<Known<?>> known() {
    return KnownPrograms.all();
  }

  private static <E> List<E> examples(Known<E> known, Level level, int count) {
    return LongStream.range(0, count).mapToObj(i -> known.task().example(5, level, i)).toList();
  }

  @ParameterizedTest
  @MethodSource("known")
  <E> void aProgramWrittenByHandSolvesItsTaskAtEveryLength(Known<E> known) {
    int training = known.task().trainingLength();
    boolean grows = known.task().verificationExamples().findAny().isEmpty();
    for (int length : grows ? List.of(1, 2, training, training + 1, 20) : List.of(training)) {
      var level = known.level(length);
      var run = new DiscreteRun<>(known.machine(), level);
      var program = DiscreteProgram.of(known.machine().parameters(), known.logits());
      assertThat(program.values()).isEqualTo(known.values());
      for (var example : examples(known, level, 20)) {
        assertThat(run.wrong(program, run.posed(example))).as("%s", example).isZero();
        assertThat(run.isRight(program, run.posed(example))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  <E> void distributionsThatAreCertainRunAsIntegersDo(Known<E> known) {
    var level = known.level(known.task().trainingLength());
    var run = new DiscreteRun<>(known.machine(), level);
    var random = new Random(3);
    for (int i = 0; i < 20; i++) {
      var program = new HashMap<String, List<double[]>>();
      var values = new ArrayList<Integer>();
      for (var parameter : known.machine().parameters()) {
        var certain = new ArrayList<double[]>();
        for (int j = 0; j < parameter.count(); j++) {
          values.add(random.nextInt(parameter.values()));
          certain.add(REFERENCE.constant(values.get(values.size() - 1), parameter.values()));
        }
        program.put(parameter.name(), certain);
      }
      for (var example : examples(known, level, 5)) {
        var soft = REFERENCE.outputs(known.machine(), level, example, program);
        int[] outputs = run.outputs(values::get, run.posed(example));
        for (int output = 0; output < outputs.length; output++) {
          assertThat(soft.get(output)[outputs[output]]).isEqualTo(1);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("known")
  <E> void lossAndGradientAreThoseOfTheReference(Known<E> known) {
    var level = known.level(Math.max(known.task().shortestLength(), 3));
    var batch = examples(known, level, 5);
    var descent = new Descent(1, 0.3, 0.01);
    var model = new CompiledMachine<>(known.machine(), descent);
    var random = new Random(4);
    double[] logits = random.doubles(model.packing().flatSize(), -1.5, 1.5).toArray();
    float[] flat = new float[logits.length];
    IntStream.range(0, flat.length).forEach(i -> flat[i] = (float) logits[i]);
    var step = TrainingStep.onOneBatch(1, 20, 1);
    var run = model.prepare(List.of(new LevelBatch<>(level, batch)), step);
    float[] gradient = new float[model.packing().packedSize()];

    double loss = run.run(0, model.packed(flat), Arena.origin(), gradient, 0).loss();

    double weight = descent.entropyWeightAt(20);
    double expected = REFERENCE.loss(known.machine(), level, batch, logits, weight);
    assertThat(loss).isCloseTo(expected, within(1e-4 * Math.abs(expected)));
    float[] found = model.packing().unpack(gradient, 0);
    double h = 1e-5;
    for (int i = 0; i < logits.length; i += Math.max(1, logits.length / 40)) {
      double at = logits[i];
      logits[i] = at + h;
      double above = REFERENCE.loss(known.machine(), level, batch, logits, weight);
      logits[i] = at - h;
      double below = REFERENCE.loss(known.machine(), level, batch, logits, weight);
      logits[i] = at;
      assertThat((double) found[i]).isCloseTo((above - below) / (2 * h), within(2e-4));
    }
  }

  @Test
  void enumerationFindsEveryProgramAndNoOther() {
    var machine = new TuringMachine(2);
    var task = MachineTasks.TAPES.get(0);
    var level = task.level(3, OptionalInt.empty());
    var examples = task.everyExample(level).toList();
    var enumeration = new Enumeration<>(machine, level, examples);
    var found = new ArrayList<int[]>();
    for (var next = enumeration.next(() -> false);
        next.isPresent();
        next = enumeration.next(() -> false)) {
      found.add(next.get());
    }

    // No run reads how the head moves as the machine halts, so that one program stands for three.
    assertThat(found).hasSize(1);
    assertThat(found.get(0))
        .containsExactly(
            -1, -1, -1, 1, 0, TapeExample.BLANK, -1, -1, -1, 1, 1, -1, -1, -1, -1, 1, 1, 0);
    assertThat(rightOfAll(machine, level, examples)).isEqualTo(3);
    assertThat(enumeration.isOver()).isTrue();
    assertThat(enumeration.tried()).isLessThan(18 * 18 * 18);
  }

  /** Counts the right programs among all that differ in the rules of state 1. */
  private static int rightOfAll(TuringMachine machine, Level level, List<TapeExample> examples) {
    var run = new DiscreteRun<>(machine, level);
    int right = 0;
    for (int number = 0; number < 27 * 27 * 8; number++) {
      int[] values = new int[18];
      int rest = number;
      for (int rule = 3; rule < 6; rule++) {
        values[rule] = rest % 3;
        values[6 + rule] = rest / 3 % 3;
        values[12 + rule] = rest / 9 % 2;
        rest /= 18;
      }
      var program = new DiscreteProgram(values);
      right += examples.stream().allMatch(e -> run.isRight(program, run.posed(e))) ? 1 : 0;
    }
    return right;
  }

  @Test
  void anEnumerationStopsWhenItIsTold() {
    var task = MachineTasks.TAPES.get(1);
    var level = task.level(3, OptionalInt.empty());
    var enumeration =
        new Enumeration<>(new TuringMachine(4), level, task.everyExample(level).toList());

    assertThat(enumeration.next(() -> enumeration.tried() >= 10)).isEmpty();
    assertThat(enumeration.tried()).isEqualTo(10);
    assertThat(enumeration.isOver()).isFalse();
  }

  @Test
  void aMachineThatIsTooSmallIsRefusedBeforeItTrains() {
    var adder = MachineTasks.CIRCUITS.get(2);
    var family = new BooleanCircuitFamily();
    var descent = new Descent(1, 0, 0);
    assertThatThrownBy(() -> family.layout(new BooleanCircuitSettings(3, 5, descent), adder))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("wires is 3, must be 4 or more for this task");
    assertThat(family.layout(new BooleanCircuitSettings(4, 5, descent), adder).size())
        .isEqualTo(5 * (5 + 3 * 4));
  }

  @Test
  void aCircuitIsVerifiedOnEveryInput() {
    KnownPrograms.circuits().forEach(MachineTest::isVerified);
  }

  private static <E> void isVerified(Known<E> known) {
    var evaluator = new MachineEvaluator<>(known.machine(), known.task());
    float[] wrong = known.logits();
    wrong[0] = 2;
    wrong[2] = 1.5f;
    var verified = evaluator.verify(List.of(known.logits(), wrong)).orElseThrow();

    assertThat(verified.get(0).proved()).isTrue();
    assertThat(verified.get(0).margin()).isEqualTo(1);
    assertThat(verified.get(0).checked()).matches("all (8|16) inputs");
    assertThat(verified.get(1).proved()).isEqualTo(known.values()[0] == 0);
    assertThat(verified.get(1).margin()).isEqualTo(0.5);
  }

  @Test
  void aProgramIsShownWithWhatItMakesOfAnExample() {
    var known = KnownPrograms.blocks().toList().get(1);

    assertThat(shown(known, 2))
        .startsWith("block 1: r1 := memory[r0]; if r1 > 0 block 2, else halt\n")
        .contains("block 2: r1 := r1 - 1; block 3\n")
        .contains("block 3: memory[r0] := r1; block 4\n")
        .contains("halted");
    assertThat(shown(KnownPrograms.tapes().toList().get(0), 2))
        .startsWith("state 1 on 0: write 1, right, state 1\n")
        .contains("state 1 on _: write _, stay, halt\n");
    assertThat(shown(KnownPrograms.circuits().toList().get(0), 3))
        .startsWith("wire 3 := XOR wire 1, wire 2\nwire 3 := AND wire 3, wire 0\n")
        .contains("wire 3 := COPY wire 3\n");
  }

  private static <E> String shown(Known<E> known, int length) {
    var level = known.level(length);
    return new MachineEvaluator<>(known.machine(), known.task())
        .render(known.logits(), level, known.task().example(1, level, 0));
  }
}

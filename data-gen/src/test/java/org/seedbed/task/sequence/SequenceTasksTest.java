package org.seedbed.task.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.task.AdversarialSet;

class SequenceTasksTest {
  private static final int EXAMPLES = 10_000;

  static List<SequenceTask> tasks() {
    return SequenceTasks.ALL;
  }

  private static Arithmetic arithmetic(String name) {
    return (Arithmetic) SequenceTasks.task(name);
  }

  private static CarryChains carry() {
    return (CarryChains) SequenceTasks.task("carry");
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void agreesWithSchoolbookMethods(SequenceTask task) {
    qt().withExamples(EXAMPLES)
        .forAll(longs().all(), integers().between(3, 45), longs().between(0, 1L << 40))
        .checkAssert(
            (dataSeed, length, index) -> {
              var level = task.level(length, OptionalInt.empty());
              var example = task.example(dataSeed, level, index);
              assertThat(example.length()).isEqualTo(level.timeSteps());
              assertThat(example.symbols()).isEqualTo(level.modulus());
              assertThat(example.expectedSymbols())
                  .as("%s", example)
                  .isEqualTo(Schoolbook.expected(task.name(), example.inputSymbols()));
            });
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void isAFunctionOfItsKeyAndComesBackFromItsStoredForm(SequenceTask task) {
    var level = task.level(12, OptionalInt.empty());
    var example = task.example(7, level, 11);
    assertThat(task.example(7, level, 11)).isEqualTo(example);
    assertThat(task.restored(task.stored(example))).isEqualTo(example);
    assertThat(LongStream.range(0, 50).mapToObj(i -> task.example(7, level, i)).distinct())
        .hasSizeGreaterThan(20);
    assertThat(task.example(8, level, 11)).isNotEqualTo(example);
  }

  @Test
  void halfOfTheExamplesAreOfFullLengthAndTheOthersArePadded() {
    var task = arithmetic("badd");
    var level = task.level(41, OptionalInt.empty());
    var asked = LongStream.range(0, 4000).mapToObj(i -> task.example(1, level, i).asked()).toList();
    assertThat(asked).allMatch(digits -> digits >= 13 && digits <= 21);
    double full = asked.stream().filter(digits -> digits == 21).count() / 4000.0;
    // Half, plus those of the other half that draw length 41.
    assertThat(full).isBetween(0.52, 0.57);
  }

  @Test
  void encodesAsThePublicCodeDoes() {
    var level = arithmetic("badd").level(8, OptionalInt.empty());
    assertThat(level.timeSteps()).as("3 bits, operator, 3 bits").isEqualTo(7);
    assertThat(level.modulus()).as("padding, 0, 1, +").isEqualTo(4);
    // 3 + 5 = 8, least significant first.
    var sum = arithmetic("badd").exampleOf(new Operands(new int[] {1, 1, 0}, new int[] {1, 0, 1}));
    assertThat(sum.inputSymbols()).containsExactly(2, 2, 1, 3, 2, 1, 2);
    assertThat(sum.expectedSymbols()).containsExactly(1, 1, 1, 2, -1, -1, -1);
    assertThat(sum).hasToString("1 1 0 + 1 0 1 → 0 0 0 1 · · ·");
    assertThat(sum.isSolvedBy(new int[] {1, 1, 1, 2, 0, 3, 2})).isTrue();
    assertThat(sum.isSolvedBy(new int[] {1, 1, 2, 2, 0, 0, 0})).isFalse();
    assertThat(sum.wrongSymbols(new int[] {1, 1, 2, 2, 0, 0, 0})).isEqualTo(1);
    assertThat(sum.asked()).isEqualTo(4);
    // 1 + 1 = 2, whose digits are 0 and 1; and 0 + 0 has one digit.
    var one = new Operands(new int[] {1, 0, 0}, new int[] {1, 0, 0});
    assertThat(arithmetic("badd-padded").exampleOf(one).expectedSymbols())
        .containsExactly(1, 2, 0, 0, -1, -1, -1);
    var none = new Operands(new int[] {0, 0}, new int[] {0, 0});
    assertThat(arithmetic("badd-padded").exampleOf(none).expectedSymbols())
        .containsExactly(1, 0, 0, -1, -1);
    // 97 × 98 = 9506
    var product = arithmetic("mul").exampleOf(new Operands(new int[] {7, 9}, new int[] {8, 9}));
    assertThat(product).hasToString("7 9 × 8 9 → 6 0 5 9 ·");
    assertThat(ListTask.sort().exampleOf(3, 0, 5, 0)).hasToString("3 0 5 0 → 0 0 3 5");
    assertThat(ListTask.duplicate().exampleOf(3, 0)).hasToString("3 0 · · → 3 0 3 0");
  }

  @Test
  void carriesThroughAsManyColumnsAsAsked() {
    qt().withExamples(EXAMPLES)
        .forAll(integers().between(2, 10), integers().between(1, 30), longs().all())
        .checkAssert(
            (base, k, seed) -> {
              var random = new SplittableRandom(seed);
              int chain = random.nextInt(k + 1);
              var operands = Operands.withCarryChain(base, k, chain, random);
              assertThat(Schoolbook.carries(base, operands.first(), operands.second()))
                  .as("%d columns in a row", chain)
                  .matches("0*1{" + chain + "}0*");
            });
    var example = carry().withChain(4, 4, new SplittableRandom(1));
    assertThat(example.inputSymbols()).hasSize(9);
    assertThatThrownBy(() -> carry().withChain(4, 5, new SplittableRandom(1)))
        .hasMessageContaining("a carry chain of 5 columns in 4 digits, must be 0 … 4");
  }

  @Test
  void adversarialSetsHoldWhatTheySay() {
    var sets = arithmetic("badd").adversarialSets(41, 3, 16);
    assertThat(sets).extracting(AdversarialSet::degree).startsWith(0, 1, 2, 4, 8, 16, 20);
    assertThat(sets)
        .extracting(AdversarialSet::kind)
        .endsWith("PADDED_OPERANDS", "IDENTICAL_OPERANDS", "LARGEST_OPERANDS");
    assertThat(sets.get(3).examples()).hasSize(16).allMatch(e -> e.length() == 41);
    var largest = sets.get(9).examples().get(0);
    assertThat(IntStream.range(0, 20).map(largest::input)).containsOnly(2);
    for (var example : sets.get(7).examples()) {
      assertThat(IntStream.range(2, 20).map(example::input)).containsOnly(1);
    }
    for (var example : sets.get(8).examples()) {
      assertThat(IntStream.range(0, 20).map(example::input).toArray())
          .isEqualTo(IntStream.range(21, 41).map(example::input).toArray());
    }
    assertThat(arithmetic("qmul").adversarialSets(41, 3, 16)).hasSize(3);
    assertThatThrownBy(() -> ListTask.sort().adversarialSets(41, 3, 16))
        .hasMessageContaining("'sequence/sort' has no adversarial inputs");
  }

  @Test
  void refusesALengthThatIsTooShortAndAModulus() {
    assertThatThrownBy(() -> arithmetic("badd").level(2, OptionalInt.empty()))
        .hasMessageContaining("Level 2 of task 'sequence/badd' is too short, must be 3 or more");
    assertThatThrownBy(() -> arithmetic("badd").level(9, OptionalInt.of(8)))
        .hasMessageContaining("has 4 symbols, a modulus of 8 was asked for");
  }
}

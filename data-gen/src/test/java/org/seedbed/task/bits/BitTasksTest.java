package org.seedbed.task.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BitTasksTest {
  /** What a task asks for, computed from what is read. */
  record Oracle(String name, Function<List<Integer>, List<Integer>> answers) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Oracle> oracles() {
    return List.of(
        new Oracle("copy", read -> read.subList(0, read.size() - 1)),
        new Oracle("repeat-copy", BitTasksTest::repeated),
        new Oracle("associative-recall", BitTasksTest::recalled),
        new Oracle("priority-sort", BitTasksTest::sorted));
  }

  private static List<Integer> repeated(List<Integer> read) {
    var all = new ArrayList<Integer>();
    int vectors = read.size() - 1;
    for (int i = 0; i < (read.get(vectors) >> 16) * vectors; i++) {
      all.add(read.get(i % vectors));
    }
    all.add(256);
    return all;
  }

  private static List<Integer> recalled(List<Integer> read) {
    int query = read.indexOf(128);
    for (int at = 0; at < query; at += 4) {
      assertThat(read.get(at)).isEqualTo(64);
      if (read.subList(at + 1, at + 4).equals(read.subList(query + 1, query + 4))) {
        return read.subList(at + 5, at + 8);
      }
    }
    throw new AssertionError("the query is none of the items: " + read);
  }

  /** Takes the highest priority of those that are left, again and again. */
  private static List<Integer> sorted(List<Integer> read) {
    var left = new ArrayList<>(read.subList(0, read.size() - 1));
    int count = (int) Math.ceil(0.8 * left.size());
    var all = new ArrayList<Integer>();
    for (int i = 0; i < count; i++) {
      var best = left.get(0);
      for (var vector : left) {
        best = vector >> 16 > best >> 16 ? vector : best;
      }
      left.remove(best);
      all.add(best & 255);
    }
    return all;
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void everyExampleAsksForWhatFollowsFromWhatIsRead(Oracle oracle) {
    var task = BitTasks.task(oracle.name());
    qt().withExamples(3000)
        .forAll(longs().all(), integers().between(2, 24), longs().between(0, 1L << 40))
        .checkAssert(
            (dataSeed, length, index) -> {
              var level = task.level(length, OptionalInt.empty());
              var example = task.example(dataSeed, level, index);
              assertThat(example.steps()).isEqualTo(level.timeSteps());
              assertThat(task.lengthOf(example)).isEqualTo(length);
              int reads = example.reads();
              var read = Arrays.stream(example.inputSteps()).limit(reads).boxed().toList();
              var asked = Arrays.stream(example.expectedSteps()).skip(reads).takeWhile(a -> a >= 0);
              assertThat(asked.boxed().toList()).isEqualTo(oracle.answers().apply(read));
              assertThat(Arrays.stream(example.inputSteps()).skip(reads)).containsOnly(0);
            });
  }

  @Test
  void isAFunctionOfItsKeyAndComesBackFromItsStoredForm() {
    for (var task : BitTasks.ALL) {
      var level = task.level(4, OptionalInt.empty());
      var example = task.example(7, level, 11);
      assertThat(task.example(7, level, 11)).isEqualTo(example);
      assertThat(task.restored(task.stored(example))).isEqualTo(example);
      assertThat(task.example(8, level, 11)).isNotEqualTo(example);
    }
  }

  @Test
  void aNetworkReadsBitsAndScaledNumbers() {
    var copy =
        BitTasks.task("copy").example(1, BitTasks.task("copy").level(1, OptionalInt.empty()), 0);
    assertThat(copy.steps()).isEqualTo(3);
    assertThat(copy.input(1)).as("the marker").containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 1);
    assertThat(copy.input(2)).containsOnly(0);
    assertThat(copy.expected(2)).isEqualTo(Arrays.copyOf(copy.input(0), 8));
    assertThat(copy.asked()).isEqualTo(8);

    var repeat = BitTasks.task("repeat-copy");
    var level = repeat.level(10, OptionalInt.empty());
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 4000; i++) {
      float count = repeat.example(1, level, i).input(10)[8];
      sum += count / 4000;
      squares += count * count / 4000;
    }
    assertThat(Math.abs(sum)).as("mean of counts of 1 to 10").isLessThan(0.06);
    assertThat(squares).as("their variance").isBetween(0.94, 1.06);

    var sort = BitTasks.task("priority-sort");
    var priorities =
        IntStream.range(0, 20)
            .mapToObj(i -> sort.example(1, sort.level(20, OptionalInt.empty()), 0).input(i)[9]);
    assertThat(priorities).allMatch(p -> p >= -1 && p <= 1).doesNotHaveDuplicates();
  }

  @Test
  void rendersAnswersBesideTheRightOnes() {
    var format = new BitFormat(2, 2, new BitFormat.Numbers(1, 1));
    var example =
        new BitExample(format, new int[] {1, 2 | 3 << 16, 0, 0}, new int[] {-1, -1, 1, 2});
    assertThat(example).hasToString("10 01#3 → 10 01");
    assertThat(example.withAnswers(List.of(new float[] {1, 0}, new float[] {1, 1})))
        .isEqualToNormalizingNewlines(
            "given     10 01#3\nexpected and answered, step by step\n  10  10\n  01  11  wrong\n");
  }

  @Test
  void refusesWhatDoesNotFit() {
    var copy = BitTasks.task("copy");
    assertThatThrownBy(() -> BitTasks.task("associative-recall").level(1, OptionalInt.empty()))
        .hasMessageContaining(
            "Level 1 of task 'bits/associative-recall' is too short, must be 2 or more");
    assertThatThrownBy(() -> copy.level(1001, OptionalInt.empty()))
        .hasMessageContaining("the length of a level of task 'bits/copy' is 1001");
    assertThatThrownBy(() -> copy.level(3, OptionalInt.of(5)))
        .hasMessageContaining("has 8 bits, a modulus of 5 was asked for");
    var format = new BitFormat(2, 2, BitFormat.Numbers.NONE);
    assertThatThrownBy(() -> new BitExample(format, new int[] {4}, new int[] {-1}))
        .hasMessageContaining("step 0 has input 4 and answer -1, which");
    assertThatThrownBy(() -> new BitExample(format, new int[] {1 << 16}, new int[] {-1}))
        .hasMessageContaining("step 0 has input 65536");
    assertThatThrownBy(() -> new BitExample(format, new int[] {1}, new int[] {1, 1}))
        .hasMessageContaining("input has 1 steps and expected has 2");
  }
}

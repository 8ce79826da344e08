package org.seedbed.task.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.Level;
import org.seedbed.task.LevelDoesNotFitException;

/** Properties of each of the ten tasks, two of them in two forms. */
class MemoryTasksTest {
  private static final int EXAMPLES = 10_000;

  static List<MemoryTask> tasks() {
    return MemoryTasks.ALL;
  }

  private static Map<Integer, Integer> outputOf(MemoryExample example) {
    var output = new TreeMap<Integer, Integer>();
    for (int cell = 0; cell < example.modulus(); cell++) {
      if (example.isOutput(cell)) {
        output.put(cell, example.expected(cell));
      }
    }
    return output;
  }

  @Test
  void thereAreTenAndThreeOtherForms() {
    assertThat(tasks()).extracting(MemoryTask::name).doesNotHaveDuplicates().hasSize(13);
  }

  /** Both forms draw the same numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"access", "swap"})
  void addressesAreIndicesPlusTheArraysFirstCell(String name) {
    var byAddress = MemoryTasks.task(name);
    var byIndex = MemoryTasks.task(name + "-index");
    var level = byAddress.level(4, OptionalInt.empty());
    for (long i = 0; i < 100; i++) {
      int[] input = byAddress.example(1, level, i).inputMemory();
      int pointers = name.equals("swap") ? 2 : 1;
      for (int pointer = 0; pointer < pointers; pointer++) {
        input[pointer] -= pointers;
      }
      assertThat(input).isEqualTo(byIndex.example(1, level, i).inputMemory());
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void agreesWithDirectSimulation(MemoryTask task) {
    qt().withExamples(EXAMPLES)
        .forAll(
            longs().all(),
            integers().between(1, 9),
            integers().between(0, 5),
            longs().between(0, 1L << 40))
        .checkAssert(
            (dataSeed, length, spare, index) -> {
              int smallest = task.level(length, OptionalInt.empty()).modulus();
              var level = task.level(length, OptionalInt.of(smallest + spare));
              var example = task.example(dataSeed, level, index);
              assertThat(outputOf(example))
                  .as("%s", example)
                  .isEqualTo(DirectSimulation.expected(task.name(), example.inputMemory()));
            });
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void isAFunctionOfItsKey(MemoryTask task) {
    var level = task.level(4, OptionalInt.empty());
    var example = task.example(7, level, 11);
    assertThat(task.example(7, level, 11)).isEqualTo(example);
    var others =
        LongStream.range(0, 50).mapToObj(i -> task.example(7, level, i)).distinct().count();
    assertThat(others).isGreaterThan(20);
    var otherSeed = LongStream.range(0, 50).mapToObj(i -> task.example(8, level, i)).toList();
    assertThat(otherSeed)
        .isNotEqualTo(LongStream.range(0, 50).mapToObj(i -> task.example(7, level, i)).toList());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void batchesDoNotDependOnHowTheyAreCut(MemoryTask task) {
    var level = task.level(3, OptionalInt.empty());
    try (var source = new GeneratedExamples<>(task, 5)) {
      var whole = source.examples(level, 0, 64);
      var first = source.examples(level, 0, 17);
      var rest = source.examples(level, 17, 47);
      assertThat(whole.subList(0, 17)).isEqualTo(first);
      assertThat(whole.subList(17, 64)).isEqualTo(rest);
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void reachesTheLevelsLength(MemoryTask task) {
    var small = task.level(2, OptionalInt.of(task.level(6, OptionalInt.empty()).modulus()));
    var large = task.level(6, OptionalInt.empty());
    long differing =
        LongStream.range(0, 100)
            .filter(i -> !task.example(1, small, i).equals(task.example(1, large, i)))
            .count();
    assertThat(differing).isGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void refusesALevelThatDoesNotFit(MemoryTask task) {
    assertThatThrownBy(() -> task.level(9, OptionalInt.of(8)))
        .isInstanceOf(LevelDoesNotFitException.class)
        .hasMessageContaining("Level 9 of task '" + task.name() + "' needs M = ")
        .hasMessageContaining("but M is 8");
  }

  @Test
  void copyPointsJustAfterItsArray() {
    var copy = MemoryTasks.task("copy");
    var example = copy.exampleOf(new int[] {4, 5, 6, 7, 0, 0, 0, 0});
    assertThat(example.toString()).isEqualTo("4 5 6 7 0 0 0 0 → · · · · 5 6 7 ·");
    assertThat(example.isSolvedBy(new int[] {0, 0, 0, 0, 5, 6, 7, 1})).isTrue();
    int[] wrong = {4, 5, 6, 7, 5, 6, 6, 0};
    assertThat(example.isSolvedBy(wrong)).isFalse();
    assertThat(example.wrongCells(wrong)).isEqualTo(1);
    assertThat(example.wrongCells(new int[8])).isEqualTo(3);
    assertThat(example.outputCells()).isEqualTo(3);
  }

  /** Whatever is drawn at random is among those listed, and nothing is listed twice. */
  @ParameterizedTest
  @MethodSource("tasks")
  void everyExampleIsListedOnce(MemoryTask task) {
    var level = task.level(2, OptionalInt.of(Math.max(5, task.cells(2))));
    var listed = task.everyExample(level).toList();
    assertThat(listed).doesNotHaveDuplicates();
    var known = Set.copyOf(listed);
    var drawn = LongStream.range(0, EXAMPLES).mapToObj(i -> task.example(3, level, i)).toList();
    assertThat(known).containsAll(drawn);
  }

  /** Counted by hand: k points to cell 1, or to cell 1 or 2; each element is one of 1 to 4. */
  @Test
  void accessHasAsManyExamplesAsCounted() {
    var access = MemoryTasks.task("access");
    assertThat(access.everyExample(access.level(2, OptionalInt.of(5)))).hasSize(4 + 2 * 16);
    assertThat(access.largestLevel(5).map(Level::length)).contains(3);
    assertThat(access.largestLevel(2)).isEmpty();
  }

  /** Cell 2 holds the path's first step. A tree of one node has no path. */
  @Test
  void pathsBelowTheRootAreSeldomEmpty() {
    assertThat(sharesOfEmptyPaths("walkbst")).isBetween(0.55, 0.67);
    // Lengths are drawn from 1 to 3 in half of the examples: a sixth of all has one node.
    assertThat(sharesOfEmptyPaths("walkbst-below-root")).isBetween(0.12, 0.21);
  }

  private static double sharesOfEmptyPaths(String name) {
    var task = MemoryTasks.task(name);
    var level = task.level(3, OptionalInt.empty());
    return LongStream.range(0, EXAMPLES)
            .filter(i -> task.example(3, level, i).inputMemory()[2] == 0)
            .count()
        / (double) EXAMPLES;
  }
}

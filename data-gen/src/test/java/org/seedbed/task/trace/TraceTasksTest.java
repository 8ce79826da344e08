package org.seedbed.task.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.task.Level;

class TraceTasksTest {
  private static final int EXAMPLES = 10_000;

  static List<TraceTask<?>> tasks() {
    return TraceTasks.ALL;
  }

  static List<TraceTask<?>> recursiveTasks() {
    return TraceTasks.ALL.stream().filter(TraceTask::recursive).toList();
  }

  private static TraceTask<?> task(String name) {
    return TraceTasks.task(name);
  }

  private static Level level(TraceTask<?> task, int length) {
    return task.level(length, OptionalInt.empty());
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void primitivesOfATraceSolveTheTaskInAFreshWorld(TraceTask<?> task) {
    qt().withExamples(EXAMPLES)
        .forAll(longs().all(), integers().between(1, 14), longs().between(0, 1L << 40))
        .checkAssert(
            (dataSeed, length, index) -> {
              var example = task.example(dataSeed, level(task, affordable(task, length)), index);
              var world = example.world();
              for (var act : example.acts()) {
                assertThat(world.act(act)).as("%s in %s", act, world).isTrue();
              }
              assertThat(world.isSolved()).as("%s", world).isTrue();
            });
  }

  /** Multiplication takes a time that grows with the cube of its length. */
  private static int affordable(TraceTask<?> task, int length) {
    return task instanceof Multiplication ? (length + 3) / 4 : length;
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aRunThatStopsShortSolvesNothing(TraceTask<?> task) {
    for (long index = 0; index < 200; index++) {
      var example = task.example(1, level(task, 8), index);
      var world = example.world();
      // An untouched array may be sorted by chance; an untouched sum or graph is never solved.
      boolean mayBeRight = task instanceof BubbleSort || task instanceof Quicksort;
      assertThat(world.isSolved() && !mayBeRight).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void isAFunctionOfItsKeyAndComesBackFromItsStoredForm(TraceTask<?> task) {
    var level = level(task, 9);
    var example = task.example(7, level, 11);
    assertThat(task.example(7, level, 11)).isEqualTo(example);
    assertThat(task.restored(task.stored(example))).isEqualTo(example);
    assertThat(task.restored(task.stored(example)).frames()).isEqualTo(example.frames());
    assertThat(LongStream.range(0, 50).mapToObj(i -> task.example(7, level, i)).distinct())
        .hasSizeGreaterThan(20);
    assertThat(task.example(8, level, 11)).isNotEqualTo(example);
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void staysWithinItsVocabularyAndItsLimits(TraceTask<?> task) {
    var vocabulary = task.vocabulary();
    for (long index = 0; index < 100; index++) {
      var example = task.example(3, level(task, 12), index);
      long steps = 0;
      for (var frame : example.frames()) {
        steps += frame.steps().size();
        for (var step : frame.steps()) {
          assertThat(step.call().program()).isBetween(0, vocabulary.programs().size() - 1);
          for (int i = 0; i < Call.ARGUMENTS; i++) {
            assertThat(step.call().argument(i))
                .isBetween(0, vocabulary.arguments().get(i).size() - 1);
          }
          for (int i = 0; i < vocabulary.fields().size(); i++) {
            assertThat(step.observation().get(i))
                .isBetween(0, vocabulary.fields().get(i).values() - 1);
          }
        }
      }
      assertThat(example.calls()).hasSize((int) steps);
      assertThat(example.calls().stream().filter(TracedCall::ends)).hasSameSizeAs(example.frames());
      assertThat(2 * steps).isLessThanOrEqualTo(example.limits().steps());
      assertThat(example.frames())
          .allMatch(frame -> 2 * frame.steps().size() <= example.limits().frameSteps());
      long depth =
          example.tree().lines().mapToLong(line -> line.indexOf(line.strip())).max().orElse(0) / 2;
      assertThat(2 * depth).isLessThanOrEqualTo(example.limits().depth());
      assertThat(example.length()).isBetween(1, 12);
    }
  }

  /** Checks that the set is complete, on inputs far longer than those it is enumerated from. */
  @ParameterizedTest
  @MethodSource("recursiveTasks")
  void verificationSetHasEveryFrameOfLongInputs(TraceTask<?> task) {
    var set = VerificationSet.of(task);
    for (int length : new int[] {1, 2, 3, 5, 9, 17, 33, 60}) {
      for (long index = 0; index < 60; index++) {
        for (var frame : task.example(5, level(task, affordable(task, length)), index).frames()) {
          assertThat(set.frames()).as(task.name()).containsKey(frame);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "addition-recursive, 49626, 173137",
    "addition-equal-recursive, 40704, 142009",
    "addition-hard-recursive, 40704, 142009",
    "addition-base2-recursive, 218, 721",
    "addition-base4-recursive, 1830, 6289",
    "addition-base16-recursive, 298950, 1045009",
    "multiplication-recursive, 52006, 180057",
    "bubble-sort-recursive, 9690, 21590",
    "quicksort-recursive, 37, 103",
    "topological-sort-recursive, 39, 102"
  })
  void verificationSetIsFinite(String name, int size, long steps) {
    var set = VerificationSet.of(task(name));
    assertThat(set.frames()).hasSize(size);
    assertThat(set.steps()).isEqualTo(steps);
    assertThat(set.frames().keySet()).allMatch(frame -> frame.steps().size() <= 5);
    set.frames().forEach((frame, example) -> assertThat(example.frames()).contains(frame));
  }

  @Test
  void onlyRecursiveTasksCanBeVerified() {
    assertThatThrownBy(() -> VerificationSet.of(task("quicksort")))
        .hasMessage(
            "Task 'trace/quicksort' cannot be verified: its frames grow with the input."
                + " 'trace/quicksort-recursive' can.");
  }

  @Test
  void printsATraceAsACallTree() {
    assertThat(task("addition-recursive").parse("8+5").tree())
        .isEqualTo(
            """
            ADD
              ADD1
                ACT(WRITE, OUT, 3)
                CARRY
                  ACT(LEFT, CARRY)
                  ACT(WRITE, CARRY, 1)
                  ACT(RIGHT, CARRY)
              LSHIFT
                ACT(LEFT, IN1)
                ACT(LEFT, IN2)
                ACT(LEFT, CARRY)
                ACT(LEFT, OUT)
              ADD
                ADD1
                  ACT(WRITE, OUT, 1)
                LSHIFT
                  ACT(LEFT, IN1)
                  ACT(LEFT, IN2)
                  ACT(LEFT, CARRY)
                  ACT(LEFT, OUT)
                ADD
                  ACT
            """);
    assertThat(task("bubble-sort").parse("2 1").tree())
        .isEqualTo(
            """
            BUBBLESORT
              BUBBLE
                BSTEP
                  COMPSWAP
                    ACT(SWAP)
                  RSHIFT
                    ACT(RIGHT, P1)
                    ACT(RIGHT, P2)
                ACT
              RESET
                LSHIFT
                  ACT(LEFT, P1)
                  ACT(LEFT, P2)
                ACT(RIGHT, P3)
              ACT
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "addition, 96+125, 96+125",
    "addition, ' 007 + 5 ', 007+5",
    "addition-equal, 96+125, 096+125",
    "addition-base2-recursive, 101+11, 101+11",
    "addition-base16-recursive, fF+1, ff+1",
    "multiplication-recursive, ' 096 * 12', 096*12+0",
    "multiplication-recursive, 0*0+99, 0*0+99",
    "bubble-sort, '5,2 7', 5 2 7",
    "quicksort, 3 1 2, 3 1 2",
    "topological-sort, '0>2, 1>2', '3 nodes: 0>2, 1>2'"
  })
  void readsWhatPeopleWrite(String name, String text, String shown) {
    var example = task(name).parse(text);
    assertThat(example).hasToString(shown);
    var world = example.world();
    example.acts().forEach(world::act);
    assertThat(world.isSolved()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "addition, 96-125, is no addition",
    "addition, 96+, is no addition",
    "addition-base2-recursive, 12+1, is no addition in base 2",
    "multiplication-recursive, 96+12, is no multiplication",
    "quicksort, 3 a, is no list of digits",
    "topological-sort, 0-1, is no graph",
    "topological-sort, '0>1,1>0', has a cycle"
  })
  void refusesWhatIsNoInput(String name, String text, String message) {
    assertThatThrownBy(() -> task(name).parse(text)).hasMessageContaining(message);
  }

  /** The decision that most unsolved seeds miss: 9 + 9 with a carry, which comes once in 198. */
  @Test
  void hardOperandsHaveTheRareColumnOften() {
    assertThat(tracesWithTwoNinesAndACarry("addition-recursive")).isLessThan(200);
    assertThat(tracesWithTwoNinesAndACarry("addition-hard-recursive")).isGreaterThan(600);
  }

  private static long tracesWithTwoNinesAndACarry(String name) {
    var task = task(name);
    return LongStream.range(0, 1000)
        .mapToObj(index -> task.example(1, level(task, 12), index))
        .filter(
            example ->
                example.frames().stream()
                    .flatMap(frame -> frame.steps().stream())
                    .anyMatch(step -> step.observation().subList(0, 3).equals(List.of(9, 9, 1))))
        .count();
  }

  @Test
  void equalOperandsHaveNoBlanks() {
    var task = task("addition-equal");
    for (long index = 0; index < 100; index++) {
      assertThat(task.example(1, level(task, 5), index).input()).doesNotContain(10);
    }
  }

  @Test
  void observationsAreReadable() {
    var multiplication = task("multiplication-recursive");
    var world = multiplication.parse("7*30+5").world();
    assertThat(text(multiplication, world)).isEqualTo("in1=7 in2=5 carry=_ out=_ times=zero");
    world.act(MultiplicationPad.SHIFT);
    assertThat(text(multiplication, world)).isEqualTo("in1=0 in2=5 carry=_ out=_ times=more");
    var quicksort = task("quicksort");
    assertThat(text(quicksort, quicksort.parse("2 1").world()))
        .isEqualTo("lo<hi=yes j<hi=no a[j]<a[hi]=no stack-empty=yes");
  }

  private static String text(TraceTask<?> task, World world) {
    return task.vocabulary().text(Arrays.stream(world.observation()).boxed().toList());
  }

  @Test
  void multiplicationAddsAsOftenAsDigitsSay() {
    var example = task("multiplication-recursive").parse("7*30+5");
    var world = example.world();
    assertThat(world.observation()).containsExactly(7, 5, 10, 10, 1);
    assertThat(world.act(MultiplicationPad.TAKE)).as("adding no more").isFalse();
    assertThat(world.act(MultiplicationPad.SHIFT)).isTrue();
    assertThat(world.observation()).containsExactly(0, 5, 10, 10, 2);
    assertThat(world.act(MultiplicationPad.SHIFT)).as("with additions left").isFalse();
    assertThat(example.acts().stream().filter(MultiplicationPad.TAKE::equals)).hasSize(3);
    assertThat(example.frames().stream().filter(frame -> frame.call().equals(Call.of(2))))
        .as("70 is added to 5, 75 (with a carry) and 145")
        .hasSize(2 + 3 + 3);
  }

  @Test
  void worldsRefuseWhatCannotBeDone() {
    var pad = task("addition").parse("1+1").world();
    assertThat(pad.act(Scratchpad.right(Scratchpad.Row.IN1))).as("off the right edge").isFalse();
    assertThat(pad.act(Call.act(1, 4, 0))).as("writing nothing").isFalse();
    assertThat(pad.act(Call.act(2, 0, 0))).as("moving no pointer").isFalse();
    var array = task("bubble-sort").parse("1").world();
    assertThat(array.act(BubbleArray.SWAP)).as("swapping past the end").isFalse();
    var segment = task("quicksort").parse("1 2").world();
    assertThat(segment.act(QuicksortArray.POP)).as("from an empty stack").isFalse();
    var graph = task("topological-sort").parse("0>1").world();
    assertThat(graph.act(SearchedGraph.MARK)).as("nowhere").isFalse();
    int[] before = graph.observation();
    assertThat(graph.act(SearchedGraph.EDGE)).isFalse();
    assertThat(graph.observation()).isEqualTo(before);
  }
}

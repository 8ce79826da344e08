package org.seedbed.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What every task promises.
 *
 * @param <E> type of its examples
 * @param task under test
 */
public record TaskContract<E>(Task<E> task) {
  private static final int EXAMPLES = 200;

  /** The tests of one task. */
  public static Stream<DynamicTest> testsOf(Task<?> task) {
    return new TaskContract<>(task).tests();
  }

  private Stream<DynamicTest> tests() {
    return Stream.of(
        dynamicTest(task.name() + ": its names", this::names),
        dynamicTest(task.name() + ": examples are a function of their key", this::isPure),
        dynamicTest(task.name() + ": examples vary", this::varies),
        dynamicTest(task.name() + ": comes back from a dataset", this::comesBack),
        dynamicTest(task.name() + ": lengths fit their level", this::lengthsFit),
        dynamicTest(task.name() + ": refuses a level that is too short", this::refusesTooShort),
        dynamicTest(task.name() + ": can be looked at", this::canBeLookedAt),
        dynamicTest(task.name() + ": reads its own input syntax", this::readsInputs),
        dynamicTest(task.name() + ": adversarial sets", this::adversarialSets),
        dynamicTest(task.name() + ": verification set", this::verificationSet));
  }

  private Level level() {
    return task.level(
        Math.min(task.trainingLength(), task.shortestLength() + 3), OptionalInt.empty());
  }

  private List<E> examples(long dataSeed) {
    return LongStream.range(0, EXAMPLES)
        .mapToObj(index -> task.example(dataSeed, level(), index))
        .toList();
  }

  private void names() {
    assertThat(task.name()).matches("[a-z]+/[a-z][a-z0-9]*(-[a-z0-9]+)*");
    assertThat(task.formerNames()).doesNotContain(task.name());
    assertThat(task.stream()).isNotBlank();
    assertThat(task.description()).isNotBlank();
    assertThat(task.trainingLength()).isGreaterThanOrEqualTo(task.shortestLength());
    assertThat(task.defaultLevels().of(task)).isNotEmpty();
  }

  private void isPure() {
    var inOrder = examples(7);
    var indices = new ArrayList<>(LongStream.range(0, EXAMPLES).boxed().toList());
    Collections.shuffle(indices, new Random(1));
    for (long index : indices) {
      assertThat(task.example(7, level(), index)).isEqualTo(inOrder.get((int) index));
    }
  }

  private void varies() {
    if (task.hasFixedExamples()) {
      assertThat(examples(8)).isEqualTo(examples(7));
      return;
    }
    assertThat(examples(7).stream().distinct().count()).isGreaterThan(1);
    assertThat(examples(8)).isNotEqualTo(examples(7));
  }

  private void comesBack() {
    for (var example : examples(3)) {
      var stored = task.stored(example);
      assertThat(task.restored(stored)).isEqualTo(example);
      assertThat(stored.expected()).hasSameSizeAs(stored.input());
      assertThat(task.frames(example).isEmpty()).isEqualTo(!task.hasFrames());
    }
  }

  private void lengthsFit() {
    assertThat(examples(5))
        .allSatisfy(
            example ->
                assertThat(task.lengthOf(example))
                    .isBetween(0, level().modulus() + level().length()));
  }

  private void refusesTooShort() {
    assertThatThrownBy(() -> task.level(0, OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void canBeLookedAt() {
    assertThat(task.illustration(1)).startsWith("    level ").endsWith("\n");
    assertThat(task.illustration(1)).isEqualTo(task.illustration(1));
  }

  private void readsInputs() {
    task.inputSyntax()
        .ifPresentOrElse(
            syntax -> assertThat(task.lengthOf(task.parse(syntax))).isPositive(),
            () ->
                assertThatThrownBy(() -> task.parse("1"))
                    .hasMessageContaining("does not accept hand-written inputs"));
    if (task.inputSyntax().isPresent()) {
      assertThatThrownBy(() -> task.parse("§")).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private void adversarialSets() {
    int length = task.trainingLength();
    if (!task.hasAdversarialSets()) {
      assertThatThrownBy(() -> task.adversarialSets(length, 1, 4))
          .hasMessageContaining("has no adversarial inputs");
      return;
    }
    var sets = task.adversarialSets(length, 1, 4);
    assertThat(sets).isNotEmpty().isEqualTo(task.adversarialSets(length, 1, 4));
    assertThat(sets).allSatisfy(set -> assertThat(set.examples()).isNotEmpty().hasSizeLessThan(5));
  }

  private void verificationSet() {
    assertThat(task.verificationExamples().findFirst().isPresent()).isEqualTo(task.isVerifiable());
  }
}

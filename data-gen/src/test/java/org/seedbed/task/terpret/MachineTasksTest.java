package org.seedbed.task.terpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.seedbed.task.Level;
import org.seedbed.task.memory.BlockTasks;
import org.seedbed.task.memory.MemoryTask;

class MachineTasksTest {
  private static TapeTask tape(int index) {
    return MachineTasks.TAPES.get(index);
  }

  private static CircuitTask circuit(int index) {
    return MachineTasks.CIRCUITS.get(index);
  }

  private static MemoryTask block(int index) {
    return BlockTasks.ALL.get(index);
  }

  @Test
  void tapesAreChanged() {
    assertThat(tape(0).parse("100")).hasToString("1 0 0 _ → 0 1 1 _");
    assertThat(tape(1).parse("101")).hasToString("1 0 1 _ → 0 1 0 1");
    assertThat(tape(2).parse("1000")).hasToString("1 0 0 0 _ → 0 1 1 1 _");
    assertThat(tape(2).parse("0110")).hasToString("0 1 1 0 _ → 0 1 0 1 _");
    assertThatThrownBy(() -> tape(2).parse("00")).hasMessageContaining("must be above 0");
    assertThatThrownBy(() -> tape(0).parse("12")).hasMessageContaining("'12'");
  }

  @Test
  void tapesHaveAllStringsOfTheirLengths() {
    for (int i = 0; i < 3; i++) {
      var level = tape(i).level(4, OptionalInt.empty());
      assertThat(level).isEqualTo(new Level(4, 5, i == 2 ? 9 : 5));
      assertThat(tape(i).everyExample(level).distinct()).hasSize(i == 2 ? 26 : 30);
      assertThat(tape(i).largestLevel(5)).contains(level);
      for (int index = 0; index < 100; index++) {
        assertThat(tape(i).everyExample(level)).contains(tape(i).example(3, level, index));
      }
    }
  }

  @Test
  void circuitsHaveTheirTruthTables() {
    var swap = circuit(0).verificationExamples().toList();
    assertThat(swap).hasSize(8);
    assertThat(swap).contains(new WiresExample(List.of(1, 0, 1), List.of(1, 1, 0)));
    assertThat(swap).contains(new WiresExample(List.of(0, 0, 1), List.of(0, 0, 1)));
    assertThat(circuit(1).verificationExamples())
        .contains(new WiresExample(List.of(1, 1, 1), List.of(1, 1)))
        .contains(new WiresExample(List.of(0, 1, 0), List.of(1, 0)));
    // 3 + 2 = 5, lowest bit first.
    assertThat(circuit(2).verificationExamples())
        .hasSize(16)
        .contains(new WiresExample(List.of(1, 1, 0, 1), List.of(1, 0, 1)));
    assertThatThrownBy(() -> circuit(2).level(3, OptionalInt.empty())).hasMessageContaining("4");
  }

  @Test
  void memoriesOfBlocksAreAsSmallAsPublished() {
    assertThat(block(0).level(4, OptionalInt.empty())).isEqualTo(new Level(4, 5, 4));
    assertThat(block(1).level(4, OptionalInt.empty())).isEqualTo(new Level(4, 5, 17));
    assertThat(block(2).level(3, OptionalInt.empty())).isEqualTo(new Level(3, 8, 10));
    assertThat(block(0).exampleOf(new int[] {2, 1, 3, 4, 0})).hasToString("2 1 3 4 0 → 4 · · · ·");
    assertThat(block(1).exampleOf(new int[] {3, 1, 0, 0, 0})).hasToString("3 1 0 0 0 → 2 0 · · ·");
    // The list 4 → 2, of values 7 and 5.
    assertThat(block(2).exampleOf(new int[] {4, 1, 0, 5, 2, 7, 0, 0}))
        .hasToString("4 1 0 5 2 7 0 0 → 5 · · · · · · ·");
  }
}

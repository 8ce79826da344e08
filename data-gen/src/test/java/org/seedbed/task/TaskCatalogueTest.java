package org.seedbed.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.seedbed.files.Sha256;
import org.seedbed.task.memory.MemoryExample;
import org.seedbed.task.sequence.SequenceExample;

class TaskCatalogueTest {
  @Test
  void findsATaskByItsName() {
    assertThat(TaskCatalogue.task("memory/merge").name()).isEqualTo("memory/merge");
  }

  @Test
  void namesTheClosestTask() {
    assertThatThrownBy(() -> TaskCatalogue.task("memory/coppy"))
        .hasMessageStartingWith(
            "Unknown task 'memory/coppy'. Known: memory/access, memory/access-index, memory/increment")
        .hasMessageEndingWith("Did you mean 'memory/copy'?");
  }

  @Test
  void guessesNothingWhereNothingIsClose() {
    assertThatThrownBy(() -> TaskCatalogue.task("tetris"))
        .hasMessageContaining("Known:")
        .hasMessageNotContaining("Did you mean");
  }

  @Test
  void formerNamesAreAcceptedAndSaySo() {
    for (var task : TaskCatalogue.tasks()) {
      for (var former : task.formerNames()) {
        assertThat(TaskCatalogue.formerTask(former)).isSameAs(task);
        assertThat(TaskCatalogue.renamed(former, task))
            .contains("task '%s' is now called '%s'".formatted(former, task.name()));
      }
      assertThat(TaskCatalogue.renamed(task.name(), task)).isEmpty();
    }
    assertThat(TaskCatalogue.task("npi/quicksort").name()).isEqualTo("trace/quicksort");
    assertThat(TaskCatalogue.formerTask("memory/merge").name()).isEqualTo("memory/merge");
  }

  /** Another task has the name now. */
  @Test
  void aFormerNameIsFirstThatOfTheTaskThatHasIt() {
    assertThat(TaskCatalogue.task("memory/swap").name()).isEqualTo("memory/swap");
    assertThat(TaskCatalogue.formerTask("memory/swap").name()).isEqualTo("memory/swap-index");
    assertThat(TaskCatalogue.task("nram/swap").name()).isEqualTo("memory/swap-index");
    for (var name : List.of("memory/swap", "nram/swap", "swap")) {
      assertThat(TaskCatalogue.formerTask(name, MemoryExample.class, "a model").name())
          .isEqualTo("memory/swap-index");
    }
    assertThat(TaskCatalogue.formerTask("copy", MemoryExample.class, "a model").name())
        .isEqualTo("memory/copy");
  }

  @Test
  void aModelFindsTasksByTheirExamplesAlone() {
    assertThat(TaskCatalogue.task("copy", MemoryExample.class, "a model").name())
        .isEqualTo("memory/copy");
    assertThat(TaskCatalogue.task("copy", SequenceExample.class, "a model").name())
        .isEqualTo("sequence/copy");
    assertThatThrownBy(() -> TaskCatalogue.task("sequence/badd", MemoryExample.class, "model 'm'"))
        .hasMessageStartingWith(
            "Unknown task for model 'm': 'sequence/badd'. Known: memory/access");
  }

  /**
   * Compares the examples of every task with those drawn when tasks were named after models (golden
   * digests, from commit 922e90b; of tasks added since, from when they were added).
   */
  @Test
  void everyTaskDrawsTheExamplesThatItAlwaysDrew() {
    var golden = GoldenDigests.read("golden-examples.txt");
    assertThat(TaskCatalogue.tasks())
        .allSatisfy(task -> assertThat(digest(task)).isEqualTo(golden.get(task.name())));
    assertThat(golden).hasSameSizeAs(TaskCatalogue.tasks());
  }

  private static <E> String digest(Task<E> task) {
    var digest = Sha256.digest();
    for (int length :
        new int[] {task.shortestLength(), task.shortestLength() + 3, task.trainingLength()}) {
      var level = task.level(length, OptionalInt.empty());
      for (long dataSeed = 1; dataSeed <= 2; dataSeed++) {
        for (long index = 0; index < 100; index++) {
          var example = task.stored(task.example(dataSeed, level, index));
          var bytes = ByteBuffer.allocate(8 * example.size());
          for (int cell = 0; cell < example.size(); cell++) {
            bytes.putInt(example.input()[cell]).putInt(example.expected()[cell]);
          }
          digest.update(bytes.array());
        }
      }
    }
    return Sha256.hex(digest.digest());
  }
}

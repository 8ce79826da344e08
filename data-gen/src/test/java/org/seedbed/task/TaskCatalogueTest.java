package org.seedbed.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TaskCatalogueTest {
  @Test
  void findsATaskByItsName() {
    assertThat(TaskCatalogue.task("nram/merge").name()).isEqualTo("nram/merge");
  }

  @Test
  void namesTheClosestTask() {
    assertThatThrownBy(() -> TaskCatalogue.task("nram/coppy"))
        .hasMessageStartingWith("Unknown task 'nram/coppy'. Known: nram/access, nram/increment")
        .hasMessageEndingWith("Did you mean 'nram/copy'?");
  }

  @Test
  void guessesNothingWhereNothingIsClose() {
    assertThatThrownBy(() -> TaskCatalogue.task("tetris"))
        .hasMessageContaining("Known:")
        .hasMessageNotContaining("Did you mean");
  }
}

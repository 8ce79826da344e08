package org.seedbed.task;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** No task can be added without its contract: the catalogue is asked for all. */
class EveryTaskTest {
  @TestFactory
  Stream<DynamicTest> keepsItsContract() {
    return TaskCatalogue.tasks().stream().flatMap(TaskContract::testsOf);
  }
}

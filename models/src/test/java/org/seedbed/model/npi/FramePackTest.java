package org.seedbed.model.npi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.TraceTask;
import org.seedbed.task.trace.TraceTasks;

class FramePackTest {
  private static final int BLOCK = 16;

  static List<TraceTask<?>> tasks() {
    return TraceTasks.ALL;
  }

  /** Distinct frames in their natural order. */
  private static List<Frame> frames(TraceTask<?> task) {
    var level = task.level(4, OptionalInt.empty());
    return LongStream.range(0, 8)
        .boxed()
        .flatMap(i -> task.example(1, level, i).frames().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static void assertColumn(float[] values, int size, int column, FramePack alone, int t) {
    float[] own = alone.inputs();
    for (int row = 0; row < own.length / alone.size(); row++) {
      assertThat(values[row * size + column]).isEqualTo(own[row * alone.size() + t]);
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void aSharedColumnIsWhatItIsForEachOfItsFramesAlone(TraceTask<?> task) {
    var frames = frames(task);
    var shared = FramePack.sharing(task.vocabulary(), frames, BLOCK);
    float[] inputs = shared.inputs();
    float[] called = shared.called();
    float[] running = shared.running();
    float[] ends = shared.endSigns();
    shared.forEach(
        (column, f, t, last) -> {
          var alone = FramePack.of(task.vocabulary(), List.of(frames.get(f)));
          int size = shared.size();
          int steps = alone.size();
          assertColumn(inputs, size, column, alone, t);
          for (int row = 0; row < called.length / size; row++) {
            assertThat(called[row * size + column]).isEqualTo(alone.called()[row * steps + t]);
          }
          for (int row = 0; row < running.length / size; row++) {
            assertThat(running[row * size + column]).isEqualTo(alone.running()[row * steps + t]);
          }
          assertThat(ends[column]).isEqualTo(alone.endSigns()[t]).isEqualTo(last ? -1 : 1);
        });
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void indicesOfFramesAreSortedByTheirFrames(TraceTask<?> task) {
    var sorted = frames(task);
    var turned = new ArrayList<>(sorted);
    Collections.reverse(turned);
    var pack = FramePack.of(task.vocabulary(), turned);
    int[] some = IntStream.range(0, turned.size()).filter(i -> i % 3 != 1).toArray();
    var found = pack.frames(pack.inNaturalOrder(some));
    assertThat(found).isSorted().containsExactlyInAnyOrderElementsOf(pack.frames(some));
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void eachColumnFollowsTheOneOfTheStepBefore(TraceTask<?> task) {
    var frames = frames(task);
    var shared = FramePack.sharing(task.vocabulary(), frames, BLOCK);
    var plain = FramePack.of(task.vocabulary(), frames, BLOCK);
    assertThat(shared.columns()).allMatch(columns -> columns % BLOCK == 0);
    assertThat(FramePack.sharing(task.vocabulary(), frames, 1).size())
        .isLessThanOrEqualTo(FramePack.of(task.vocabulary(), frames).size());
    for (var pack : List.of(shared, plain)) {
      float[] parents = pack.parents();
      int[] before = new int[frames.size()];
      int[] firstOfStep = new int[pack.columns().size() + 1];
      for (int t = 0; t < pack.columns().size(); t++) {
        firstOfStep[t + 1] = firstOfStep[t] + pack.columns().get(t);
      }
      pack.forEach(
          (column, f, t, last) -> {
            if (t > 0) {
              assertThat(firstOfStep[t - 1] + (int) parents[column]).isEqualTo(before[f]);
            }
            before[f] = column;
          });
    }
  }

  @ParameterizedTest
  @MethodSource("tasks")
  void chunksHaveAboutAsManyColumnsAsAskedFor(TraceTask<?> task) {
    var frames = frames(task);
    int longest = frames.stream().mapToInt(frame -> frame.steps().size()).max().orElseThrow();
    var chunks = FramePack.sharingChunks(frames, 40);
    assertThat(chunks.stream().flatMap(List::stream)).isEqualTo(frames);
    for (var chunk : chunks.subList(0, chunks.size() - 1)) {
      assertThat(FramePack.sharing(task.vocabulary(), chunk, 1).size())
          .isBetween(40, 40 + longest - 1);
    }
  }
}

package org.seedbed.task;

import java.util.List;
import java.util.stream.LongStream;

/** Source that generates examples on the fly. */
public record GeneratedExamples<E>(Task<E> task, long dataSeed) implements ExampleSource<E> {
  @Override
  public List<E> examples(Level level, long first, int count) {
    return LongStream.range(first, first + count)
        .mapToObj(index -> task.example(dataSeed, level, index))
        .toList();
  }

  @Override
  public void close() {
    // Nothing to release.
  }
}

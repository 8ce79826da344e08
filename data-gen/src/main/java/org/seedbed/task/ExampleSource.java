package org.seedbed.task;

import java.util.List;

/**
 * Source of a training stream's examples, which are generated on the fly or read from a dataset.
 *
 * @param <E> type of the examples
 */
public interface ExampleSource<E> extends AutoCloseable {
  /** Returns examples {@code first} … {@code first + count − 1} of a level, in order. */
  List<E> examples(Level level, long first, int count);

  @Override
  void close();
}

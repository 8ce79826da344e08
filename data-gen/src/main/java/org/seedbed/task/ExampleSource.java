package org.seedbed.task;

import java.util.List;

/**
 * Where a training stream takes its examples from: generated in place, or read from a dataset.
 *
 * @param <E> type of the examples
 */
public interface ExampleSource<E> extends AutoCloseable {
  /** Examples {@code first} … {@code first + count − 1} of a level, in order. */
  List<E> examples(Level level, long first, int count);

  @Override
  void close();
}

package org.seedbed.task.memory;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Draws that take every path: each time that a value is made of them, they take the next path in
 * order, like the digits of a counter. How many draws there are, and their bounds, may depend on
 * earlier ones.
 *
 * @param <T> type of the values
 */
final class EveryDraw<T> implements MemoryLayout.Draws, Iterator<T> {
  private final Function<MemoryLayout.Draws, T> maker;
  private final List<Integer> path = new ArrayList<>();
  private final List<Integer> sizes = new ArrayList<>();
  private int taken;
  private boolean more = true;

  private EveryDraw(Function<MemoryLayout.Draws, T> maker) {
    this.maker = maker;
  }

  /** Returns the value of every path. Different paths may lead to equal values. */
  static <T> Stream<T> of(Function<MemoryLayout.Draws, T> maker) {
    int order = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new EveryDraw<>(maker), order), false);
  }

  @Override
  public int draw(int from, int to) {
    if (taken == path.size()) {
      path.add(0);
      sizes.add(to - from + 1);
    }
    return from + path.get(taken++);
  }

  @Override
  public boolean hasNext() {
    return more;
  }

  @Override
  public T next() {
    if (!more) {
      throw new NoSuchElementException("every path was taken");
    }
    taken = 0;
    T made = maker.apply(this);
    advance();
    return made;
  }

  private void advance() {
    int last = path.size() - 1;
    while (last >= 0 && path.get(last) + 1 == sizes.get(last)) {
      path.remove(last);
      sizes.remove(last);
      last--;
    }
    more = last >= 0;
    if (more) {
      path.set(last, path.get(last) + 1);
    }
  }
}

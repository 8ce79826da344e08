package org.seedbed.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.seedbed.engine.program.Arena;

/** The arenas of a compiled model whose step runs several programs, made as they are needed. */
public final class Arenas {
  private final List<Arena> arenas = new ArrayList<>();

  /** Returns arena {@code i}, from 0. */
  public Arena get(int i) {
    while (arenas.size() <= i) {
      arenas.add(new Arena());
    }
    return arenas.get(i);
  }

  /** Returns a supplier of all arenas in order, from the first. */
  public Supplier<Arena> inOrder() {
    var next = IntStream.iterate(0, i -> i + 1).iterator();
    return () -> get(next.nextInt());
  }
}

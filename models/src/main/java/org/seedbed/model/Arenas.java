package org.seedbed.model;

import java.util.ArrayList;
import java.util.List;
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
}

package org.seedbed.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Compiled programs by the shape that they were compiled for. The one used longest ago is dropped
 * first.
 *
 * @param <S> the shape
 * @param <P> the compiled program
 */
public final class ProgramCache<S, P> {
  private final int most;
  private final Function<S, P> compile;
  private final Map<S, P> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<S, P> eldest) {
          return size() > most;
        }
      };

  /**
   * @param most programs to keep
   * @param compile compiles a program for a shape
   */
  public ProgramCache(int most, Function<S, P> compile) {
    this.most = most;
    this.compile = compile;
  }

  /** Returns the program for a shape, compiled if it is not here. */
  public P get(S shape) {
    return programs.computeIfAbsent(shape, compile);
  }
}

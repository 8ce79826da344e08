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
  private static final int KEPT = 256;

  private final Function<S, P> compile;
  private final Map<S, P> programs =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<S, P> eldest) {
          return size() > KEPT;
        }
      };

  /**
   * @param compile compiles a program for a shape
   */
  public ProgramCache(Function<S, P> compile) {
    this.compile = compile;
  }

  /** Returns the program for a shape, compiled if it is not here. */
  public P get(S shape) {
    return programs.computeIfAbsent(shape, compile);
  }
}

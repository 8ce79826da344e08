package org.seedbed.dataparallel;

import java.io.Serializable;
import java.util.List;

/**
 * The examples that one worker trains on between two averagings.
 *
 * @param steps one per iteration, in order
 */
public record WorkerDraws(List<StepDraw> steps) implements Serializable {
  private static final long serialVersionUID = 1L;

  public WorkerDraws {
    steps = List.copyOf(steps);
  }
}

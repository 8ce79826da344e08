package org.seedbed.dataparallel;

import java.io.Serializable;
import java.util.List;

/**
 * The examples that one worker trains on in one iteration.
 *
 * @param step of the training stream, which determines examples, dropout and noise
 * @param rate factor of the learning rate, in (0, 1]
 * @param costBound bound of the weight of the model's cost; infinite for none
 * @param levels that the step draws from, in the order of the curriculum
 */
public record StepDraw(long step, float rate, float costBound, List<LevelDraw> levels)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public StepDraw {
    levels = List.copyOf(levels);
  }

  /**
   * Examples {@code first … first + count − 1} of a level.
   *
   * @param level index in the curriculum, from 0
   * @param share weight of these examples in the loss; the shares of a step sum to one
   * @param first index of the first example
   * @param count number of examples
   */
  public record LevelDraw(int level, double share, long first, int count) implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}

package org.seedbed.model;

import java.util.List;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;

/**
 * Which level each training step draws: any level 10 % of the time, one up to the present level 25
 * %, the present level or, ever more rarely, one above it 65 % (section 4.3 of the Neural RAM
 * paper). The present level rises with the step, so that the draw is the same for every seed: a
 * restart's result does not depend on its neighbours.
 *
 * @param levels in order of difficulty
 * @param stepsPerLevel steps after which the present level rises by one, 1 or more
 */
public record Curriculum(List<Level> levels, int stepsPerLevel) {
  private static final double ANY = 0.10;
  private static final double UP_TO_PRESENT = 0.25;

  public Curriculum {
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("a curriculum has no levels, must have 1 or more");
    }
    if (stepsPerLevel < 1) {
      throw new IllegalArgumentException(
          "stepsPerLevel is " + stepsPerLevel + ", must be 1 or more");
    }
  }

  /** The level that counts: the last. */
  public Level last() {
    return levels.get(levels.size() - 1);
  }

  /** The level of a step, a function of (data seed, step). */
  public Level draw(long dataSeed, long step) {
    var random = ExampleKey.of("curriculum").with(dataSeed).with(step).random();
    int top = levels.size() - 1;
    int present = (int) Math.min(top, step / stepsPerLevel);
    double kind = random.nextDouble();
    if (kind < ANY) {
      return levels.get(random.nextInt(levels.size()));
    }
    if (kind < ANY + UP_TO_PRESENT) {
      return levels.get(random.nextInt(present + 1));
    }
    int above = 0;
    while (present + above < top && random.nextBoolean()) {
      above++;
    }
    return levels.get(present + above);
  }
}

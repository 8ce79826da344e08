package org.seedbed.model.npi;

import org.seedbed.task.Bounds;

/**
 * Which distinct frames of a step's traces a seed trains on. The draw depends on the seed's present
 * losses of these frames and on the number of the step.
 *
 * @param rule how frames are drawn
 * @param share of the distinct frames that are drawn, above 0, to 1; for other rules than {@link
 *     Rule#ALL}
 * @param random share of the drawn frames that are taken whatever their loss, 0 … 1; for {@link
 *     Rule#HARDEST} and {@link Rule#HARDEST_OF_PROGRAM}
 * @param temperature of the softmax over the programs' losses, in units of the largest of them,
 *     above 0; for {@link Rule#PROGRAM} and {@link Rule#HARDEST_OF_PROGRAM}
 */
public record FrameDraw(Rule rule, double share, double random, double temperature) {
  /** All frames. */
  public static final FrameDraw ALL = new FrameDraw(Rule.ALL, 0.25, 0.25, 0.25);

  public FrameDraw {
    Bounds.check(share > 0 && share <= 1, "share", share, "above 0, to 1");
    Bounds.check(random >= 0 && random <= 1, "random", random, "0 … 1");
    Bounds.check(temperature > 0, "temperature", temperature, "above 0");
  }

  /** How frames are drawn. */
  public enum Rule {
    /** All of them. */
    ALL,
    /**
     * As many of each program as a softmax over the programs' mean losses says (Reed and de
     * Freitas, ICLR 2016, whose traces are drawn so); these are estimated from a few frames of
     * each. Frames of a program that make more or fewer calls count as another program's, so that
     * its base case is never left out.
     */
    PROGRAM,
    /** Those of highest loss, and some whatever their loss. */
    HARDEST,
    /**
     * As many of each program as by {@link #PROGRAM}, with the losses of all frames, and of each
     * program those of highest loss, and some whatever their loss.
     */
    HARDEST_OF_PROGRAM
  }
}

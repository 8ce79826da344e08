package org.seedbed.model.nram;

import java.util.List;
import org.seedbed.task.Bounds;

/**
 * Hyperparameters of the Neural RAM.
 *
 * @param registers R, 1 or more
 * @param hiddenSize hidden size of the controller, 1 or more
 * @param controller kind of controller
 * @param inputLayers dense layers with a ReLU before the controller's hidden layer or LSTM cell, of
 *     its hidden size, 0 to 4; 1 in the paper
 * @param modules the list of modules, in the order in which a time step runs them, with WRITE; a
 *     module may stand in it several times. The paper's is {@link Module#ALL}
 * @param repeats how often the list of modules is run in one time step, 1 or more
 * @param dropoutKeepProbability share of hidden units kept in training, in (0, 1]; 1 for no dropout
 * @param entropyReduction whether the bonus is given to the mean or to the sum of entropies
 * @param entropyBonus weight of the selectors' entropy, subtracted from the loss; 0 for none
 * @param entropyHalfLife steps in which that weight halves, above 0
 * @param entropyPenalty weight of the selectors' entropy that the loss tends to after penaltyFrom,
 *     half of the way in entropyHalfLife steps, 0 or more; it makes selectors certain, so that the
 *     discretized program does what the soft run does. 0 for none
 * @param penaltyFrom number of the step from which on the penalty rises, 0 or more
 * @param scored which run checks score; by these scores stages of a curriculum rise, too
 * @param probabilityFloor ε in log max(x, ε), above 0
 */
public record NramSettings(
    int registers,
    int hiddenSize,
    ControllerKind controller,
    int inputLayers,
    List<Module> modules,
    int repeats,
    double dropoutKeepProbability,
    EntropyReduction entropyReduction,
    double entropyBonus,
    double entropyHalfLife,
    double entropyPenalty,
    int penaltyFrom,
    Scored scored,
    double probabilityFloor) {
  public static final NramSettings DEFAULTS =
      new NramSettings(4, 64, ControllerKind.FEED_FORWARD, 0.8, 4.5, 100, 1e-6);

  private static final int MOST_MODULES = 64;

  public NramSettings {
    modules = List.copyOf(modules);
    Bounds.check("registers", registers, 1, 256);
    Bounds.check("hiddenSize", hiddenSize, 1, 8192);
    Bounds.check("inputLayers", inputLayers, 0, 4);
    checkModules(modules);
    Bounds.check("repeats", repeats, 1, 16);
    Bounds.check(
        dropoutKeepProbability > 0 && dropoutKeepProbability <= 1,
        "dropoutKeepProbability",
        dropoutKeepProbability,
        "in (0, 1]");
    Bounds.check(entropyBonus >= 0, "entropyBonus", entropyBonus, "0 or more");
    Bounds.check(entropyHalfLife > 0, "entropyHalfLife", entropyHalfLife, "above 0");
    Bounds.check(entropyPenalty >= 0, "entropyPenalty", entropyPenalty, "0 or more");
    Bounds.check(penaltyFrom >= 0, "penaltyFrom", penaltyFrom, "0 or more");
    Bounds.check(probabilityFloor > 0, "probabilityFloor", probabilityFloor, "above 0");
  }

  private static void checkModules(List<Module> modules) {
    if (!modules.contains(Module.WRITE) || modules.size() > MOST_MODULES) {
      throw new IllegalArgumentException(
          "modules is %s, must be a list of at most %d modules with WRITE among them"
              .formatted(modules, MOST_MODULES));
    }
  }

  /**
   * Settings with no input layer, the paper's list of modules run once in a time step, and a bonus
   * for the mean entropy.
   */
  public NramSettings(
      int registers,
      int hiddenSize,
      ControllerKind controller,
      double dropoutKeepProbability,
      double entropyBonus,
      double entropyHalfLife,
      double probabilityFloor) {
    this(
        registers,
        hiddenSize,
        controller,
        0,
        Module.ALL,
        1,
        dropoutKeepProbability,
        EntropyReduction.MEAN,
        entropyBonus,
        entropyHalfLife,
        0,
        0,
        Scored.SOFT,
        probabilityFloor);
  }

  /** The same with terms of training, which change no shape, of their own. */
  NramSettings withTermsOf(NramSettings other) {
    return new NramSettings(
        registers,
        hiddenSize,
        controller,
        inputLayers,
        modules,
        repeats,
        other.dropoutKeepProbability,
        other.entropyReduction,
        other.entropyBonus,
        other.entropyHalfLife,
        other.entropyPenalty,
        other.penaltyFrom,
        scored,
        probabilityFloor);
  }

  /** The same without dropout, bonus and penalty. */
  NramSettings withoutTerms() {
    return withTermsOf(new NramSettings(1, 1, controller, 1, 0, 1, 1));
  }

  /** The same with other numbers of input layers, and of runs of the list of modules. */
  public NramSettings withLayers(int layers, int runs) {
    return with(layers, modules, runs);
  }

  /** The same with another list of modules. */
  public NramSettings withModules(List<Module> other) {
    return with(inputLayers, other, repeats);
  }

  private NramSettings with(int layers, List<Module> list, int runs) {
    return new NramSettings(
        registers,
        hiddenSize,
        controller,
        layers,
        list,
        runs,
        dropoutKeepProbability,
        entropyReduction,
        entropyBonus,
        entropyHalfLife,
        entropyPenalty,
        penaltyFrom,
        scored,
        probabilityFloor);
  }

  /** The same with a penalty on the selectors' entropy, and another run that checks score. */
  public NramSettings sharpened(double penalty, int from, Scored by) {
    return new NramSettings(
        registers,
        hiddenSize,
        controller,
        inputLayers,
        modules,
        repeats,
        dropoutKeepProbability,
        entropyReduction,
        entropyBonus,
        entropyHalfLife,
        penalty,
        from,
        by,
        probabilityFloor);
  }

  /** Whether the loss has the selectors' entropy at some step. */
  boolean hasEntropy() {
    return entropyBonus > 0 || entropyPenalty > 0;
  }

  /**
   * Returns the weight by which each distribution's entropy is subtracted from the loss at a
   * training step; below 0 where the penalty outweighs the bonus.
   *
   * @param distributions number of distributions that an example's run has
   */
  double entropyWeightAt(long step, int distributions) {
    double weight =
        entropyBonus * Math.pow(0.5, step / entropyHalfLife)
            - entropyPenalty
                * (1 - Math.pow(0.5, Math.max(0, step - penaltyFrom) / entropyHalfLife));
    return switch (entropyReduction) {
      case MEAN -> weight / distributions;
      case SUM -> weight;
    };
  }

  /** What the entropy bonus and the penalty are given to. */
  public enum EntropyReduction {
    /** The mean entropy of all distributions that the controller emits. */
    MEAN,
    /** The sum of their entropies, as in the paper. */
    SUM
  }

  /** What checks score, and so what it takes to solve the task. */
  public enum Scored {
    /** The run that is trained, whose selectors are distributions. */
    SOFT,
    /** The discretized program, which takes the most probable choice of each selector. */
    PROGRAM
  }

  /** Network that maps the registers to selectors. */
  public enum ControllerKind {
    FEED_FORWARD,
    LSTM
  }
}

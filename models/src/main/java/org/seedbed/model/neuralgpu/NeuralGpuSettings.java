package org.seedbed.model.neuralgpu;

import java.util.List;
import java.util.OptionalInt;
import org.seedbed.model.Saturation;
import org.seedbed.model.population.Initializer;
import org.seedbed.task.Bounds;
import org.seedbed.task.sequence.Alphabet;
import org.seedbed.task.sequence.SequenceExample;

/**
 * Hyperparameters of a Neural GPU. {@link #ORIGINAL} and {@link #DIAGONAL} are the two published
 * models; each training technique works with either.
 *
 * @param maps m: width of a cell, a multiple of 3 if gates shift
 * @param rows w: cells at each position; with 1 the kernel is 3, else 3×3
 * @param layers number of gated units that a time step applies in turn, 1 or more
 * @param hard whether nonlinearities are piecewise linear
 * @param shiftGates whether a third of the maps is carried over from the left, a third from the
 *     right
 * @param dropout what is dropped out in training
 * @param dropoutKeepProbability probability p of keeping a value, in (0, 1]; 1 for no dropout. For
 *     the state, 1 − p falls with the length n as 8 / n
 * @param saturationCost weight of the cost of saturated nonlinearities; 0 for none
 * @param saturationFades whether that weight is at most learning rate × loss ÷ cost, means of the
 *     last window of training steps, so that the cost fades with the loss; needs one row and hard
 *     nonlinearities
 * @param saturationLimit absolute value of a pre-activation above which it counts as saturated,
 *     above 0
 * @param padding how padding is treated
 * @param initial distribution of initial parameters
 * @param relaxation sets of parameters that the time steps use in turn
 * @param extrapolation devices for more time steps than in training
 */
public record NeuralGpuSettings(
    int maps,
    int rows,
    int layers,
    boolean hard,
    boolean shiftGates,
    Dropout dropout,
    double dropoutKeepProbability,
    double saturationCost,
    boolean saturationFades,
    double saturationLimit,
    Padding padding,
    Initial initial,
    Relaxation relaxation,
    Extrapolation extrapolation) {
  /** Kaiser and Sutskever, ICLR 2016. */
  public static final NeuralGpuSettings ORIGINAL =
      new NeuralGpuSettings(
          24,
          4,
          2,
          false,
          false,
          Dropout.STATE,
          0.85,
          0,
          false,
          0.9,
          Padding.ALIVE,
          Initial.SCALED,
          new Relaxation(6, 0.0005, 1.2, 500),
          Extrapolation.NONE);

  /**
   * Freivalds and Liepins, 2017, with recall and padding that lives, except for two values chosen
   * in trials on binary addition: 24 maps instead of 48, and a dropout keep probability of 0.9
   * instead of 0.5.
   */
  public static final NeuralGpuSettings DIAGONAL =
      new NeuralGpuSettings(
          24,
          1,
          1,
          true,
          true,
          Dropout.CANDIDATE_AND_INPUT,
          0.9,
          1e-3,
          true,
          0.9,
          Padding.ALIVE,
          Initial.GLOROT,
          Relaxation.NONE,
          new Extrapolation(true, 0));

  /** Products with a smaller weight of the cost could be subnormal numbers, which are slow. */
  private static final double NEGLIGIBLE = 1e-15;

  /** What dropout acts on. */
  public enum Dropout {
    /** The state, before each time step. */
    STATE,
    /** The candidate that a gate lets in. */
    CANDIDATE,
    /** That candidate, and the embedded input (the code of the diagonal paper). */
    CANDIDATE_AND_INPUT;

    /** Whether it acts on candidates. */
    boolean ofCandidates() {
      return this != STATE;
    }

    /** Whether it also acts on the embedded input. */
    boolean ofInput() {
      return this == CANDIDATE_AND_INPUT;
    }
  }

  /** Distribution of initial parameters. */
  public enum Initial {
    /** Uniform by fan in and fan out, for all kernels and the embedding. */
    GLOROT,
    /**
     * Kernels uniform within ±1.8·√(3 / fan in), embeddings within ±1.7 but zero for padding (the
     * code of the original paper).
     */
    SCALED;

    private static final double SCALE = 1.8;
    private static final double EMBEDDING = 1.7;

    Initializer embedding(int maps, int symbols) {
      return this == GLOROT
          ? Initializer.glorot(symbols, maps)
          : new Initializer.WithColumn(symbols, 0, 0, new Initializer.Uniform(EMBEDDING));
    }

    Initializer kernel(int fanIn, int fanOut) {
      return this == GLOROT
          ? Initializer.glorot(fanIn, fanOut)
          : new Initializer.Uniform(SCALE * Math.sqrt(3.0 / fanIn));
    }
  }

  /**
   * How padding is treated.
   *
   * @param zeroed whether cells are zero after every time step whose given symbol is padding and
   *     that expect none (the code of the diagonal paper)
   * @param expected whether the loss asks for padding at positions that expect no symbol
   */
  public record Padding(boolean zeroed, boolean expected) {
    /** Cells of padding compute like others; nothing is asked of positions without a symbol. */
    public static final Padding ALIVE = new Padding(false, false);

    /** Whether a cell lives. */
    boolean lives(SequenceExample example, int position) {
      return !zeroed
          || example.input(position) != Alphabet.PADDING
          || example.expected(position) > Alphabet.PADDING;
    }

    /** Returns the symbol that the loss asks for at a position; empty for none. */
    OptionalInt asked(SequenceExample example, int position) {
      int symbol = example.expected(position);
      if (symbol != SequenceExample.NOT_ASKED) {
        return OptionalInt.of(symbol);
      }
      return expected ? OptionalInt.of(Alphabet.PADDING) : OptionalInt.empty();
    }

    /** Returns the number of positions at which the loss asks for a symbol. */
    int asked(SequenceExample example) {
      return expected ? example.length() : example.asked();
    }
  }

  /**
   * Several sets of parameters that time steps use in turn, pulled together more and more during
   * training (parameter sharing relaxation, section 3 of the original paper).
   *
   * @param sets 1 or more; 1 for none
   * @param pull weight at step 0 of the squared distance of each set from their mean
   * @param pullGrowth factor by which the weight grows, 1 or more
   * @param pullEvery steps between increases of the weight, 1 or more
   */
  public record Relaxation(int sets, double pull, double pullGrowth, int pullEvery) {
    public static final Relaxation NONE = new Relaxation(1, 0, 1, 1);

    public Relaxation {
      Bounds.check("relaxation.sets", sets, 1, 64);
      Bounds.check(pull >= 0, "relaxation.pull", pull, "0 or more");
      Bounds.check(pullGrowth >= 1, "relaxation.pullGrowth", pullGrowth, "1 or more");
      Bounds.check("relaxation.pullEvery", pullEvery, 1, Integer.MAX_VALUE);
    }

    /** The weight of the pull at a step. */
    double pullAt(long step) {
      return sets == 1 ? 0 : pull * Math.pow(pullGrowth, Math.floorDiv(step, (long) pullEvery));
    }
  }

  /**
   * Devices that keep an answer right when more time steps follow (Bansal et al., 2022, section 3).
   *
   * @param recall whether each time step sees the given symbols: every convolution of the state
   *     adds one of the symbols
   * @param progressiveShare share of training sequences, in [0, 1], whose first time steps get no
   *     gradient and whose last are left out: of n time steps, a uniform number 0 … n − 1 comes
   *     before those that are trained, and a uniform number of at least one of the others is
   *     trained. Their expected loss is the paper's progressive loss, and the share its α
   */
  public record Extrapolation(boolean recall, double progressiveShare) {
    public static final Extrapolation NONE = new Extrapolation(false, 0);

    public Extrapolation {
      Bounds.check(
          progressiveShare >= 0 && progressiveShare <= 1,
          "extrapolation.progressiveShare",
          progressiveShare,
          "0 to 1");
    }
  }

  public NeuralGpuSettings {
    Bounds.check("maps", maps, 1, 4095);
    Bounds.check(!shiftGates || maps % 3 == 0, "maps", maps, "a multiple of 3, since gates shift");
    Bounds.check("rows", rows, 1, 256);
    Bounds.check("layers", layers, 1, 64);
    Bounds.check(
        dropoutKeepProbability > 0 && dropoutKeepProbability <= 1,
        "dropoutKeepProbability",
        dropoutKeepProbability,
        "in (0, 1]");
    Bounds.check(saturationCost >= 0, "saturationCost", saturationCost, "0 or more");
    Bounds.check(saturationLimit > 0, "saturationLimit", saturationLimit, "above 0");
    if (saturationFades && !(rows == 1 && hard && saturationLimit < 1)) {
      throw new IllegalArgumentException(
          "saturationFades needs rows of 1, hard nonlinearities and a saturationLimit below 1."
              + " Set it to false.");
    }
    if (!extrapolation.equals(Extrapolation.NONE) && !(rows == 1 && hard)) {
      throw new IllegalArgumentException(
          "extrapolation needs rows of 1 and hard nonlinearities. Set extrapolation.recall to false"
              + " and extrapolation.progressiveShare to 0.");
    }
  }

  /**
   * Returns the weight of the cost of saturation.
   *
   * @param bound that past losses give it, if it fades
   */
  double costWeight(float bound) {
    double weight = saturationFades ? Math.min(saturationCost, bound) : saturationCost;
    return weight < NEGLIGIBLE ? 0 : weight;
  }

  /**
   * Returns how saturated a seed is on examples.
   *
   * @param saturatedGates number of gates whose input is beyond the limit
   * @param bound see {@link #costWeight}
   * @param cost unweighted
   * @param loss without the cost
   */
  Saturation saturation(
      List<SequenceExample> examples, long saturatedGates, float bound, double cost, double loss) {
    // Two gates of each cell's map and layer, at as many time steps as there are positions.
    long gates =
        examples.stream()
            .mapToLong(example -> 2L * maps * rows * layers * example.length() * example.length())
            .sum();
    return Saturation.of((double) saturatedGates / gates, costWeight(bound), cost, loss);
  }

  /** The same with other terms of training, which change no shape. */
  NeuralGpuSettings withTerms(
      double keepProbability,
      double cost,
      boolean fades,
      Relaxation otherRelaxation,
      double progressiveShare) {
    return with(
        maps,
        keepProbability,
        cost,
        fades,
        otherRelaxation,
        new Extrapolation(extrapolation.recall(), progressiveShare));
  }

  /** The same without recall, and with a cost of saturation that does not fade. */
  public NeuralGpuSettings withoutRecall(double constantCost) {
    return with(
        maps,
        dropoutKeepProbability,
        constantCost,
        false,
        relaxation,
        new Extrapolation(false, extrapolation.progressiveShare()));
  }

  /** The same without dropout. */
  public NeuralGpuSettings withoutDropout() {
    return withTerms(
        1, saturationCost, saturationFades, relaxation, extrapolation.progressiveShare());
  }

  /** The same with another width of a cell. */
  public NeuralGpuSettings withMaps(int other) {
    return with(
        other, dropoutKeepProbability, saturationCost, saturationFades, relaxation, extrapolation);
  }

  private NeuralGpuSettings with(
      int otherMaps,
      double keepProbability,
      double cost,
      boolean fades,
      Relaxation otherRelaxation,
      Extrapolation otherExtrapolation) {
    return new NeuralGpuSettings(
        otherMaps,
        rows,
        layers,
        hard,
        shiftGates,
        dropout,
        keepProbability,
        cost,
        fades,
        saturationLimit,
        padding,
        initial,
        otherRelaxation,
        otherExtrapolation);
  }
}

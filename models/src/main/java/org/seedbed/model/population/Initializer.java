package org.seedbed.model.population;

/** Distribution of a parameter's initial values. */
public sealed interface Initializer {
  /** Returns the value for a number drawn uniformly from [0, 1). */
  double value(double uniform);

  /**
   * Returns the value at an index of the parameter, in row-major order, for a number drawn
   * uniformly from [0, 1).
   */
  default double value(double uniform, int index) {
    return value(uniform);
  }

  /** Uniform in [−bound, bound). */
  record Uniform(double bound) implements Initializer {
    @Override
    public double value(double uniform) {
      return (2 * uniform - 1) * bound;
    }
  }

  /** Always the same. */
  record Constant(double constant) implements Initializer {
    @Override
    public double value(double uniform) {
      return constant;
    }
  }

  /**
   * A matrix of which one column is constant, such as the biases.
   *
   * @param columns of the matrix
   * @param column index of the constant one
   * @param constant its value
   * @param others distribution of the other columns
   */
  record WithColumn(int columns, int column, double constant, Initializer others)
      implements Initializer {
    @Override
    public double value(double uniform) {
      return others.value(uniform);
    }

    @Override
    public double value(double uniform, int index) {
      return index % columns == column ? constant : others.value(uniform);
    }
  }

  /**
   * The logarithm of an exponential draw, times a scale. The softmax of n such values of scale 1 is
   * a draw from the Dirichlet distribution (1, …, 1).
   *
   * @param scale 0 or more
   */
  record LogExponential(double scale) implements Initializer {
    private static final double LEAST = 0x1p-53;

    @Override
    public double value(double uniform) {
      return scale * Math.log(-Math.log(1 - Math.max(uniform, LEAST)));
    }
  }

  /**
   * Gates of an LSTM in the order input, forget, output, candidate, with biases in the last column:
   * those of the forget gates begin at a value of their own (Jozefowicz et al., ICML 2015).
   *
   * @param hiddenSize H
   * @param columns of the matrix {@code [4·H, columns]}
   * @param bias initial bias of the forget gates
   * @param others distribution of all else
   */
  record WithForgetBias(int hiddenSize, int columns, double bias, Initializer others)
      implements Initializer {
    @Override
    public double value(double uniform) {
      return others.value(uniform);
    }

    @Override
    public double value(double uniform, int index) {
      boolean isBias = index % columns == columns - 1;
      return isBias && index / columns / hiddenSize == 1 ? bias : others.value(uniform);
    }
  }

  /** Uniform with variance 2 / (fan in + fan out) (Glorot and Bengio, AISTATS 2010, eq. 16). */
  static Initializer glorot(int fanIn, int fanOut) {
    return new Uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
  }
}

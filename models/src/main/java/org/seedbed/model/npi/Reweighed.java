package org.seedbed.model.npi;

import java.util.stream.IntStream;

/**
 * The weights that a seed trains with if they depend on its own losses.
 *
 * @param columns weight of each column of the pack, {@code [Σ]}
 * @param loss the seed's loss with the weights as they were
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record Reweighed(float[] columns, double loss) {
  /**
   * Keeps the weights of the drawn frames alone.
   *
   * @param weights of a step of each frame
   * @param losses of each column's step, {@code [Σ]}
   */
  static Reweighed byDraw(FrameChoice choice, FramePack pack, double[] weights, float[] losses) {
    var drawn = choice.draw(weights, pack.meansOfFrames(losses));
    double[] changed = new double[weights.length];
    for (int i = 0; i < drawn.frames().length; i++) {
      changed[drawn.frames()[i]] = drawn.weights()[i];
    }
    return new Reweighed(pack.columnsOf(changed), drawn.loss());
  }

  /**
   * Gives a share of each weight by the loss of its step.
   *
   * @param share 0 … 1
   * @param weights of each column, {@code [Σ]}
   * @param losses as for {@link #byDraw}
   */
  static Reweighed byLoss(double share, float[] weights, float[] losses) {
    double all =
        IntStream.range(0, weights.length).mapToDouble(i -> (double) weights[i] * losses[i]).sum();
    float[] changed = weights.clone();
    if (all > 0) {
      for (int i = 0; i < changed.length; i++) {
        changed[i] = (float) (weights[i] * (1 - share + share * losses[i] / all));
      }
    }
    return new Reweighed(changed, all);
  }
}

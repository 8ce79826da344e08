package org.seedbed.model.neuralgpu;

import static org.seedbed.model.population.Tensors.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.Optional;
import org.seedbed.model.population.Tensors;

/**
 * Nonlinearities of gates and candidates, with their backward passes. Both functions are
 * increasing, so a backward pass needs only the output, not the input.
 *
 * <table>
 * <tr><td></td><td>gate</td><td>candidate</td></tr>
 * <tr><td>soft</td><td>clip(1.2·sigmoid(x) − 0.1, 0, 1)</td><td>tanh x</td></tr>
 * <tr><td>hard</td><td>clip(x/2 + 1/2, 0, 1)</td><td>clip(x, −1, 1)</td></tr>
 * </table>
 *
 * The weights of a hard gate already include the x/2 + 1/2. An instance serves one tape.
 */
final class Nonlinearity {
  private static final double STEEPNESS = 1.2;
  private static final double LOWERED = 0.1;

  /** Factor that scales any difference between two numbers near one to more than one. */
  private static final double HUGE = 1e30;

  private final boolean hard;
  private final NDArray half;
  private final NDArray one;
  private final NDArray steepness;
  private final NDArray lowered;
  private final NDArray huge;
  private final double limit;
  private final NDArray two;
  private final double candidateLimit;
  private final double gateLimit;

  /**
   * @param limit absolute value of an input above which it is saturated, below 1 if {@code hard}
   */
  Nonlinearity(boolean hard, double limit, NDManager manager, DataType type) {
    this.hard = hard;
    this.half = Tensors.scalar(manager, 0.5, type);
    this.one = Tensors.scalar(manager, 1, type);
    this.steepness = Tensors.scalar(manager, STEEPNESS, type);
    this.lowered = Tensors.scalar(manager, LOWERED, type);
    this.huge = Tensors.scalar(manager, HUGE, type);
    this.limit = limit;
    this.two = Tensors.scalar(manager, 2, type);
    this.candidateLimit = hard ? limit : Math.tanh(limit);
    this.gateLimit = hard ? limit / 2 : STEEPNESS / (1 + Math.exp(-limit)) - LOWERED - 0.5;
  }

  NDArray gate(NDArray x) {
    if (hard) {
      return clip(x, 0, 1);
    }
    try (NDArray gate = Activation.sigmoid(x)) {
      return clip(gate.muli(steepness).subi(lowered), 0, 1);
    }
  }

  NDArray candidate(NDArray x) {
    return hard ? clip(x, -1, 1) : x.tanh();
  }

  /**
   * Returns the gradient of a gate's input.
   *
   * @param gate output of the gate
   * @param gradient gradient of the output; closed
   * @param saturationWeights cost of a saturated input per column, {@code [K, 1, 1, L]}; empty for
   *     none
   */
  NDArray backThroughGate(NDArray gate, NDArray gradient, Optional<NDArray> saturationWeights) {
    try (gradient;
        NDArray centred = gate.sub(half)) {
      NDArray back = inside(centred, half).muli(gradient);
      if (!hard) {
        // 1.2·σ·(1 − σ) with σ = (gate + 0.1) / 1.2
        try (NDArray raised = gate.add(lowered);
            NDArray rest = minus(steepness, raised)) {
          back.muli(raised.muli(rest).divi(steepness));
        }
      }
      // A hard gate's weights are halved, so its saturation cost has twice the slope.
      double scale = hard ? 2 : 1;
      saturationWeights.ifPresent(weights -> addCost(back, centred, gateLimit, scale, weights));
      return back;
    }
  }

  /** Returns the gradient of a candidate's input; see {@link #backThroughGate}. */
  NDArray backThroughCandidate(
      NDArray candidate, NDArray gradient, Optional<NDArray> saturationWeights) {
    try (gradient) {
      NDArray slope;
      if (hard) {
        slope = inside(candidate, one);
      } else {
        try (NDArray square = candidate.mul(candidate)) {
          slope = minus(one, square);
        }
      }
      NDArray back = slope.muli(gradient);
      saturationWeights.ifPresent(weights -> addCost(back, candidate, candidateLimit, 1, weights));
      return back;
    }
  }

  /** Returns max(0, |x| − limit) of a gate's input, whose halving the weights may include. */
  NDArray beyondLimitOfGate(NDArray x) {
    if (!hard) {
      return beyondLimit(x, limit);
    }
    try (NDArray centred = x.sub(half)) {
      return beyondLimit(centred, limit / 2).muli(two);
    }
  }

  /** Returns max(0, |x| − limit) of a candidate's input. */
  NDArray beyondLimitOfCandidate(NDArray x) {
    return beyondLimit(x, limit);
  }

  /** Returns one where a value, 0 or more, is above zero, else zero. */
  NDArray isAboveZero(NDArray x) {
    try (NDArray large = x.mul(huge)) {
      return clip(large, 0, 1);
    }
  }

  private static NDArray beyondLimit(NDArray x, double limit) {
    try (NDArray within = clip(x, -limit, limit);
        NDArray beyond = x.sub(within)) {
      return beyond.abs();
    }
  }

  /**
   * Returns one where {@code |x| < bound}, else zero. Comparisons would work too, but are several
   * times slower.
   */
  private NDArray inside(NDArray x, NDArray bound) {
    try (NDArray size = x.abs();
        NDArray room = minus(bound, size)) {
      return clip(room.muli(huge), 0, 1);
    }
  }

  /** Adds the weighted sign, times {@code scale}, of values beyond the limit. */
  private void addCost(NDArray back, NDArray x, double limit, double scale, NDArray weights) {
    try (NDArray within = clip(x, -limit, limit);
        NDArray above = x.sub(within);
        NDArray sign = clip(above.muli(huge), -scale, scale)) {
      back.addi(sign.muli(weights));
    }
  }

  private static NDArray minus(NDArray number, NDArray x) {
    NDArray difference = number.sub(x);
    difference.attach(x.getManager());
    return difference;
  }
}

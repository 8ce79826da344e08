package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Collections;
import java.util.List;
import org.seedbed.engine.Optimizer.Conditioning;

/**
 * Adam, AdaMax or RMSProp for K seeds at once, on {@code [K, P]}. If a seed's loss or gradient is
 * not finite, its parameters are frozen and the step is recorded. Other seeds are not affected.
 */
public final class PopulationAdam {
  private final AdamSettings settings;
  private final long dataSeed;

  /**
   * @param dataSeed data seed of the training stream; gradient noise is a function of it and the
   *     step
   */
  public PopulationAdam(AdamSettings settings, long dataSeed) {
    this.settings = settings;
    this.dataSeed = dataSeed;
  }

  /**
   * Takes one step.
   *
   * @param gradient gradient of the losses, {@code [K, P]}; overwritten
   * @param losses losses of this step, {@code [K]}
   */
  public void step(Population population, NDArray gradient, NDArray losses) {
    step(population, gradient, losses, Collections.nCopies(population.width(), settings));
  }

  /**
   * Takes one step in which each seed has its own settings, with one rule.
   *
   * @param gradient gradient of the losses, {@code [K, P]}; overwritten
   * @param losses losses of this step, {@code [K]}
   * @param own one per seed
   */
  public void step(
      Population population, NDArray gradient, NDArray losses, List<AdamSettings> own) {
    var bySeed = new SettingsBySeed(own);
    NDArray rows = population.rows();
    try (var scope = GradientTape.off(population.manager())) {
      NDManager manager = scope.manager();
      gradient.attach(manager);
      DataType type = rows.getDataType();

      NDArray norm = new GradientConditioning(own, dataSeed).apply(population, gradient); // [K, 1]
      NDArray alive = alive(population, losses.reshape(-1, 1), norm); // [K, 1]
      NDArray zero = Tensors.scalar(manager, 0, type);
      NDArray clean = JniUtils.where((PtNDArray) alive, (PtNDArray) gradient, (PtNDArray) zero);
      clean.attach(manager);

      NDArray update = update(bySeed, population, clean);
      NDArray kept = JniUtils.where((PtNDArray) alive, (PtNDArray) update, (PtNDArray) zero);
      kept.attach(manager);
      rows.subi(kept);

      NDArray now = manager.create(new long[] {population.step()}, new Shape(1, 1));
      NDArray first = undiverged(population, manager).logicalAnd(alive.logicalNot());
      NDArray divergedAt =
          JniUtils.where((PtNDArray) first, (PtNDArray) now, (PtNDArray) population.divergedAt());
      population.finishStep(divergedAt);
    }
  }

  private static NDArray alive(Population population, NDArray losses, NDArray norm) {
    NDManager manager = norm.getManager();
    NDArray infinity = Tensors.scalar(manager, Double.POSITIVE_INFINITY, norm.getDataType());
    // NaN compares as false, so "below infinity" is "finite" for a norm and an absolute value.
    NDArray finiteLoss = losses.abs().lt(infinity);
    finiteLoss.attach(manager);
    return undiverged(population, manager).logicalAnd(norm.lt(infinity)).logicalAnd(finiteLoss);
  }

  /**
   * Whether each seed had not diverged before this step, {@code [K, 1]}, owned by {@code manager}.
   */
  private static NDArray undiverged(Population population, NDManager manager) {
    NDArray zero = manager.full(new Shape(), 0, DataType.INT64);
    NDArray undiverged = population.divergedAt().lt(zero);
    undiverged.attach(manager);
    return undiverged;
  }

  /** Moments and bias-corrected update, equations in the order of the paper's algorithms. */
  private static NDArray update(SettingsBySeed own, Population population, NDArray conditioned) {
    NDArray gradient = clippedByCoordinate(own, population, conditioned);
    NDArray first = population.firstMoments();
    first.muli(own.values(gradient, AdamSettings::beta1));
    NDArray update =
        switch (own.rule()) {
          case ADAM -> mean(own, first, gradient).div(root(own, population, gradient));
          case ADAMAX -> mean(own, first, gradient).div(maximum(own, population, gradient));
          case RMSPROP -> first.addi(gradient.div(root(own, population, gradient))).duplicate();
        };
    update.attach(gradient.getManager());
    return update.muli(
        own.column(gradient, k -> own.of(k).learningRate() * population.schedules().get(k).rate()));
  }

  /** Adds (1 − β1)·g to the first moments that have decayed. */
  private static NDArray mean(SettingsBySeed own, NDArray decayed, NDArray gradient) {
    return decayed.addi(gradient.mul(own.values(gradient, adam -> 1 - adam.beta1())));
  }

  /** Each coordinate within ±(c·v + 10⁻⁴); without bound where c is 0. */
  private static NDArray clippedByCoordinate(
      SettingsBySeed own, Population population, NDArray gradient) {
    if (!own.clipsCoordinates()) {
      return gradient;
    }
    NDArray bound =
        population.secondMoments().mul(own.values(gradient, AdamSettings::coordinateClip));
    bound.attach(gradient.getManager());
    bound.addi(
        own.values(
            gradient,
            adam ->
                adam.coordinateClip() == 0 ? Float.POSITIVE_INFINITY : Conditioning.LEAST_BOUND));
    return gradient.minimum(bound).maximum(bound.neg());
  }

  /** (√v̂ + ε)·c1, where m̂ = m / c1. */
  private static NDArray root(SettingsBySeed own, Population population, NDArray gradient) {
    long step = population.step();
    NDArray second = population.secondMoments();
    second.muli(own.values(gradient, adam -> adam.beta2At(step)));
    NDArray square = gradient.mul(gradient);
    square.muli(own.values(gradient, adam -> 1 - adam.beta2At(step)));
    second.addi(square);
    NDArray root = second.sqrt();
    root.attach(gradient.getManager());
    root.muli(
        own.values(
            gradient, adam -> adam.correction1At(step) / Math.sqrt(adam.correction2At(step))));
    return root.addi(own.values(gradient, adam -> adam.epsilon() * adam.correction1At(step)));
  }

  /** (u + ε)·c1, where u = max(β2·u, |g|). */
  private static NDArray maximum(SettingsBySeed own, Population population, NDArray gradient) {
    long step = population.step();
    NDArray norms = population.secondMoments();
    norms.muli(own.values(gradient, adam -> adam.beta2At(step)));
    NDArray size = gradient.abs();
    NDArray larger = norms.maximum(size);
    larger.attach(gradient.getManager());
    norms.muli(Tensors.scalar(gradient.getManager(), 0, gradient.getDataType()));
    norms.addi(larger);
    larger.addi(own.values(gradient, AdamSettings::epsilon));
    return larger.muli(own.values(gradient, adam -> adam.correction1At(step)));
  }
}

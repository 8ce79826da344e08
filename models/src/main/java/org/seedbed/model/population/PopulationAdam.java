package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/**
 * Adam or AdaMax for K seeds at once, on {@code [K, P]}. If a seed's loss or gradient is not
 * finite, its parameters are frozen and the step is recorded. Other seeds are not affected.
 */
public final class PopulationAdam {
  private final AdamSettings settings;
  private final GradientConditioning conditioning;

  /**
   * @param dataSeed data seed of the training stream; gradient noise is a function of it and the
   *     step
   */
  public PopulationAdam(AdamSettings settings, long dataSeed) {
    this.settings = settings;
    this.conditioning = new GradientConditioning(settings, dataSeed);
  }

  /**
   * Takes one step.
   *
   * @param gradient gradient of the losses, {@code [K, P]}; overwritten
   * @param losses losses of this step, {@code [K]}
   */
  public void step(Population population, NDArray gradient, NDArray losses) {
    NDArray rows = population.rows();
    try (var scope = GradientTape.off(population.manager())) {
      NDManager manager = scope.manager();
      gradient.attach(manager);
      DataType type = rows.getDataType();

      NDArray norm = conditioning.apply(population, gradient); // [K, 1]
      NDArray alive = alive(population, losses.reshape(-1, 1), norm); // [K, 1]
      NDArray zero = Tensors.scalar(manager, 0, type);
      NDArray clean = JniUtils.where((PtNDArray) alive, (PtNDArray) gradient, (PtNDArray) zero);
      clean.attach(manager);

      NDArray update = update(manager, population, clean, type);
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
  private NDArray update(
      NDManager manager, Population population, NDArray gradient, DataType type) {
    double t = population.step() + 1.0;
    double correction1 = 1 - Math.pow(settings.beta1(), t);
    NDArray first = population.firstMoments();
    first.muli(Tensors.scalar(manager, settings.beta1(), type));
    first.addi(gradient.mul(Tensors.scalar(manager, 1 - settings.beta1(), type)));
    NDArray divisor =
        switch (settings.rule()) {
          case ADAM -> root(manager, population, gradient, t, correction1);
          case ADAMAX -> maximum(manager, population, gradient, correction1);
        };
    NDArray update = first.div(divisor);
    update.attach(manager);
    return update.muli(
        Tensors.column(
            manager,
            population.schedules(),
            type,
            schedule -> settings.learningRate() * schedule.rate()));
  }

  /** (√v̂ + ε)·c1, where m̂ = m / c1. */
  private NDArray root(
      NDManager manager, Population population, NDArray gradient, double t, double correction1) {
    DataType type = gradient.getDataType();
    double beta2 = settings.beta2At(population.step());
    // β2 may change between steps; the bias correction uses the current value.
    double correction2 = 1 - Math.pow(beta2, t);
    NDArray second = population.secondMoments();
    second.muli(Tensors.scalar(manager, beta2, type));
    NDArray square = gradient.mul(gradient);
    square.muli(Tensors.scalar(manager, 1 - beta2, type));
    second.addi(square);
    NDArray root = second.sqrt();
    root.attach(manager);
    root.muli(Tensors.scalar(manager, correction1 / Math.sqrt(correction2), type));
    return root.addi(Tensors.scalar(manager, settings.epsilon() * correction1, type));
  }

  /** (u + ε)·c1, where u = max(β2·u, |g|). */
  private NDArray maximum(
      NDManager manager, Population population, NDArray gradient, double correction1) {
    DataType type = gradient.getDataType();
    NDArray norms = population.secondMoments();
    norms.muli(Tensors.scalar(manager, settings.beta2At(population.step()), type));
    NDArray size = gradient.abs();
    NDArray larger = norms.maximum(size);
    larger.attach(manager);
    norms.muli(Tensors.scalar(manager, 0, type));
    norms.addi(larger);
    larger.addi(Tensors.scalar(manager, settings.epsilon(), type));
    return larger.muli(Tensors.scalar(manager, correction1, type));
  }
}

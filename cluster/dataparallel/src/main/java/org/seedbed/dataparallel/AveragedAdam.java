package org.seedbed.dataparallel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.linalg.schedule.ISchedule;
import org.seedbed.engine.Optimizer.Conditioning;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.AdamSettings.Rule;

/**
 * Adam or AdaMax as a DL4J updater, with the same equations as {@link
 * org.seedbed.model.population.PopulationAdam}. DL4J averages the moments together with the
 * parameters. Gradients are clipped and made noisy before they reach this class. Its fields are not
 * final because DL4J serializes it as JSON.
 */
public final class AveragedAdam implements IUpdater {
  private static final long serialVersionUID = 1L;

  private Rule rule = Rule.ADAM;
  private double learningRate;
  private double beta1;
  private double beta2;
  private double beta2Early;
  private double beta2HalfLife;
  private double epsilon;
  private boolean biasCorrection;
  private double coordinateClip;

  /** For DL4J, which sets the fields. */
  public AveragedAdam() {}

  AveragedAdam(AdamSettings settings) {
    rule = settings.rule();
    learningRate = settings.learningRate();
    beta1 = settings.beta1();
    beta2 = settings.beta2();
    beta2Early = settings.beta2Early();
    beta2HalfLife = settings.beta2HalfLife();
    epsilon = settings.epsilon();
    biasCorrection = settings.biasCorrection();
    coordinateClip = settings.coordinateClip();
  }

  @Override
  public long stateSize(long parameters) {
    return 2 * parameters;
  }

  @Override
  public GradientUpdater<AveragedAdam> instantiate(INDArray view, boolean initialize) {
    var updater = new Moments();
    updater.setStateViewArray(view, new long[] {1, view.length() / 2}, 'c', initialize);
    return updater;
  }

  @Override
  public GradientUpdater<AveragedAdam> instantiate(
      Map<String, INDArray> state, boolean initialize) {
    var updater = new Moments();
    updater.setState(state, initialize);
    return updater;
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return learningRate;
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double rate, ISchedule schedule) {
    learningRate = rate;
  }

  @Override
  public AveragedAdam clone() {
    try {
      return (AveragedAdam) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AveragedAdam that
        && rule == that.rule
        && learningRate == that.learningRate
        && beta1 == that.beta1
        && beta2 == that.beta2
        && beta2Early == that.beta2Early
        && beta2HalfLife == that.beta2HalfLife
        && epsilon == that.epsilon
        && biasCorrection == that.biasCorrection
        && coordinateClip == that.coordinateClip;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        rule,
        learningRate,
        beta1,
        beta2,
        beta2Early,
        beta2HalfLife,
        epsilon,
        biasCorrection,
        coordinateClip);
  }

  /** The moments, as views of the state that DL4J averages. */
  private final class Moments implements GradientUpdater<AveragedAdam> {
    private static final String FIRST = "first-moment";
    private static final String SECOND = "second-moment";

    private INDArray first;
    private INDArray second;

    @Override
    public AveragedAdam getConfig() {
      return AveragedAdam.this;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
      first = state.get(FIRST);
      second = state.get(SECOND);
    }

    @Override
    public Map<String, INDArray> getState() {
      var state = new LinkedHashMap<String, INDArray>();
      state.put(FIRST, first);
      state.put(SECOND, second);
      return state;
    }

    @Override
    public void setStateViewArray(INDArray view, long[] shape, char order, boolean initialize) {
      if (initialize) {
        view.assign(0);
      }
      var flat = view.reshape(view.length());
      long size = view.length() / 2;
      first = flat.get(NDArrayIndex.interval(0, size));
      second = flat.get(NDArrayIndex.interval(size, 2 * size));
    }

    /** Replaces the gradient with the update that DL4J subtracts from the parameters. */
    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      if (coordinateClip > 0) {
        INDArray bound = second.mul(coordinateClip).addi(Conditioning.LEAST_BOUND);
        gradient.assign(Transforms.max(Transforms.min(gradient, bound), bound.neg()));
      }
      double correction1 = correction(beta1, iteration);
      double now = AdamSettings.beta2At(iteration, beta2, beta2Early, beta2HalfLife);
      first.muli(beta1).addi(gradient.mul(1 - beta1));
      INDArray divisor;
      if (rule == Rule.ADAM) {
        double correction2 = correction(now, iteration);
        second.muli(now).addi(gradient.mul(gradient).muli(1 - now));
        divisor = Transforms.sqrt(second, true).muli(correction1 / Math.sqrt(correction2));
        divisor.addi(epsilon * correction1);
      } else {
        second.assign(Transforms.max(second.mul(now), Transforms.abs(gradient, true)));
        divisor = second.add(epsilon).muli(correction1);
      }
      gradient.assign(first.div(divisor).muli(learningRate));
    }

    /** 1 − β^t, t = iteration + 1, or 1 without bias correction. */
    private double correction(double beta, int iteration) {
      return biasCorrection ? 1 - Math.pow(beta, iteration + 1.0) : 1;
    }
  }
}

package org.seedbed.dataparallel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import org.seedbed.files.Json;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.AdamSettings.Rule;

/**
 * Adam, AdaMax or RMSProp as a DL4J updater, with the same equations as {@link
 * org.seedbed.model.population.PopulationAdam}. DL4J averages the moments together with the
 * parameters. Gradients are clipped and made noisy before they reach this class. Its fields are not
 * final because DL4J serializes it as JSON.
 */
public final class AveragedAdam implements IUpdater {
  private static final long serialVersionUID = 1L;

  private String adam = ""; // JSON, since DL4J cannot read a record
  private double learningRate;

  /** For DL4J, which sets the fields. */
  public AveragedAdam() {}

  AveragedAdam(AdamSettings settings) {
    adam = new String(Json.bytes(settings), UTF_8);
    learningRate = settings.learningRate();
  }

  private AdamSettings settings() {
    try {
      return Json.mapper().readValue(adam, AdamSettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be read as settings of Adam: " + adam, e);
    }
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
        && adam.equals(that.adam)
        && learningRate == that.learningRate;
  }

  @Override
  public int hashCode() {
    return Objects.hash(adam, learningRate);
  }

  /** The moments, as views of the state that DL4J averages. */
  private final class Moments implements GradientUpdater<AveragedAdam> {
    private static final String FIRST = "first-moment";
    private static final String SECOND = "second-moment";

    private final AdamSettings own = settings();
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
      if (own.coordinateClip() > 0) {
        INDArray bound = second.mul(own.coordinateClip()).addi(Conditioning.LEAST_BOUND);
        gradient.assign(Transforms.max(Transforms.min(gradient, bound), bound.neg()));
      }
      INDArray divisor =
          own.rule() == Rule.ADAMAX ? maximum(gradient, iteration) : root(gradient, iteration);
      first.muli(own.beta1());
      if (own.rule() == Rule.RMSPROP) {
        gradient.assign(first.addi(gradient.div(divisor)).mul(learningRate));
      } else {
        first.addi(gradient.mul(1 - own.beta1()));
        gradient.assign(first.div(divisor).muli(learningRate));
      }
    }

    private INDArray root(INDArray gradient, int iteration) {
      double correction1 = own.correction1At(iteration);
      double now = own.beta2At(iteration);
      second.muli(now).addi(gradient.mul(gradient).muli(1 - now));
      return Transforms.sqrt(second, true)
          .muli(correction1 / Math.sqrt(own.correction2At(iteration)))
          .addi(own.epsilon() * correction1);
    }

    private INDArray maximum(INDArray gradient, int iteration) {
      INDArray decayed = second.mul(own.beta2At(iteration));
      second.assign(Transforms.max(decayed, Transforms.abs(gradient, true)));
      return second.add(own.epsilon()).muli(own.correction1At(iteration));
    }
  }
}

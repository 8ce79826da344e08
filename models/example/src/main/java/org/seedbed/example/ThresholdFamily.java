package org.seedbed.example;

import ai.djl.ndarray.NDManager;
import java.util.List;
import org.seedbed.model.Evaluator;
import org.seedbed.model.Model;
import org.seedbed.model.ModelFamily;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.Level;
import org.seedbed.task.Task;

/** Model family that answers 1 if weight · scale · ones + bias is above 0. */
public final class ThresholdFamily implements ModelFamily<ThresholdSettings, Bits> {
  static final String WEIGHTS = "threshold";

  @Override
  public String name() {
    return "threshold";
  }

  @Override
  public String title() {
    return "threshold";
  }

  @Override
  public String section() {
    return "threshold";
  }

  @Override
  public Class<ThresholdSettings> settings() {
    return ThresholdSettings.class;
  }

  @Override
  public Class<Bits> examples() {
    return Bits.class;
  }

  @Override
  public ParameterLayout layout(ThresholdSettings settings, Task<Bits> task) {
    return new ParameterLayout(
        List.of(new Parameter(WEIGHTS, List.of(2), new Initializer.Uniform(1))));
  }

  @Override
  public Model<Bits> model(ThresholdSettings settings, Task<Bits> task, NDManager parent) {
    return new Threshold(settings, layout(settings, task));
  }

  @Override
  public Evaluator<Bits> evaluator(ThresholdSettings settings, Task<Bits> task, int threads) {
    return new Evaluator<>() {
      @Override
      public List<Evaluation> evaluate(List<float[]> parameters, Level level, List<Bits> examples) {
        return parameters.stream()
            .map(
                own ->
                    Evaluation.of(
                        examples.stream()
                            .filter(bits -> answer(own, bits) == bits.answer())
                            .count()))
            .toList();
      }

      @Override
      public String render(float[] parameters, Level level, Bits example) {
        return "%s, answered %d%n".formatted(example, answer(parameters, example));
      }

      private int answer(float[] parameters, Bits bits) {
        return parameters[0] * settings.scale() * bits.ones() + parameters[1] > 0 ? 1 : 0;
      }
    };
  }
}

package org.seedbed.model.seq2seq;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;

/**
 * The parameters of a model: matrices with biases in the last column, except those of attention,
 * which have none.
 */
final class SequenceToSequenceLayout {
  static final String ENCODER = "encoder/gates";
  static final String DECODER = "decoder/gates";
  static final String OUTPUT = "output";
  static final String OF_READ = "attention/read";
  static final String OF_STATE = "attention/state";
  static final String SCORE = "attention/score";

  /** The matrices without biases. */
  static final Set<String> UNBIASED = Set.of(OF_READ, OF_STATE, SCORE);

  private SequenceToSequenceLayout() {}

  /**
   * Returns the layout.
   *
   * @param symbols S: size of the task's alphabet
   */
  static ParameterLayout of(SequenceToSequenceSettings settings, int symbols) {
    int h = settings.hiddenSize();
    int context = settings.attention() ? h : 0;
    var initial = new Initializer.Uniform(settings.initialBound());
    var parameters = new ArrayList<Parameter>();
    parameters.add(gates(ENCODER, settings, symbols + h));
    parameters.add(gates(DECODER, settings, symbols + context + h));
    parameters.add(new Parameter(OUTPUT, List.of(symbols, h + context + 1), initial));
    if (settings.attention()) {
      parameters.add(new Parameter(OF_READ, List.of(h, h), initial));
      parameters.add(new Parameter(OF_STATE, List.of(h, h), initial));
      parameters.add(new Parameter(SCORE, List.of(1, h), initial));
    }
    return new ParameterLayout(parameters);
  }

  private static Parameter gates(String name, SequenceToSequenceSettings settings, int inputs) {
    int h = settings.hiddenSize();
    return new Parameter(
        name,
        List.of(4 * h, inputs + 1),
        new Initializer.WithForgetBias(
            h,
            inputs + 1,
            settings.forgetBias(),
            new Initializer.Uniform(settings.initialBound())));
  }
}

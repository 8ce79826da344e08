package org.seedbed.model.recurrent;

import java.util.List;
import java.util.Optional;
import org.seedbed.model.Evaluator;
import org.seedbed.task.Level;

/**
 * Evaluates a network on its own answers, in plain Java in 64-bit floats: each step that answers is
 * given what the network answered before.
 *
 * @param <E> type of the examples
 * @param discretized whether decisions are for the most probable option
 */
record RecurrentEvaluator<E>(
    RecurrentNetwork network, Transcription<E> transcription, boolean discretized)
    implements Evaluator<E> {
  @Override
  public List<Evaluation> evaluate(List<float[]> parameters, Level level, List<E> examples) {
    long asked = transcription.asked(examples);
    return parameters.stream().map(row -> Evaluation.of(wrong(row, examples), asked)).toList();
  }

  private int[] wrong(float[] row, List<E> examples) {
    var algebra = algebra(row);
    return examples.stream()
        .mapToInt(example -> transcription.wrong(example, answers(algebra, example)))
        .toArray();
  }

  private ArrayVectors algebra(float[] row) {
    return new ArrayVectors(network.layout(), row, discretized);
  }

  private float[][] answers(ArrayVectors algebra, E example) {
    var run = network.start(algebra);
    int reads = transcription.reads(example);
    for (int step = 0; step < reads; step++) {
      run.next(algebra.constant(transcription.read(example, step)));
    }
    float[][] answers = new float[transcription.answers(example)][];
    float[] before = new float[transcription.outputs()];
    for (int step = 0; step < answers.length; step++) {
      var given = algebra.constant(transcription.given(example, step, before));
      answers[step] = transcription.answer(floats(run.next(given)));
      before =
          transcription.isAsked(example, step) ? answers[step] : new float[answers[step].length];
    }
    return answers;
  }

  private static float[] floats(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }

  @Override
  public String render(float[] parameters, Level level, E example) {
    return transcription.rendered(example, answers(algebra(parameters), example));
  }

  @Override
  public Optional<String> form() {
    return discretized ? Optional.of("discretized") : Optional.empty();
  }
}

package org.seedbed.model.recurrent;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    long asked = examples.stream().mapToLong(transcription::asked).sum();
    return parameters.stream()
        .map(
            row ->
                Evaluation.of(
                    examples.stream().mapToInt(example -> wrong(row, example)).toArray(), asked))
        .toList();
  }

  private int wrong(float[] row, E example) {
    float[][] answers = answers(row, example);
    return IntStream.range(0, answers.length)
        .filter(step -> transcription.isAsked(example, step))
        .map(step -> transcription.wrong(answers[step], transcription.expected(example, step)))
        .sum();
  }

  private float[][] answers(float[] row, E example) {
    var run = network.start(new ArrayVectors(network.layout(), row, discretized));
    for (int step = 0; step < transcription.reads(example); step++) {
      run.next(numbers(transcription.read(example, step)));
    }
    float[][] answers = new float[transcription.answers(example)][];
    float[] before = new float[transcription.outputs()];
    for (int step = 0; step < answers.length; step++) {
      double[] logits = run.next(numbers(transcription.given(example, step, before)));
      answers[step] = transcription.answer(floats(logits));
      before =
          transcription.isAsked(example, step) ? answers[step] : new float[answers[step].length];
    }
    return answers;
  }

  private static double[] numbers(float[] x) {
    return IntStream.range(0, x.length).mapToDouble(i -> x[i]).toArray();
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
    return transcription.rendered(example, answers(parameters, example));
  }

  @Override
  public Optional<String> form() {
    return discretized ? Optional.of("discretized") : Optional.empty();
  }
}

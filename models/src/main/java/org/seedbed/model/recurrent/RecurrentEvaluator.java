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
 * @param mostProbable whether decisions are for the most probable option
 */
record RecurrentEvaluator<E>(
    RecurrentNetwork network, Transcription<E> transcription, boolean mostProbable)
    implements Evaluator<E> {
  @Override
  public List<Evaluation> evaluate(List<float[]> parameters, Level level, List<E> examples) {
    return parameters.stream().map(row -> Evaluation.inOrder(right(row, examples))).toList();
  }

  private List<List<Boolean>> right(float[] row, List<E> examples) {
    var algebra = algebra(row);
    return examples.stream()
        .map(example -> transcription.right(example, answers(algebra, example)))
        .toList();
  }

  private ArrayVectors algebra(float[] row) {
    return new ArrayVectors(network.layout(), row, mostProbable, made -> {});
  }

  /** Sees each step of a run when it is done. */
  private interface StepView {
    /**
     * @param given {@code [I]}
     * @param answer {@code [O]}, zeros where none is asked for
     */
    void after(float[] given, float[] answer);
  }

  private float[][] answers(ArrayVectors algebra, E example) {
    return answers(algebra, example, (given, answer) -> {});
  }

  private float[][] answers(ArrayVectors algebra, E example, StepView view) {
    var run = network.start(algebra);
    int reads = transcription.reads(example);
    for (int step = 0; step < reads; step++) {
      float[] read = transcription.read(example, step);
      run.next(algebra.constant(read));
      view.after(read, new float[transcription.outputs()]);
    }
    float[][] answers = new float[transcription.answers(example)][];
    float[] before = new float[transcription.outputs()];
    for (int step = 0; step < answers.length; step++) {
      float[] given = transcription.given(example, step, before);
      answers[step] = transcription.answer(floats(run.next(algebra.constant(given))));
      before =
          transcription.isAsked(example, step) ? answers[step] : new float[answers[step].length];
      view.after(given, before);
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
    var table = new DecisionTable(network.decisions());
    var algebra = new ArrayVectors(network.layout(), parameters, mostProbable, table::made);
    float[][] answers =
        answers(
            algebra,
            example,
            (given, answer) ->
                table.step(
                    transcription.text(example, given), transcription.text(example, answer)));
    return transcription.rendered(example, answers) + table;
  }

  @Override
  public String renderingNote() {
    return network.decisions().isEmpty()
        ? Evaluator.super.renderingNote()
        : "A held-out example. A table, if there is one, lists the most probable option of each decision, with its probability in percent if that is below 99.5.";
  }

  @Override
  public Optional<Evaluator<E>> discretized() {
    return network.decisions().map(made -> new RecurrentEvaluator<>(network, transcription, true));
  }

  @Override
  public Optional<String> form() {
    return mostProbable ? Optional.of("discretized") : Optional.empty();
  }
}

package org.seedbed.model.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seedbed.model.Evaluator;
import org.seedbed.model.recurrent.RecurrentNetwork.Decisions;
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
    var algebra = new ArrayVectors(network.layout(), row, mostProbable);
    return examples.stream()
        .map(example -> transcription.right(example, answers(algebra, example)))
        .toList();
  }

  private float[][] answers(ArrayVectors algebra, E example) {
    var run = network.start(algebra);
    int reads = transcription.reads(example);
    for (int step = 0; step < reads; step++) {
      run.next(algebra.constant(transcription.read(example, step)));
    }
    float[][] answers = new float[transcription.answers(example)][];
    for (int step = 0; step < answers.length; step++) {
      var given = algebra.constant(given(example, answers, step));
      answers[step] = transcription.answer(floats(run.next(given)));
    }
    return answers;
  }

  private float[] given(E example, float[][] answers, int step) {
    return transcription.given(example, step, answered(example, answers, step - 1));
  }

  /** Returns the answer at a step; zeros where none is asked for, and before the first step. */
  private float[] answered(E example, float[][] answers, int step) {
    return step >= 0 && transcription.isAsked(example, step)
        ? answers[step]
        : new float[transcription.outputs()];
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
    var made = new ArrayList<List<double[]>>();
    var algebra = new ArrayVectors(network.layout(), parameters, mostProbable, made::add);
    float[][] answers = answers(algebra, example);
    return transcription.rendered(example, answers)
        + network.decisions().map(of -> table(of, made, example, answers).toString()).orElse("");
  }

  private DecisionTable table(
      Decisions of, List<List<double[]>> made, E example, float[][] answers) {
    int reads = transcription.reads(example);
    var table = new DecisionTable(of);
    for (int i = 0; i < made.size(); i++) {
      int step = i - reads;
      float[] given = step < 0 ? transcription.read(example, i) : given(example, answers, step);
      table.add(
          transcription.text(example, given),
          transcription.text(example, answered(example, answers, step)),
          made.get(i));
    }
    return table;
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

package org.seedbed.model.recurrent;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How a recurrent network reads an example and answers it: first steps that read, then steps that
 * answer where an answer is asked for. All examples of a batch have equally many of both.
 *
 * @param <E> type of the examples
 */
public interface Transcription<E> {
  /** Returns I, the number of rows of the network's input. */
  int inputs();

  /** Returns O, the number of rows of the network's output. */
  int outputs();

  /** Whether an answer is one symbol, by softmax; else it is bits, each by a sigmoid. */
  boolean answersSymbols();

  /** Returns the number of steps that read. */
  int reads(E example);

  /** Returns the number of steps that answer. */
  int answers(E example);

  /**
   * Returns what a step reads, {@code [I]}.
   *
   * @param step 0 … {@link #reads} − 1
   */
  float[] read(E example, int step);

  /**
   * Returns what the network is given at a step that answers, {@code [I]}.
   *
   * @param step 0 … {@link #answers} − 1
   * @param before the answer of the step before, {@code [O]}; zeros before the first, and where no
   *     answer is asked for
   */
  float[] given(E example, int step, float[] before);

  /** Returns whether an answer is asked for at a step that answers. */
  boolean isAsked(E example, int step);

  /** Returns the right answer at a step, {@code [O]}, zeros where none is asked for. */
  float[] expected(E example, int step);

  /** Returns the answer that logits stand for, {@code [O]}. */
  float[] answer(float[] logits);

  /** Returns whether each part of an answer is right, symbols or bits, where one is asked for. */
  List<Boolean> right(float[] answer, float[] expected);

  /**
   * Returns the number of wrong parts of all answers to an example.
   *
   * @param answers {@code [answers, O]}
   */
  default int wrong(E example, float[][] answers) {
    return Collections.frequency(right(example, answers), false);
  }

  /**
   * Returns whether each part of all answers to an example is right, in their order.
   *
   * @param answers {@code [answers, O]}
   */
  default List<Boolean> right(E example, float[][] answers) {
    return IntStream.range(0, answers.length)
        .filter(step -> isAsked(example, step))
        .mapToObj(step -> right(answers[step], expected(example, step)))
        .flatMap(List::stream)
        .toList();
  }

  /** Returns the number of parts of all answers that are asked for. */
  int asked(E example);

  /** Returns the number of parts of all answers to examples that are asked for. */
  default long asked(List<E> examples) {
    return examples.stream().mapToLong(this::asked).sum();
  }

  /**
   * Returns an example and the answers to it as human-readable lines.
   *
   * @param answers {@code [answers, O]}
   */
  String rendered(E example, float[][] answers);

  /**
   * Returns what a step is given or answers as human-readable text.
   *
   * @param row of the network's input, {@code [I]}, or an answer, {@code [O]}
   */
  String text(E example, float[] row);
}

package org.seedbed.model.recurrent;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.Alphabet;
import org.seedbed.task.sequence.SequenceExample;

/**
 * Reads a sequence of n symbols in n steps and answers it in n. The input's last row is 1 at the
 * steps that answer; the rows before hold a symbol, one-hot: what is read, then the answer of the
 * step before. Padding at the end of the input is read first, so that the answer follows at once.
 *
 * @param symbols S, the number of symbols
 */
public record SymbolTranscription(int symbols) implements Transcription<SequenceExample> {
  /** Returns that of a task's examples. */
  public static SymbolTranscription of(Task<SequenceExample> task) {
    return new SymbolTranscription(
        task.level(task.shortestLength(), OptionalInt.empty()).modulus());
  }

  @Override
  public int inputs() {
    return symbols + 1;
  }

  @Override
  public int outputs() {
    return symbols;
  }

  @Override
  public boolean answersSymbols() {
    return true;
  }

  @Override
  public int reads(SequenceExample example) {
    return example.length();
  }

  @Override
  public int answers(SequenceExample example) {
    return example.length();
  }

  @Override
  public float[] read(SequenceExample example, int step) {
    int padding = example.padding();
    return oneHot(inputs(), step < padding ? Alphabet.PADDING : example.input(step - padding));
  }

  @Override
  public float[] given(SequenceExample example, int step, float[] before) {
    float[] input = new float[inputs()];
    System.arraycopy(before, 0, input, 0, symbols);
    input[symbols] = 1;
    return input;
  }

  @Override
  public boolean isAsked(SequenceExample example, int step) {
    return example.expected(step) != SequenceExample.NOT_ASKED;
  }

  @Override
  public float[] expected(SequenceExample example, int step) {
    return isAsked(example, step) ? oneHot(symbols, example.expected(step)) : new float[symbols];
  }

  private static float[] oneHot(int rows, int symbol) {
    float[] row = new float[rows];
    row[symbol] = 1;
    return row;
  }

  @Override
  public float[] answer(float[] logits) {
    return oneHot(symbols, largest(logits));
  }

  private static int largest(float[] x) {
    int best = 0;
    for (int i = 1; i < x.length; i++) {
      best = x[i] > x[best] ? i : best;
    }
    return best;
  }

  @Override
  public int wrong(float[] answer, float[] expected) {
    return largest(answer) == largest(expected) ? 0 : 1;
  }

  @Override
  public int asked(SequenceExample example) {
    return example.asked();
  }

  @Override
  public String rendered(SequenceExample example, float[][] answers) {
    return example.withAnswer(
        IntStream.range(0, answers.length).map(step -> largest(answers[step])).toArray());
  }
}

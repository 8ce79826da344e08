package org.seedbed.model.recurrent;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.Alphabet;
import org.seedbed.task.sequence.SequenceExample;

/**
 * Reads a sequence symbol by symbol, then answers it symbol by symbol. The input's last row is 1
 * from the first symbol of the answer on; the rows before hold a symbol, one-hot: what is read,
 * then the answer of the step before.
 *
 * <p>Padding at the end of an input of n positions is either read first, in n steps that read, and
 * n steps answer. Or it is not read: all of 2n steps may answer, no answer is asked for while the
 * input is given, and the steps that are left over come last.
 *
 * @param symbols S, the number of symbols
 * @param readsPadding whether padding is read before the input's other symbols
 */
public record SymbolTranscription(int symbols, boolean readsPadding)
    implements Transcription<SequenceExample> {
  /** Returns that of a task's examples. */
  public static SymbolTranscription of(Task<SequenceExample> task, boolean readsPadding) {
    return new SymbolTranscription(
        task.level(task.shortestLength(), OptionalInt.empty()).modulus(), readsPadding);
  }

  /** Returns the first of the steps that may answer at which a symbol can be asked for. */
  private int firstAnswer(SequenceExample example) {
    return readsPadding ? 0 : example.length() - example.padding();
  }

  /** Returns what is expected at a step that may answer. */
  private int symbol(SequenceExample example, int step) {
    int position = step - firstAnswer(example);
    return position >= 0 && position < example.length()
        ? example.expected(position)
        : SequenceExample.NOT_ASKED;
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
    return readsPadding ? example.length() : 0;
  }

  @Override
  public int answers(SequenceExample example) {
    return readsPadding ? example.length() : 2 * example.length();
  }

  @Override
  public float[] read(SequenceExample example, int step) {
    int padding = example.padding();
    return oneHot(inputs(), step < padding ? Alphabet.PADDING : example.input(step - padding));
  }

  @Override
  public float[] given(SequenceExample example, int step, float[] before) {
    if (step < firstAnswer(example)) {
      return oneHot(inputs(), example.input(step));
    }
    float[] input = new float[inputs()];
    System.arraycopy(before, 0, input, 0, symbols);
    input[symbols] = 1;
    return input;
  }

  @Override
  public boolean isAsked(SequenceExample example, int step) {
    return symbol(example, step) != SequenceExample.NOT_ASKED;
  }

  @Override
  public float[] expected(SequenceExample example, int step) {
    return isAsked(example, step) ? oneHot(symbols, symbol(example, step)) : new float[symbols];
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
  public List<Boolean> right(float[] answer, float[] expected) {
    return List.of(largest(answer) == largest(expected));
  }

  @Override
  public int asked(SequenceExample example) {
    return example.asked();
  }

  @Override
  public String rendered(SequenceExample example, float[][] answers) {
    int first = firstAnswer(example);
    return example.withAnswer(
        IntStream.range(first, first + example.length())
            .map(step -> largest(answers[step]))
            .toArray());
  }

  @Override
  public String text(SequenceExample example, float[] row) {
    return example.textOf(
        IntStream.range(0, symbols)
            .filter(symbol -> row[symbol] == 1)
            .findFirst()
            .orElse(SequenceExample.NOT_ASKED));
  }
}

package org.seedbed.model.recurrent;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seedbed.task.bits.BitExample;
import org.seedbed.task.bits.BitFormat;

/** Reads and answers a sequence of bit vectors step by step; steps that answer are given zeros. */
public record BitTranscription(BitFormat format) implements Transcription<BitExample> {
  @Override
  public int inputs() {
    return format.inputRows();
  }

  @Override
  public int outputs() {
    return format.outputBits();
  }

  @Override
  public boolean answersSymbols() {
    return false;
  }

  @Override
  public int reads(BitExample example) {
    return example.reads();
  }

  @Override
  public int answers(BitExample example) {
    return example.steps() - example.reads();
  }

  @Override
  public float[] read(BitExample example, int step) {
    return example.input(step);
  }

  @Override
  public float[] given(BitExample example, int step, float[] before) {
    return new float[inputs()];
  }

  @Override
  public boolean isAsked(BitExample example, int step) {
    return example.isAsked(example.reads() + step);
  }

  @Override
  public float[] expected(BitExample example, int step) {
    return example.expected(example.reads() + step);
  }

  @Override
  public float[] answer(float[] logits) {
    float[] bits = new float[logits.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = logits[i] > 0 ? 1 : 0;
    }
    return bits;
  }

  @Override
  public List<Boolean> right(float[] answer, float[] expected) {
    return IntStream.range(0, answer.length).mapToObj(i -> answer[i] == expected[i]).toList();
  }

  @Override
  public int asked(BitExample example) {
    return example.asked();
  }

  @Override
  public String rendered(BitExample example, float[][] answers) {
    return example.withAnswers(List.of(answers));
  }

  @Override
  public String text(BitExample example, float[] row) {
    return IntStream.range(0, row.length)
        .mapToObj(i -> row[i] == 0 ? "0" : "1")
        .collect(Collectors.joining());
  }
}

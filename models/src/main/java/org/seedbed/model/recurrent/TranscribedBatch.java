package org.seedbed.model.recurrent;

import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.model.Model.BatchScore;

/**
 * A batch of examples as vectors, of which each step that answers is given the right answer of the
 * step before.
 *
 * @param <E> type of the examples
 * @param lanes B or more; the last example is repeated
 */
record TranscribedBatch<E>(Transcription<E> transcription, List<E> examples, int lanes) {
  /** Number of steps that read, and that answer. */
  record Steps(int reads, int answers) {
    int all() {
      return reads + answers;
    }
  }

  Steps steps() {
    return new Steps(transcription.reads(examples.get(0)), transcription.answers(examples.get(0)));
  }

  private E example(int lane) {
    return examples.get(Math.min(lane, examples.size() - 1));
  }

  /** Returns what the network is given at each step, {@code [reads + answers, I, lanes]}. */
  float[] inputs() {
    var steps = steps();
    float[] all = new float[steps.all() * transcription.inputs() * lanes];
    for (int lane = 0; lane < lanes; lane++) {
      var example = example(lane);
      for (int step = 0; step < steps.reads(); step++) {
        put(transcription.read(example, step), all, step, lane);
      }
      float[] before = new float[transcription.outputs()];
      for (int step = 0; step < steps.answers(); step++) {
        put(transcription.given(example, step, before), all, steps.reads() + step, lane);
        before = transcription.expected(example, step);
      }
    }
    return all;
  }

  /** Returns the right answers, zeros where none is asked for: {@code [answers, O, lanes]}. */
  float[] expected() {
    int answers = steps().answers();
    float[] all = new float[answers * transcription.outputs() * lanes];
    for (int lane = 0; lane < lanes; lane++) {
      for (int step = 0; step < answers; step++) {
        put(transcription.expected(example(lane), step), all, step, lane);
      }
    }
    return all;
  }

  private void put(float[] rows, float[] all, int step, int lane) {
    for (int i = 0; i < rows.length; i++) {
      all[(step * rows.length + i) * lanes + lane] = rows[i];
    }
  }

  /**
   * Returns the weight of each answer's cost in the loss, 1 / (B · parts of the example's answers),
   * or 0 where none is asked for: {@code [answers, lanes]}.
   */
  float[] weights() {
    int answers = steps().answers();
    float[] all = new float[answers * lanes];
    for (int lane = 0; lane < examples.size(); lane++) {
      var example = examples.get(lane);
      float weight = 1f / (examples.size() * Math.max(1, transcription.asked(example)));
      for (int step = 0; step < answers; step++) {
        all[step * lanes + lane] = transcription.isAsked(example, step) ? weight : 0;
      }
    }
    return all;
  }

  /**
   * Returns the score of a seed.
   *
   * @param logits {@code [answers, O, lanes]}
   * @param loss mean over the examples
   */
  BatchScore score(float[] logits, double loss) {
    int[] wrong =
        IntStream.range(0, examples.size())
            .map(lane -> transcription.wrong(examples.get(lane), answers(logits, lane)))
            .toArray();
    return BatchScore.of(wrong, transcription.asked(examples), loss);
  }

  private float[][] answers(float[] logits, int lane) {
    int outputs = transcription.outputs();
    float[][] answers = new float[steps().answers()][];
    for (int step = 0; step < answers.length; step++) {
      float[] ofStep = new float[outputs];
      for (int i = 0; i < outputs; i++) {
        ofStep[i] = logits[(step * outputs + i) * lanes + lane];
      }
      answers[step] = transcription.answer(ofStep);
    }
    return answers;
  }
}

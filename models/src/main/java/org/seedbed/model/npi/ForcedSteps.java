package org.seedbed.model.npi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.model.npi.Npi.TeacherForced;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.Vocabulary;

/** Collects the teacher-forced results of one seed, pack by pack. */
final class ForcedSteps {
  private final Vocabulary vocabulary;
  private final Map<Frame, Double> loss = new LinkedHashMap<>();
  private final Map<Frame, Integer> wrong = new LinkedHashMap<>();
  private double margin = Double.POSITIVE_INFINITY;

  ForcedSteps(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * Adds the results of a pack.
   *
   * @param negativeLogLikelihood of each column's step, {@code [Σ]}
   * @param end log odds that the frame ends, {@code [Σ]}
   * @param choices logits of the next program, then of each argument, {@code [choices, Σ]}
   */
  void add(FramePack pack, float[] negativeLogLikelihood, float[] end, List<float[]> choices) {
    int size = pack.size();
    double[] leads = new double[size];
    pack.forEachColumn(
        (column, f, step, last) -> {
          var frame = pack.frames().get(f);
          double lead = (last ? 1 : -1) * end[column];
          for (int c = 0; c < choices.size(); c++) {
            lead =
                Math.min(lead, lead(choices.get(c), column, size, frame.called(step, c), width(c)));
          }
          leads[column] = lead;
          margin = Math.min(margin, lead);
        });
    double[] losses = pack.sumsOfFrames(negativeLogLikelihood);
    for (int f = 0; f < losses.length; f++) {
      loss.put(pack.frames().get(f), losses[f]);
    }
    pack.forEach(
        (column, f, step, last) -> {
          if (!(leads[column] > 0)) {
            wrong.putIfAbsent(pack.frames().get(f), step);
          }
        });
  }

  private int width(int choice) {
    return choice == 0
        ? vocabulary.programs().size()
        : vocabulary.arguments().get(choice - 1).size();
  }

  /** Returns the lead of the right choice's logit over the highest other logit. */
  private static double lead(float[] logits, int column, int size, int right, int width) {
    double others = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < width; i++) {
      if (i != right) {
        others = Math.max(others, logits[i * size + column]);
      }
    }
    return logits[right * size + column] - others;
  }

  TeacherForced result() {
    return new TeacherForced(loss, wrong, margin);
  }
}

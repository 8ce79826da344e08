package org.seedbed.model.terpret;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The program that trained parameters stand for: the most probable value of every parameter.
 *
 * @param values of all parameters, in order
 */
@SuppressWarnings("ArrayRecordComponent") // Never written after the constructor.
record DiscreteProgram(int[] values) implements DiscreteRun.Parameters {
  @Override
  public int value(int index) {
    return values[index];
  }

  /**
   * Returns the program of trained parameters.
   *
   * @param logits of all values of all parameters, in order
   */
  static DiscreteProgram of(List<ProgramParameter> parameters, float[] logits) {
    int[] values = new int[parameters.stream().mapToInt(ProgramParameter::count).sum()];
    int at = 0;
    int parameter = 0;
    for (var kind : parameters) {
      for (int i = 0; i < kind.count(); i++) {
        values[parameter++] = mostProbable(logits, at, kind.values());
        at += kind.values();
      }
    }
    return new DiscreteProgram(values);
  }

  private static int mostProbable(float[] logits, int from, int count) {
    int best = 0;
    for (int i = 1; i < count; i++) {
      best = logits[from + i] > logits[from + best] ? i : best;
    }
    return best;
  }

  /**
   * Returns the smallest lead of a most probable value over the next, in nats.
   *
   * @param logits of all values of all parameters, in order
   */
  static double margin(List<ProgramParameter> parameters, float[] logits) {
    double least = Double.POSITIVE_INFINITY;
    int at = 0;
    for (var kind : parameters) {
      for (int i = 0; i < kind.count(); i++) {
        int best = mostProbable(logits, at, kind.values());
        for (int value = 0; value < kind.values(); value++) {
          double lead = logits[at + best] - logits[at + value];
          least = value == best ? least : Math.min(least, lead);
        }
        at += kind.values();
      }
    }
    return least;
  }

  /** Returns the values by the name of their kind. */
  Map<String, int[]> byName(List<ProgramParameter> parameters) {
    var named = new LinkedHashMap<String, int[]>();
    int at = 0;
    for (var kind : parameters) {
      int[] own = new int[kind.count()];
      System.arraycopy(values, at, own, 0, own.length);
      named.put(kind.name(), own);
      at += own.length;
    }
    return named;
  }
}

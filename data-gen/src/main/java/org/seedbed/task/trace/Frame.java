package org.seedbed.task.trace;

import java.util.Arrays;
import java.util.List;

/**
 * The steps of one call, from its beginning to its end. Frames are independent sequences: a callee
 * starts with a new hidden state, and its caller's hidden state is kept until it returns. The frame
 * ends after the call of its last step (algorithm 1 of Reed and de Freitas, ICLR 2016). Immutable;
 * two frames are equal if their calls and steps are. In their natural order, frames that begin
 * alike follow each other.
 */
public final class Frame implements Comparable<Frame> {
  private final Call call;
  private final List<Step> steps;

  /** Call and steps in one array: training compares and reads frames by the thousand. */
  private final int[] values;

  private final int hash;

  /**
   * @param call the call that the frame executes
   * @param steps one or more
   */
  public Frame(Call call, List<Step> steps) {
    this.call = call;
    this.steps = List.copyOf(steps);
    if (this.steps.isEmpty()) {
      throw new IllegalArgumentException(
          "a frame of " + call + " has no steps, must have 1 or more");
    }
    this.values = values(call, this.steps);
    this.hash = Arrays.hashCode(values);
  }

  private static int[] values(Call call, List<Step> steps) {
    int fields = fields(steps);
    int[] values = new int[(1 + Call.ARGUMENTS) * (1 + steps.size()) + fields * steps.size()];
    int at = write(call, values, 0);
    for (var step : steps) {
      for (int value : step.observation()) {
        values[at++] = value;
      }
      at = write(step.call(), values, at);
    }
    return values;
  }

  private static int fields(List<Step> steps) {
    int fields = steps.get(0).observation().size();
    for (var step : steps) {
      if (step.observation().size() != fields) {
        throw new IllegalArgumentException(
            "observations have %d and %d fields, must have as many"
                .formatted(fields, step.observation().size()));
      }
    }
    return fields;
  }

  private static int write(Call call, int[] values, int from) {
    int at = from;
    values[at++] = call.program();
    for (int i = 0; i < Call.ARGUMENTS; i++) {
      values[at++] = call.argument(i);
    }
    return at;
  }

  /** Returns the call that the frame executes. */
  public Call call() {
    return call;
  }

  /** Returns the steps, one or more. */
  public List<Step> steps() {
    return steps;
  }

  private int at(int step) {
    int ofCall = 1 + Call.ARGUMENTS;
    int ofStep = (values.length - ofCall) / steps.size();
    return ofCall + step * ofStep;
  }

  /** Returns the value of a field of the observation before a step. */
  public int observation(int step, int field) {
    return values[at(step) + field];
  }

  /** Returns the program that a step calls (part 0), or the value of an argument (1, 2 or 3). */
  public int called(int step, int part) {
    return values[at(step + 1) - 1 - Call.ARGUMENTS + part];
  }

  /**
   * Returns the number of steps in which this frame and another begin alike: they execute the same
   * call, and observe and call the same. A step that one of them ends with, and the other does not,
   * is not alike.
   *
   * @param other of the same task, whose observations have as many fields
   */
  public int commonSteps(Frame other) {
    int first = Arrays.mismatch(values, other.values);
    if (first < 0) {
      return steps.size();
    }
    if (first < at(0)) {
      return 0;
    }
    int shorter = Math.min(steps.size(), other.steps.size());
    return Math.min((first - at(0)) / (at(1) - at(0)), shorter - 1);
  }

  /** By call, then by steps; consistent with equals among the frames of a task. */
  @Override
  public int compareTo(Frame other) {
    return Arrays.compare(values, other.values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frame frame
        && hash == frame.hash
        && steps.size() == frame.steps.size()
        && Arrays.equals(values, frame.values);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return call + " " + steps;
  }
}

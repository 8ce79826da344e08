package org.seedbed.task.trace;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.trace.BubbleArray.Pointer;
import org.seedbed.task.trace.Vocabulary.Field;

/**
 * Bubble sort of digits (section 3.2.2 of Reed and de Freitas, ICLR 2016; recursive variant:
 * section 3.2 of Cai, Shin and Song, ICLR 2017). Each pass moves the largest remaining digit to the
 * right, then resets the pointers to the start. There is one pass fewer than there are digits.
 */
public final class BubbleSort extends SortingTask<BubbleArray> {
  private static final int BUBBLESORT = 1;
  private static final int BUBBLE = 2;
  private static final int BSTEP = 3;
  private static final int COMPSWAP = 4;
  private static final int RSHIFT = 5;
  private static final int RESET = 6;
  private static final int LSHIFT = 7;
  private static final Vocabulary VOCABULARY =
      new Vocabulary(
          List.of("ACT", "BUBBLESORT", "BUBBLE", "BSTEP", "COMPSWAP", "RSHIFT", "RESET", "LSHIFT"),
          List.of(
              Vocabulary.values("SWAP", "LEFT", "RIGHT"),
              Vocabulary.values("P1", "P2", "P3"),
              Vocabulary.values()),
          List.of(
              Field.digit("v1"),
              Field.digit("v2"),
              Field.flag("p1-at-start"),
              Field.flag("p2-past-end"),
              Field.flag("p3-at-end")));

  BubbleSort(boolean recursive) {
    super("bubble-sort", 20, "by bubble sort", recursive);
  }

  @Override
  public Vocabulary vocabulary() {
    return VOCABULARY;
  }

  @Override
  BubbleArray world(int[] input) {
    return new BubbleArray(input);
  }

  @Override
  void carryOut(Call call, BubbleArray array, Tracer<BubbleArray> tracer) {
    switch (call.program()) {
      case BUBBLESORT -> bubbleSort(array, tracer);
      case BUBBLE -> bubble(array, tracer);
      case BSTEP -> {
        tracer.call(Call.of(COMPSWAP));
        tracer.call(Call.of(RSHIFT));
      }
      case COMPSWAP -> tracer.call(array.isRising() ? Call.NOTHING : BubbleArray.SWAP);
      case RSHIFT -> {
        tracer.call(BubbleArray.right(Pointer.P1));
        tracer.call(BubbleArray.right(Pointer.P2));
      }
      case RESET -> reset(array, tracer);
      case LSHIFT -> {
        tracer.call(BubbleArray.left(Pointer.P1));
        tracer.call(BubbleArray.left(Pointer.P2));
      }
      default -> throw new IllegalArgumentException("no program " + call);
    }
  }

  private void bubbleSort(BubbleArray array, Tracer<BubbleArray> tracer) {
    if (recursive() && !array.isCountedOut()) {
      tracer.call(Call.of(BUBBLE));
      tracer.call(Call.of(RESET));
      tracer.call(Call.of(BUBBLESORT));
      return;
    }
    while (!array.isCountedOut()) {
      tracer.call(Call.of(BUBBLE));
      tracer.call(Call.of(RESET));
    }
    tracer.call(Call.NOTHING);
  }

  private void bubble(BubbleArray array, Tracer<BubbleArray> tracer) {
    if (recursive() && !array.isPastEnd()) {
      tracer.call(Call.of(BSTEP));
      tracer.call(Call.of(BUBBLE));
      return;
    }
    while (!array.isPastEnd()) {
      tracer.call(Call.of(BSTEP));
    }
    tracer.call(Call.NOTHING);
  }

  private void reset(BubbleArray array, Tracer<BubbleArray> tracer) {
    if (recursive() && !array.isAtStart()) {
      tracer.call(Call.of(LSHIFT));
      tracer.call(Call.of(RESET));
      return;
    }
    while (!array.isAtStart()) {
      tracer.call(Call.of(LSHIFT));
    }
    tracer.call(BubbleArray.right(Pointer.P3));
  }

  /** Every pass takes 11 calls per step, plus 6. */
  @Override
  RunLimits limits(int[] input) {
    int length = input.length;
    long passes = length - 1L;
    return RunLimits.twice(
        recursive(), passes * (11 * passes + 6) + 1, 2 * length + 1, 2 * length + 4);
  }

  /**
   * Returns all arrays of up to four digits, and all arrays of five digits that start with 9. A
   * frame observes at most three neighbouring digits and the last one. Frames differ by whether
   * these digits are at an end or in the middle; five positions are enough for both. The first pass
   * moves a leading 9 to the end and keeps the order of the other digits, so the reset then
   * observes any three.
   */
  @Override
  Stream<int[]> verificationInputs() {
    return IntStream.rangeClosed(1, 5)
        .boxed()
        .flatMap(
            length ->
                IntStream.range(length == 5 ? 90_000 : 0, (int) Math.pow(10, length))
                    .mapToObj(number -> digitsOf(number, 10, length)));
  }
}

package org.seedbed.task.trace;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.trace.Vocabulary.Field;

/**
 * Quicksort of digits; the pivot is the last element of a segment. Programs observe only
 * comparisons, so what is verified for digits holds for all comparable values. The world keeps the
 * bounds of segments on a stack, because a program's arguments are finite. The task is from Cai,
 * Shin and Song, ICLR 2017; the programs are ours.
 */
public final class Quicksort extends SortingTask<QuicksortArray> {
  private static final int QUICKSORT = 1;
  private static final int PARTITION = 2;
  private static final int SCAN = 3;
  private static final int COMPARE = 4;
  private static final int GO_LEFT = 5;
  private static final int GO_RIGHT = 6;
  private static final Vocabulary VOCABULARY =
      new Vocabulary(
          List.of("ACT", "QUICKSORT", "PARTITION", "SCAN", "COMPARE", "GO_LEFT", "GO_RIGHT"),
          List.of(
              Vocabulary.values("SWAP", "SET", "RIGHT", "PUSH", "POP"),
              Vocabulary.values("I", "J", "HI"),
              Vocabulary.values("J", "HI", "LO", "I-1")),
          List.of(
              Field.flag("lo<hi"),
              Field.flag("j<hi"),
              Field.flag("a[j]<a[hi]"),
              Field.flag("stack-empty")));

  /** Enough for every frame; see {@link #verificationInputs}. */
  private static final int VERIFIED_LENGTH = 6;

  Quicksort(boolean recursive) {
    super("quicksort", 10, "by quicksort", recursive);
  }

  @Override
  public Vocabulary vocabulary() {
    return VOCABULARY;
  }

  @Override
  QuicksortArray world(int[] input) {
    return new QuicksortArray(input);
  }

  @Override
  void carryOut(Call call, QuicksortArray array, Tracer<QuicksortArray> tracer) {
    switch (call.program()) {
      case QUICKSORT -> quicksort(array, tracer);
      case PARTITION -> {
        tracer.call(QuicksortArray.I_TO_LO);
        tracer.call(QuicksortArray.J_TO_LO);
        if (recursive()) {
          tracer.call(Call.of(SCAN));
        } else {
          while (array.isScanning()) {
            tracer.call(Call.of(COMPARE));
          }
        }
        tracer.call(QuicksortArray.SWAP_I_HI);
      }
      case SCAN -> {
        if (array.isScanning()) {
          tracer.call(Call.of(COMPARE));
          tracer.call(Call.of(SCAN));
        } else {
          tracer.call(Call.NOTHING);
        }
      }
      case COMPARE -> {
        if (array.isBelowPivot()) {
          tracer.call(QuicksortArray.SWAP_I_J);
          tracer.call(QuicksortArray.I_RIGHT);
        }
        tracer.call(QuicksortArray.J_RIGHT);
      }
      case GO_LEFT -> {
        tracer.call(QuicksortArray.PUSH);
        tracer.call(QuicksortArray.HI_TO_LEFT_OF_I);
      }
      case GO_RIGHT -> tracer.call(QuicksortArray.POP);
      default -> throw new IllegalArgumentException("no program " + call);
    }
  }

  private void quicksort(QuicksortArray array, Tracer<QuicksortArray> tracer) {
    if (recursive() && array.isSegment()) {
      tracer.call(Call.of(PARTITION));
      tracer.call(Call.of(GO_LEFT));
      tracer.call(Call.of(QUICKSORT));
      tracer.call(Call.of(GO_RIGHT));
      tracer.call(Call.of(QUICKSORT));
      return;
    }
    while (!recursive() && (array.isSegment() || !array.isStackEmpty())) {
      if (array.isSegment()) {
        tracer.call(Call.of(PARTITION));
        tracer.call(Call.of(GO_LEFT));
      } else {
        tracer.call(Call.of(GO_RIGHT));
      }
    }
    tracer.call(Call.NOTHING);
  }

  /**
   * In the worst case, each partition removes one element from a segment; a comparison takes at
   * most 5 calls.
   */
  @Override
  RunLimits limits(int[] input) {
    int length = input.length;
    return RunLimits.twice(
        recursive(), 5L * length * length / 2 + 14L * length + 1, 4 * length + 4, 2 * length + 6);
  }

  /**
   * Returns all orders of up to six elements, including ties. A segment's frames depend on whether
   * there is something to sort on each side of its pivot, which takes five elements, and on whether
   * the segment is inside another, which takes one more. A scan's frames depend on two neighbours
   * and the pivot.
   */
  @Override
  Stream<int[]> verificationInputs() {
    return IntStream.rangeClosed(1, VERIFIED_LENGTH)
        .boxed()
        .flatMap(
            length ->
                IntStream.range(0, (int) Math.pow(length, length))
                    .mapToObj(number -> digitsOf(number, length, length)));
  }
}

package org.seedbed.task.trace;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * An array with the current segment lo … hi, the partition pointers i and j, and a stack of
 * segments to the right that are still to be sorted.
 */
final class QuicksortArray implements World {
  static final Call SWAP_I_J = Call.act(1, 1, 1);
  static final Call SWAP_I_HI = Call.act(1, 1, 2);
  static final Call I_TO_LO = Call.act(2, 1, 3);
  static final Call J_TO_LO = Call.act(2, 2, 3);
  static final Call HI_TO_LEFT_OF_I = Call.act(2, 3, 4);
  static final Call I_RIGHT = Call.act(3, 1, 0);
  static final Call J_RIGHT = Call.act(3, 2, 0);
  static final Call PUSH = Call.act(4, 0, 0);
  static final Call POP = Call.act(5, 0, 0);

  private final int[] values;
  private final int[] sorted;
  private final Deque<Waiting> stack = new ArrayDeque<>();
  private int lo;
  private int hi;
  private int i;
  private int j;

  /** A segment that is still to be sorted: right of i, up to hi. */
  private record Waiting(int i, int hi) {}

  QuicksortArray(int[] input) {
    values = input.clone();
    sorted = input.clone();
    Arrays.sort(sorted);
    hi = values.length - 1;
    j = hi;
  }

  boolean isSegment() {
    return lo < hi;
  }

  boolean isScanning() {
    return j < hi;
  }

  boolean isBelowPivot() {
    return j < hi && values[j] < values[hi];
  }

  boolean isStackEmpty() {
    return stack.isEmpty();
  }

  @Override
  public int[] observation() {
    return new int[] {
      isSegment() ? 1 : 0, isScanning() ? 1 : 0, isBelowPivot() ? 1 : 0, isStackEmpty() ? 1 : 0
    };
  }

  @Override
  public boolean act(Call call) {
    if (call.equals(Call.NOTHING)) {
      return true;
    } else if (call.equals(SWAP_I_J)) {
      return swap(i, j);
    } else if (call.equals(SWAP_I_HI)) {
      return swap(i, hi);
    } else if (call.equals(I_TO_LO)) {
      i = lo;
    } else if (call.equals(J_TO_LO)) {
      j = lo;
    } else if (call.equals(HI_TO_LEFT_OF_I)) {
      hi = i - 1;
    } else if (call.equals(I_RIGHT) && i < values.length) {
      i++;
    } else if (call.equals(J_RIGHT) && j < values.length) {
      j++;
    } else if (call.equals(PUSH) && stack.size() < values.length) {
      stack.push(new Waiting(i, hi));
    } else if (call.equals(POP) && !stack.isEmpty()) {
      pop();
    } else {
      return false;
    }
    return true;
  }

  private boolean swap(int a, int b) {
    if (Math.min(a, b) < 0 || Math.max(a, b) >= values.length) {
      return false;
    }
    int kept = values[a];
    values[a] = values[b];
    values[b] = kept;
    return true;
  }

  private void pop() {
    var segment = stack.pop();
    i = segment.i();
    lo = i + 1;
    hi = segment.hi();
    j = hi;
  }

  @Override
  public boolean isSolved() {
    return Arrays.equals(values, sorted);
  }

  /** Returns the values, the pointers and the stack. */
  @Override
  public String toString() {
    return "%s lo %d hi %d i %d j %d stack %s"
        .formatted(Arrays.toString(values), lo, hi, i, j, stack);
  }
}

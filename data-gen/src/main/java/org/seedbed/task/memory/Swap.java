package org.seedbed.task.memory;

/**
 * Input {@code p, q, A[0..n−1], NULL}, where p and q point to two elements; output A with these
 * exchanged.
 */
final class Swap extends MemoryTask {
  private static final int ARRAY = 2;

  private final int first;

  /**
   * @param first the value of p or q that points to the first element
   */
  private Swap(Names names, int first, String description) {
    super(names, 20, description);
    this.first = first;
  }

  /** Returns the task in which p and q are the elements' addresses. */
  static Swap byAddress() {
    return new Swap(
        byAddress("swap"),
        ARRAY,
        "p, q, A[0..n-1], NULL, p and q point into A: exchange cells p and q");
  }

  /** Returns the task in which p and q are the elements' indices. */
  static Swap byIndex() {
    return new Swap(byIndex("swap"), 0, "p, q, A[0..n-1], NULL: exchange A[p] and A[q]");
  }

  @Override
  int cells(int length) {
    return Math.max(2, length) + ARRAY + 1;
  }

  @Override
  int timeSteps(int length) {
    return 6;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    int n = Math.max(2, drawLength(memory, 2, length));
    int p = memory.draw(0, n - 1);
    int other = memory.draw(0, n - 2);
    memory.setAll(0, first + p, first + (other < p ? other : other + 1));
    memory.fill(ARRAY, n, 1, memory.modulus() - 1);
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    for (int cell = ARRAY; input[cell] != 0; cell++) {
      expected.expect(cell, input[cell]);
    }
    int p = ARRAY + input[0] - first;
    int q = ARRAY + input[1] - first;
    expected.expect(p, input[q]);
    expected.expect(q, input[p]);
  }
}

package org.seedbed.task.memory;

/**
 * Input {@code k, A[0..n−1], NULL}, where k points to an element; output that element in cell 0.
 */
final class Access extends MemoryTask {
  private static final int ARRAY = 1;

  private final int first;

  /**
   * @param first the value of k that points to the first element
   */
  private Access(Names names, int first, String description) {
    super(names, 20, description);
    this.first = first;
  }

  /** Returns the task in which k is an element's address. */
  static Access byAddress() {
    return new Access(
        byAddress("access"), ARRAY, "k, A[0..n-1], NULL, k points into A: put cell k into cell 0");
  }

  /** Returns the task in which k is an element's index. */
  static Access byIndex() {
    return new Access(byIndex("access"), 0, "k, A[0..n-1], NULL: put A[k] into cell 0");
  }

  @Override
  int cells(int length) {
    return ARRAY + length + 1;
  }

  @Override
  int timeSteps(int length) {
    return 4;
  }

  @Override
  void layOut(MemoryLayout memory, int length) {
    int n = drawLength(memory, 1, length);
    memory.set(0, first + memory.draw(0, n - 1));
    memory.fill(ARRAY, n, 1, memory.modulus() - 1);
  }

  @Override
  void solve(int[] input, ExpectedMemory expected) {
    expected.expect(0, input[ARRAY + input[0] - first]);
  }
}

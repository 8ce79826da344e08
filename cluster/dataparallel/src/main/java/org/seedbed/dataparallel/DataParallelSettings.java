package org.seedbed.dataparallel;

/**
 * Settings of data-parallel training.
 *
 * @param workers number of workers that train concurrently, 1 or more
 * @param averagingEvery iterations per worker between two averagings, 1 or more
 * @param checkpointEvery averagings between two checkpoints, 1 or more
 * @param iterations total iterations per worker, 1 or more
 */
public record DataParallelSettings(
    int workers, int averagingEvery, int checkpointEvery, int iterations) {
  public DataParallelSettings {
    check("workers", workers);
    check("averagingEvery", averagingEvery);
    check("checkpointEvery", checkpointEvery);
    check("iterations", iterations);
  }

  private static void check(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + ", must be 1 or more");
    }
  }
}

package org.seedbed.dataparallel;

import org.seedbed.task.Bounds;

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
    Bounds.check("workers", workers, 1, 10_000);
    Bounds.check("averagingEvery", averagingEvery, 1, 1_000_000_000);
    Bounds.check("checkpointEvery", checkpointEvery, 1, 1_000_000_000);
    Bounds.check("iterations", iterations, 1, 1_000_000_000);
  }
}

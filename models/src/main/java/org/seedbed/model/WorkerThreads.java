package org.seedbed.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Threads that share numbered pieces of work: worker i of n takes every n-th piece from i on. */
public final class WorkerThreads implements AutoCloseable {
  private final int count;
  private final List<ExecutorService> others = new ArrayList<>();

  /**
   * @param count number of workers, the calling thread included, 1 or more
   */
  public WorkerThreads(int count) {
    this.count = count;
    for (int i = 1; i < count; i++) {
      others.add(
          Executors.newSingleThreadExecutor(
              work -> {
                var thread = new Thread(work, "worker");
                thread.setDaemon(true);
                return thread;
              }));
    }
  }

  /**
   * Does all pieces of work, and returns when they are done.
   *
   * @param pieces number of pieces
   * @param work prepares a worker and returns what it does for a piece
   */
  public void forEach(int pieces, IntFunction<IntConsumer> work) {
    var pending = new ArrayList<Future<?>>();
    for (int i = 1; i < count; i++) {
      int worker = i;
      pending.add(others.get(i - 1).submit(() -> share(worker, pieces, work)));
    }
    share(0, pieces, work);
    for (var future : pending) {
      await(future);
    }
  }

  private void share(int worker, int pieces, IntFunction<IntConsumer> work) {
    var each = work.apply(worker);
    for (int piece = worker; piece < pieces; piece += count) {
      each.accept(piece);
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("work failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at work", e);
    }
  }

  @Override
  public void close() {
    others.forEach(ExecutorService::shutdownNow);
  }
}

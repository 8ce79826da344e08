package org.seedbed.model;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Threads that share the members of a population: worker i takes every n-th member from i on. */
final class MemberThreads implements AutoCloseable {
  private final int count;
  private final List<ExecutorService> others = new ArrayList<>();

  /**
   * @param count number of workers, the calling thread included, 1 or more
   */
  MemberThreads(int count) {
    this.count = count;
    for (int i = 1; i < count; i++) {
      others.add(
          Executors.newSingleThreadExecutor(
              work -> {
                var thread = new Thread(work, "population-member");
                thread.setDaemon(true);
                return thread;
              }));
    }
  }

  /**
   * Does work for each member, and returns when all is done.
   *
   * @param work prepares a worker and returns what it does for a member
   */
  void forEach(int members, IntFunction<IntConsumer> work) {
    var pending = new ArrayList<Future<?>>();
    for (int i = 1; i < count; i++) {
      int worker = i;
      pending.add(others.get(i - 1).submit(() -> share(worker, members, work)));
    }
    share(0, members, work);
    for (var future : pending) {
      await(future);
    }
  }

  private void share(int worker, int members, IntFunction<IntConsumer> work) {
    var each = work.apply(worker);
    for (int member = worker; member < members; member += count) {
      each.accept(member);
    }
  }

  private static void await(Future<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a member's step failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted in a step", e);
    }
  }

  @Override
  public void close() {
    others.forEach(ExecutorService::shutdownNow);
  }
}

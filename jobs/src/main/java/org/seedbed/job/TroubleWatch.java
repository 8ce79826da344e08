package org.seedbed.job;

import java.time.Duration;
import java.util.List;

/** Looks for troubles again and again in a thread of its own, and tells a user of them. */
final class TroubleWatch implements AutoCloseable {
  private final Look look;
  private final Thread thread;

  private TroubleWatch(Look look, Thread thread) {
    this.look = look;
    this.thread = thread;
  }

  /** A look at what may be in trouble. */
  interface Look {
    /** Returns the present troubles. */
    List<Trouble> now() throws InterruptedException;

    /** Frees what looking needs. */
    default void close() {}
  }

  /**
   * Starts looking.
   *
   * @param name of the thread
   * @param pause before each look
   * @param log is told of what each look finds, in the watching thread
   */
  static TroubleWatch start(String name, Look look, Duration pause, TroubleLog log) {
    var thread = new Thread(() -> watch(look, pause, log), name);
    thread.setDaemon(true);
    thread.start();
    return new TroubleWatch(look, thread);
  }

  private static void watch(Look look, Duration pause, TroubleLog log) {
    try {
      while (true) {
        Thread.sleep(pause.toMillis());
        log.at(Duration.ofNanos(System.nanoTime()), look.now());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops looking. Does not wait for a look that has begun. */
  @Override
  public void close() {
    thread.interrupt();
    look.close();
  }
}

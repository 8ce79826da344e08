package org.seedbed.bench;

import org.seedbed.model.Backend;
import picocli.CommandLine.Option;

/** Threads of a timing. A picocli mixin. */
final class Threads {
  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Threads of one operation (default: ${DEFAULT-VALUE}).")
  private int threads;

  int number() {
    return threads;
  }

  /** Starts the backend with so many threads. */
  void startBackend() {
    Backend.start(threads);
  }
}

package org.seedbed.bench;

import org.seedbed.model.Backend;
import picocli.CommandLine.Option;

/** Picocli mixin with the number of threads of a timing. */
final class Threads {
  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Threads per operation (default: ${DEFAULT-VALUE}).")
  private int threads;

  int number() {
    return threads;
  }

  /** Starts the backend with this number of threads. */
  void startBackend() {
    Backend.start(threads);
  }
}

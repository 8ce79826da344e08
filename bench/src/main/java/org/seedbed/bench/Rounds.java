package org.seedbed.bench;

import picocli.CommandLine.Option;

/** Options that most timings have. A picocli mixin. */
final class Rounds {
  @Option(
      names = "--threads",
      defaultValue = "1",
      description = "Threads of one operation (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Times that each figure is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  int threads() {
    return threads;
  }

  int rounds() {
    return rounds;
  }
}

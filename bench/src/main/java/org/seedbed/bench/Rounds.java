package org.seedbed.bench;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that most timings have. A picocli mixin. */
final class Rounds {
  @Mixin private Threads threads;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Times that each figure is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  int threads() {
    return threads.number();
  }

  int rounds() {
    return rounds;
  }
}

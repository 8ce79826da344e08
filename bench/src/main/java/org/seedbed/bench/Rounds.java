package org.seedbed.bench;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Picocli mixin with the options of most timings. */
final class Rounds {
  @Mixin private Threads threads;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Measurements per figure (default: ${DEFAULT-VALUE}).")
  private int rounds;

  int threads() {
    return threads.number();
  }

  int rounds() {
    return rounds;
  }
}

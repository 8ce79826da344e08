package org.seedbed.bench;

import picocli.CommandLine.Option;

/** Picocli mixin: how often, and for how long, everyone is measured in turn. */
final class Turns {
  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Measurements per figure (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "Seconds per measurement (default: ${DEFAULT-VALUE}).")
  private double seconds;

  int rounds() {
    return rounds;
  }

  double seconds() {
    return seconds;
  }
}

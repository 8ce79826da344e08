package org.seedbed.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs promtool, the Prometheus checker. Tests that need it are skipped if it is not installed. */
final class Promtool {
  private Promtool() {}

  /** Asserts that promtool succeeds. */
  static void passes(List<String> arguments) throws Exception {
    assumeTrue(
        InstalledProgram.exists("promtool"),
        "promtool is not installed: it comes with Debian's package prometheus");
    var command = new ArrayList<>(List.of("promtool"));
    command.addAll(arguments);
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }
}

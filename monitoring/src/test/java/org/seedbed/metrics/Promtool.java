package org.seedbed.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Prometheus' own checker, where it is installed; tests that need it are skipped where it is not.
 */
final class Promtool {
  private Promtool() {}

  /** Passes if promtool does. */
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

package org.seedbed.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script of {@code helm test}, run as a process. */
class HelmTestScriptIT {
  private static final String OUT = "s3a://bucket/runs/one";
  private static final String ONE = "out: " + OUT + "\n";

  @TempDir Path folder;

  /** Runs the test with a fake kubectl that reads the allowed requests from a file. */
  @ParameterizedTest
  @CsvSource({"'',0", "create pods,1", "+get secrets,1", "+list nodes,1"})
  void theTestOfPermissionsFindsBothKindsOfError(String change, int expected) throws Exception {
    var chart = RenderedChart.of(ONE);
    var allowed = new ArrayList<String>();
    for (var rule : chart.only(Role.class).getRules()) {
      rule.getVerbs()
          .forEach(verb -> rule.getResources().forEach(what -> allowed.add(verb + " " + what)));
    }
    allowed.remove(change);
    if (change.startsWith("+")) {
      allowed.add(change.substring(1));
    }
    Files.write(folder.resolve("allowed"), allowed);
    var kubectl = folder.resolve("kubectl");
    Files.writeString(
        kubectl,
        """
        #!/bin/sh
        shift 2
        if grep -qx "$*" "%s"; then echo yes; else echo no; exit 1; fi
        """
            .formatted(folder.resolve("allowed")));
    assertThat(kubectl.toFile().setExecutable(true)).isTrue();
    var container = chart.only(Pod.class).getSpec().getContainers().get(0);
    var command = new ArrayList<>(container.getCommand());
    command.addAll(container.getArgs());
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().merge("PATH", folder.toString(), (old, ours) -> ours + ":" + old);
    assertThat(builder.start().waitFor())
        .as(Files.readString(folder.resolve("log")))
        .isEqualTo(expected);
  }
}

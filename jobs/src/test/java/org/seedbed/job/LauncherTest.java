package org.seedbed.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code seedbed}, with a Java that prints its command line. */
class LauncherTest {
  @TempDir Path home;

  @Test
  void theJarsOfS3aAreOnTheClassPathOnceTheyAreBuilt() throws Exception {
    Files.copy(Path.of("../seedbed"), home.resolve("seedbed"));
    Files.createDirectories(home.resolve("jobs/target"));
    Files.createFile(home.resolve("jobs/target/built"));
    var java = Files.createDirectories(home.resolve("jdk/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; else echo "$@"; fi
        """);
    assertThat(java.toFile().setExecutable(true)).isTrue();
    var builder =
        new ProcessBuilder("bash", home.resolve("seedbed").toString(), "leaderboard", "s3a://b/r")
            .redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    var process = builder.start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed)
        .contains("jobs/target/spark/jars/*:" + home.resolve("jobs/target/s3a") + "/*")
        .contains("org.seedbed.job.Seedbed leaderboard s3a://b/r");
  }
}

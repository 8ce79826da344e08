package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** Tests the two application jars, with and without DL4J. */
class ApplicationJarsIT {
  private static final Path WITH = Path.of("target", "seedbed.jar");
  private static final Path WITHOUT = Path.of("target", "seedbed-core.jar");

  @Test
  void theOneWithoutDl4jIsAboutHalfTheSize() throws IOException {
    assertThat(Files.size(WITHOUT) / (double) Files.size(WITH)).isBetween(0.3, 0.6);
    try (var jar = new JarFile(WITHOUT.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .noneMatch(
              name ->
                  name.startsWith("org/nd4j/")
                      || name.startsWith("org/deeplearning4j/")
                      || name.startsWith("org/bytedeco/")
                      || name.startsWith("org/seedbed/dataparallel/"));
    }
  }

  @Test
  void bothHoldEveryServiceAndTheLicences() throws IOException {
    for (var path : new Path[] {WITH, WITHOUT}) {
      try (var jar = new JarFile(path.toFile())) {
        assertThat(lines(jar, "META-INF/services/org.seedbed.model.ModelFamily")).isEqualTo(4);
        assertThat(lines(jar, "META-INF/services/org.seedbed.task.TaskProvider")).isEqualTo(3);
        assertThat(lines(jar, "META-INF/services/org.seedbed.search.pruning.PruningRule"))
            .isEqualTo(3);
        assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
        assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
      }
    }
  }

  private static long lines(JarFile jar, String entry) throws IOException {
    try (var in = jar.getInputStream(jar.getEntry(entry))) {
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .count();
    }
  }
}

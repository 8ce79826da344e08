package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.files.Json;

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
        assertThat(lines(jar, "META-INF/services/org.seedbed.model.ModelFamily")).isEqualTo(12);
        assertThat(lines(jar, "META-INF/services/org.seedbed.task.TaskProvider")).isEqualTo(8);
        assertThat(lines(jar, "META-INF/services/org.seedbed.search.pruning.PruningRule"))
            .isEqualTo(5);
        assertThat(jar.getEntry("META-INF/LICENSE")).isNotNull();
        assertThat(jar.getEntry("META-INF/NOTICE")).isNotNull();
        assertThat(jar.getEntry("META-INF/licenses/pytorch/LICENSE")).isNotNull();
        assertThat(jar.getEntry("META-INF/licenses/intel-mkl/LICENSE.txt")).isNotNull();
        assertThat(jar.getEntry("META-INF/licenses/commons-statistics/NOTICE")).isNotNull();
        boolean dl4j = path.equals(WITH);
        assertThat(jar.getEntry("META-INF/licenses/openblas/LICENSE") != null).isEqualTo(dl4j);
      }
    }
  }

  /** What libraries carry inside is in the bill of materials, and its licence texts in the jar. */
  @Test
  void theBillOfMaterialsHoldsWhatLibrariesCarry() throws IOException {
    var bom = Json.mapper().readTree(Path.of("target", "bom.json").toFile()).path("components");
    var carried = new ArrayList<JsonNode>();
    try (var jar = new JarFile(WITH.toFile())) {
      for (var component : bom) {
        if (!property(component, "seedbed:carriedBy").isEmpty()) {
          carried.add(component);
          boolean apache = component.path("licenses").findValuesAsText("id").contains("Apache-2.0");
          String text = property(component, "seedbed:text");
          assertThat(apache || jar.getEntry(text) != null).as("%s: %s", component, text).isTrue();
        }
      }
    }
    assertThat(carried).hasSize(31);
    assertThat(carried)
        .extracting(component -> component.path("name").asText())
        .contains("snakeyaml", "jackson-databind", "protobuf-java", "pytorch", "oneMKL");
    assertThat(unlisted(bom, carried)).isEmpty();
  }

  /** Only Spark for Kubernetes brings that client, and nothing else may need it. */
  @Test
  void aSearchElsewhereNeedsNoClientOfKubernetes(@TempDir Path folder) throws Exception {
    var libraries = Path.of("target", "spark", "jars");
    try (var jars = Files.list(libraries)) {
      assertThat(jars).noneMatch(jar -> jar.getFileName().toString().contains("kubernetes"));
    }
    var search = new ArrayList<>(List.of("org.seedbed.job.Seedbed"));
    search.addAll(SmallSearch.RESTARTS);
    search.addAll(List.of("--out", folder.resolve("run").toString()));
    var log = folder.resolve("log").toFile();
    var process =
        SparkHome.jvm(WITH + File.pathSeparator + libraries + "/*", List.of(), search)
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    assertThat(process.waitFor()).as(Files.readString(log.toPath())).isZero();
  }

  private static String property(JsonNode component, String name) {
    for (var property : component.path("properties")) {
      if (property.path("name").asText().equals(name)) {
        return property.path("value").asText();
      }
    }
    return "";
  }

  /** Returns the libraries inside the jars of the bill of materials that it does not list. */
  private static List<String> unlisted(JsonNode bom, List<JsonNode> carried) throws IOException {
    var listed = new HashSet<String>();
    carried.forEach(c -> listed.add(c.path("name").asText() + " " + c.path("version").asText()));
    var unlisted = new ArrayList<String>();
    for (var path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      String file = Path.of(path).getFileName().toString();
      boolean ours =
          StreamSupport.stream(bom.spliterator(), false)
              .anyMatch(
                  c -> file.startsWith(c.path("name").asText() + "-" + c.path("version").asText()));
      if (!ours || !file.endsWith(".jar")) {
        continue;
      }
      try (var jar = new JarFile(path)) {
        for (var entry : Collections.list(jar.entries())) {
          if (entry.getName().matches("META-INF/maven/.*/pom.properties")) {
            var properties = new Properties();
            properties.load(jar.getInputStream(entry));
            String name = properties.getProperty("artifactId");
            String version = properties.getProperty("version");
            // It holds no class.
            boolean empty = name.equals("listenablefuture");
            boolean known = empty || listed.contains(name + " " + version);
            if (!file.startsWith(name + "-") && !known) {
              unlisted.add("%s carries %s %s".formatted(file, name, version));
            }
          }
        }
      }
    }
    return unlisted;
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

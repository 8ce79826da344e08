package org.seedbed.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.seedbed.k8s.Manifests;
import org.seedbed.k8s.Manifests.Manifest;

/**
 * The chart, rendered by Helm for some values as release {@code one} in namespace <i>test</i>.
 *
 * @param text the rendered text
 * @param manifests the documents in the text
 */
record RenderedChart(String text, List<Manifest> manifests) {
  static final Path CHART = Path.of("seedbed");

  private static final String KUBERNETES = "1.31.0";

  /**
   * A copy of the chart without hook annotations and without a look at a cluster. Helm's library
   * does not render hooks, and asks a cluster where {@code helm template} finds nothing.
   */
  private static final Path WITHOUT_HOOKS =
      copy("chart-without-hooks", RenderedChart::withoutHooks);

  /** Such a copy that believes that Prometheus' operator is there. */
  private static final Path WATCHED =
      copy(
          "chart-watched",
          text ->
              withoutHooks(text)
                  .replace(
                      ".root.Capabilities.APIVersions.Has \"monitoring.coreos.com/v1\"", "true"));

  private static String withoutHooks(String text) {
    // What only removes objects of other hooks has their names.
    return text.contains("pre-delete")
        ? ""
        : text.replace("helm.sh/hook", "hook")
            .replace("lookup \"v1\" \"Secret\" .Release.Namespace $name", "dict");
  }

  /** Copies the chart, applying a change to the text of each file. */
  static Path copy(String name, UnaryOperator<String> change) {
    try (var files = Files.walk(CHART)) {
      var copy = Path.of("target", name);
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = copy.resolve(CHART.relativize(file));
        Files.createDirectories(target.getParent());
        Files.writeString(target, change.apply(Files.readString(file)));
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Renders the chart.
   *
   * @param values values in YAML
   * @throws IllegalStateException with Helm's message if Helm rejects the values
   */
  static RenderedChart of(String values) throws IOException {
    return of(values, WITHOUT_HOOKS);
  }

  /** Renders the chart as on a cluster with Prometheus' operator. */
  static RenderedChart ofWatched(String values) throws IOException {
    return of(values, WATCHED);
  }

  private static RenderedChart of(String values, Path chart) throws IOException {
    var file = Files.createTempFile("values", ".yaml");
    try {
      Files.writeString(file, values);
      var text =
          new Helm(chart)
              .template()
              .withName("one")
              .withNamespace("test")
              .withKubeVersion(KUBERNETES)
              .withValuesFile(file)
              .call();
      return new RenderedChart(text, Manifests.in(text));
    } finally {
      Files.delete(file);
    }
  }

  <T extends HasMetadata> T only(Class<T> kind) {
    return Manifests.only(manifests, kind);
  }

  List<Manifest> ofKind(String kind) {
    return manifests.stream().filter(m -> m.read().getKind().equals(kind)).toList();
  }

  /** Returns the document of the only object of a kind that has no Java type here. */
  JsonNode written(String kind) {
    return ofKind(kind).get(0).written();
  }

  /** Returns the driver pod of the Job or CronJob. */
  PodTemplateSpec driver() {
    return ofKind("Job").isEmpty()
        ? only(CronJob.class).getSpec().getJobTemplate().getSpec().getTemplate()
        : only(Job.class).getSpec().getTemplate();
  }

  /** Returns the job's command line, starting with the verb. */
  List<String> arguments() throws IOException {
    if (!ofKind("SparkApplication").isEmpty()) {
      var arguments = written("SparkApplication").path("spec").path("arguments");
      return new ObjectMapper().readerForListOf(String.class).readValue(arguments);
    }
    var all = driver().getSpec().getContainers().get(0).getArgs();
    return all.subList(all.indexOf("local:///opt/seedbed/seedbed.jar") + 1, all.size());
  }

  /** Returns the files that are mounted at {@code /etc/seedbed}, by name. */
  Map<String, String> config() {
    return ofKind("SparkApplication").isEmpty()
        ? filesOf(driver())
        : manifests.stream()
            .map(Manifest::read)
            .filter(ConfigMap.class::isInstance)
            .map(ConfigMap.class::cast)
            .map(ConfigMap::getData)
            .filter(data -> data.containsKey("experiment.yaml"))
            .findFirst()
            .orElseThrow();
  }

  private static Map<String, String> filesOf(PodTemplateSpec driver) {
    var files = new TreeMap<String, String>();
    for (var volume : driver.getSpec().getVolumes()) {
      if (volume.getDownwardAPI() != null) {
        for (var item : volume.getDownwardAPI().getItems()) {
          String field = item.getFieldRef().getFieldPath();
          String annotation =
              field.substring("metadata.annotations['".length(), field.length() - "']".length());
          files.put(item.getPath(), driver.getMetadata().getAnnotations().get(annotation));
        }
      }
    }
    return files;
  }

  /** Returns the name of the Job or CronJob. */
  String name() {
    return ofKind(ofKind("Job").isEmpty() ? "CronJob" : "Job")
        .get(0)
        .read()
        .getMetadata()
        .getName();
  }

  /** Returns the pod template for executors. */
  Pod executor() throws IOException {
    return Manifests.only(Manifests.in(config().get("executor.yaml")), Pod.class);
  }

  /** Returns Spark's properties. */
  Properties sparkProperties() throws IOException {
    var properties = new Properties();
    properties.load(new StringReader(config().get("spark.properties")));
    return properties;
  }
}

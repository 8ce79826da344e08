package org.seedbed.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.seedbed.k8s.RestrictedPods.assertRestricted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.k8s.KubernetesSchema;
import org.seedbed.k8s.Manifests;

class ChartTest {
  private static final String OUT = "s3a://bucket/runs/one";
  private static final String ONE = "out: " + OUT + "\n";
  private static final String LINGER = "spark.seedbed.metrics.linger";
  private static final String MONITORED =
      ONE + "metrics: {podMonitor: always, prometheusRule: always, dashboards: always}\n";
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @TempDir Path folder;

  /**
   * Returns values for every mode with every storage, each with default and with changed settings,
   * and those that the chart brings for chart tools.
   */
  static List<String> matrix() throws IOException {
    var storages =
        List.of(
            ONE + "storage: {kind: s3a}\n",
            ONE
                + "storage: {kind: s3a, s3a: {endpoint: 'http://minio:9000', region: eu-1,"
                + " pathStyle: true, credentialsSecret: s3}}\n",
            "out: hdfs://namenode/runs/one\nstorage: {kind: hdfs, hdfs: {configMap: hadoop, user:"
                + " lab}}\n",
            "out: /data/one\nstorage: {kind: pvc, pvc: {claim: runs}}\n");
    var more =
        List.of(
            "",
            """
            image: {repository: lab/seedbed, tag: v2, pullSecrets: [pull, other]}
            experiment: {model: npi, task: addition-recursive, seeds: {count: 2000000}}
            extraArgs: [--set, search.pruning.keep=0.25]
            gpu: {count: 2}
            driver: {nodeSelector: {pool: steady}, priorityClassName: high, podDisruptionBudget: {enabled: false}}
            executor: {nodeSelector: {pool: spot}, tolerations: [{key: spot, operator: Exists, effect: NoSchedule}], priorityClassName: low}
            dynamicAllocation: {enabled: true, minExecutors: 1, maxExecutors: 20}
            decommission: {enabled: false}
            job: {backoffLimit: 0, activeDeadlineSeconds: 7200, ttlSecondsAfterFinished: 0}
            cronJob: {schedule: '*/5 * * * *', timeZone: Etc/UTC, suspend: true}
            kueue: {queueName: research}
            metrics: {podMonitor: always, prometheusRule: always, dashboards: always, labels: {release: prometheus}}
            networkPolicy: {enabled: false}
            sparkConf: {spark.executor.memory: 6g, spark.eventLog.enabled: "true"}
            """);
    var matrix = new ArrayList<String>();
    for (var mode : List.of("Job", "CronJob", "SparkApplication")) {
      for (var storage : storages) {
        more.forEach(values -> matrix.add("mode: " + mode + "\n" + storage + values));
      }
    }
    matrix.add(ONE + "verb: generate\ngenerate: {task: memory/copy, examples: 2000000}\n");
    matrix.add(ONE + "verb: train\ntrain: {from: s3a://b/r, rank: 3, data: s3a://b/d}\n");
    matrix.add(ONE + "verb: report\n");
    try (var files = Files.newDirectoryStream(RenderedChart.CHART.resolve("ci"), "*-values.yaml")) {
      for (var file : files) {
        matrix.add(Files.readString(file));
      }
    }
    return matrix;
  }

  @ParameterizedTest
  @MethodSource("matrix")
  void isWhatKubernetesKnows(String values) throws IOException {
    var chart = RenderedChart.of(values);
    assertThat(chart.manifests()).hasSizeGreaterThan(6);
    for (var manifest : chart.manifests()) {
      var name = manifest.read().getKind() + " of\n" + values;
      assertThat(KubernetesSchema.errorIn(manifest)).as(name).isEmpty();
      if (!manifest.read().getKind().equals("SparkApplication")) {
        assertThat(manifest.unknown()).as(name).isEmpty();
      }
      assertThat(manifest.read().getMetadata().getName()).as(name).matches("[a-z0-9-]{1,63}");
      assertThat(manifest.read().getMetadata().getLabels())
          .as(name)
          .containsEntry("app.kubernetes.io/instance", "one");
    }
    // The job can read its experiment file.
    if (!chart.arguments().contains("sweep")) {
      ExperimentFile.read(chart.config().get("experiment.yaml"), Map.of());
    }
    for (var pod : pods(chart)) {
      assertRestricted(pod.getSpec());
    }
    if (values.contains("CronJob")) {
      assertThat(chart.arguments()).contains("--fresh-seeds").doesNotContain("--resume");
    }
  }

  /** Returns the pods of the driver, of the executors and of the test. */
  private static List<PodTemplateSpec> pods(RenderedChart chart) throws IOException {
    var test = chart.only(Pod.class);
    var pods = new ArrayList<PodTemplateSpec>();
    pods.add(new PodTemplateSpec(test.getMetadata(), test.getSpec()));
    if (chart.ofKind("SparkApplication").isEmpty()) {
      var executor = chart.executor();
      pods.add(new PodTemplateSpec(executor.getMetadata(), executor.getSpec()));
      pods.add(chart.driver());
    } else {
      for (var role : List.of("driver", "executor")) {
        var template = chart.written("SparkApplication").path("spec").path(role).path("template");
        pods.add(Serialization.unmarshal(template.toString(), PodTemplateSpec.class));
      }
    }
    return pods;
  }

  @Test
  void aJobRetriesWhatIsWorthIt() throws IOException {
    var spec = RenderedChart.of(ONE).only(Job.class).getSpec();
    assertThat(spec.getBackoffLimit()).isEqualTo(6);
    assertThat(spec.getTemplate().getSpec().getRestartPolicy()).isEqualTo("Never");
    var rules = spec.getPodFailurePolicy().getRules();
    assertThat(rules).hasSize(2);
    assertThat(rules.get(0).getAction()).isEqualTo("FailJob");
    // Only Seedbed's ExitCode.USAGE: 1 and 4 are worth a retry.
    assertThat(rules.get(0).getOnExitCodes().getValues()).containsExactly(2);
    assertThat(rules.get(0).getOnExitCodes().getContainerName())
        .isEqualTo(spec.getTemplate().getSpec().getContainers().get(0).getName());
    assertThat(rules.get(1).getAction()).isEqualTo("Ignore");
    assertThat(rules.get(1).getOnPodConditions().get(0).getType()).isEqualTo("DisruptionTarget");
  }

  @Test
  void aChangedReleaseIsAnotherJob() throws IOException {
    var name = RenderedChart.of(ONE).only(Job.class).getMetadata().getName();
    assertThat(RenderedChart.of(ONE).only(Job.class).getMetadata().getName()).isEqualTo(name);
    var other = RenderedChart.of(ONE + "experiment: {task: reverse}\n");
    assertThat(other.only(Job.class).getMetadata().getName()).isNotEqualTo(name);
  }

  /** So an upgrade takes no file from a firing that runs, nor from its retry. */
  @Test
  void aJobBringsItsFilesAlong() throws IOException {
    for (var mode : List.of("Job", "CronJob")) {
      var chart = RenderedChart.of(ONE + "mode: " + mode + "\nexperiment: {task: reverse}\n");
      assertThat(chart.ofKind("ConfigMap")).isEmpty();
      assertThat(chart.config())
          .containsOnlyKeys("experiment.yaml", "executor.yaml", "spark.properties");
      assertThat(chart.config().get("experiment.yaml").strip()).isEqualTo("task: reverse");
    }
  }

  /** A Job is immutable: an upgrade with the same values must not change it. */
  @Test
  void aJobIsTheSameWithPrometheusOperatorAndWithout() throws IOException {
    var watched = RenderedChart.ofWatched(ONE);
    assertThat(watched.ofKind("PodMonitor")).hasSize(1);
    assertThat(watched.only(Job.class)).isEqualTo(RenderedChart.of(ONE).only(Job.class));
  }

  @Test
  void aJobHasADeadline() throws IOException {
    assertThat(RenderedChart.of(ONE).only(Job.class).getSpec().getActiveDeadlineSeconds())
        .isEqualTo(172_800);
    var without = RenderedChart.of(ONE + "job: {activeDeadlineSeconds: 0}\n");
    assertThat(without.only(Job.class).getSpec().getActiveDeadlineSeconds()).isNull();
  }

  @Test
  void everyVerbHasItsCommandLine() throws IOException {
    assertThat(RenderedChart.of(ONE).arguments())
        .containsExactly(
            "restarts",
            "--experiment",
            "/etc/seedbed/experiment.yaml",
            "--out",
            "s3a://bucket/runs/one",
            "--resume");
    assertThat(RenderedChart.of(ONE + "verb: sweep\n").arguments())
        .containsExactly(
            "sweep", "--experiment", "/etc/seedbed/experiment.yaml", "--out", OUT, "--resume");
    assertThat(
            RenderedChart.of(ONE + "verb: generate\ngenerate: {task: memory/copy}\n").arguments())
        .containsExactly(
            "generate", "--task", "memory/copy", "--examples", "1000000", "--out", OUT);
    assertThat(
            RenderedChart.of(ONE + "verb: train\ntrain: {from: s3a://b/r, data: s3a://b/d}\n")
                .arguments())
        .containsExactly(
            "train",
            "--from",
            "s3a://b/r",
            "--rank",
            "1",
            "--workers",
            "2",
            "--data",
            "s3a://b/d",
            "--out",
            OUT,
            "--resume");
    assertThat(RenderedChart.of(ONE + "verb: report\nextraArgs: [a]\n").arguments())
        .containsExactly("report", OUT, "a");
  }

  @Test
  void firingsOfACronJobDoNotMeet() throws IOException {
    var spec = RenderedChart.of(ONE + "mode: CronJob\n").only(CronJob.class).getSpec();
    assertThat(spec.getConcurrencyPolicy()).isEqualTo("Forbid");
    assertThat(spec.getJobTemplate().getSpec().getPodFailurePolicy().getRules()).hasSize(2);
  }

  /** Checks field names against the operator (kubeflow/spark-operator 2.5, v1beta2). */
  @Test
  void aSparkApplicationHasTheOperatorsFields() throws IOException {
    var spec =
        RenderedChart.of(
                ONE
                    + "mode: SparkApplication\nkueue: {queueName: lab}\n"
                    + "dynamicAllocation: {enabled: true}\nimage: {pullSecrets: [pull]}\n")
            .written("SparkApplication")
            .path("spec");
    assertThat(spec.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "suspend",
            "type",
            "mode",
            "sparkVersion",
            "image",
            "imagePullPolicy",
            "imagePullSecrets",
            "mainClass",
            "mainApplicationFile",
            "arguments",
            "sparkConf",
            "restartPolicy",
            "dynamicAllocation",
            "driver",
            "executor");
    assertThat(spec.path("driver").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "cores", "memory", "memoryOverhead", "serviceAccount", "template");
    assertThat(spec.path("executor").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "cores",
            "memory",
            "memoryOverhead",
            "serviceAccount",
            "deleteOnTermination",
            "template");
  }

  @Test
  void dynamicAllocationHasABoundThatFixesTheSlots() throws IOException {
    var values = ONE + "dynamicAllocation: {enabled: true, maxExecutors: 20}\n";
    var chart = RenderedChart.of(values + "executor: {cores: 8}\n");
    var spark = chart.sparkProperties();
    assertThat(spark)
        .containsEntry("spark.dynamicAllocation.maxExecutors", "20")
        .containsEntry("spark.dynamicAllocation.shuffleTracking.enabled", "true")
        .doesNotContainKey("spark.executor.instances");
    assertThat(chart.arguments()).endsWith("--set", "search.slots=160");
    var fourThreads = values + "executor: {cores: 4}\nexperiment: {search: {threads: 4}}\n";
    assertThat(RenderedChart.of(fourThreads).arguments()).endsWith("--set", "search.slots=20");
    assertThat(RenderedChart.of(values + "experiment: {search: {slots: 7}}\n").arguments())
        .doesNotContain("--set");
  }

  @Test
  void executorsOnSpotNodesAreDrained() throws IOException {
    var chart = RenderedChart.of(ONE + "decommission: {gracePeriodSeconds: 90}\n");
    assertThat(chart.sparkProperties())
        .containsEntry("spark.decommission.enabled", "true")
        .containsEntry("spark.executor.decommission.forceKillTimeout", "90s");
    assertThat(chart.executor().getSpec().getTerminationGracePeriodSeconds()).isGreaterThan(90);
  }

  @Test
  void gpusAreAskedForBySparkAndShared() throws IOException {
    assertThat(RenderedChart.of(ONE).sparkProperties())
        .doesNotContainKey("spark.executor.resource.gpu.amount");
    assertThat(RenderedChart.of(ONE + "gpu: {count: 2, vendor: amd.com}\n").sparkProperties())
        .containsEntry("spark.executor.resource.gpu.amount", "2")
        .containsEntry("spark.executor.resource.gpu.vendor", "amd.com");
  }

  @Test
  void secretsAreReferredToAndNothingElse() throws IOException {
    var chart = RenderedChart.of(ONE + "storage: {s3a: {credentialsSecret: s3}}\n");
    for (var container :
        List.of(
            chart.driver().getSpec().getContainers().get(0),
            chart.executor().getSpec().getContainers().get(0))) {
      var secret =
          container.getEnv().stream()
              .filter(variable -> variable.getName().equals("AWS_SECRET_ACCESS_KEY"))
              .findFirst()
              .orElseThrow();
      assertThat(secret.getValue()).isNull();
      assertThat(secret.getValueFrom().getSecretKeyRef().getName()).isEqualTo("s3");
    }
    assertThat(chart.ofKind("Secret")).hasSize(1);
  }

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), UTF_8);
  }

  @Test
  void driverAndExecutorsShareASecret() throws IOException {
    var chart = RenderedChart.of(ONE);
    var secret = chart.only(Secret.class);
    assertThat(secret.getData()).containsOnlyKeys("secret", "encoded");
    assertThat(decoded(secret.getData().get("secret"))).matches("[A-Za-z0-9]{64}");
    assertThat(decoded(secret.getData().get("encoded"))).isEqualTo(secret.getData().get("secret"));
    assertThat(RenderedChart.of(ONE).only(Secret.class).getData()).isNotEqualTo(secret.getData());
    assertThat(chart.sparkProperties())
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.network.crypto.enabled", "true")
        .containsEntry("spark.authenticate.secret.driver.file", "/etc/seedbed-secret/secret")
        .containsEntry("spark.authenticate.secret.executor.file", "/etc/seedbed-secret/secret");
    String name = secret.getMetadata().getName();
    assertThat(chart.driver().getSpec().getVolumes())
        .anyMatch(v -> v.getSecret() != null && v.getSecret().getSecretName().equals(name));
    assertThat(chart.driver().getSpec().getContainers().get(0).getVolumeMounts())
        .anyMatch(mount -> mount.getMountPath().equals("/etc/seedbed-secret"));
    var variable = chart.executor().getSpec().getContainers().get(0).getEnv().get(0);
    assertThat(variable.getName()).isEqualTo("_SPARK_AUTH_SECRET");
    assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo(name);
    assertThat(variable.getValueFrom().getSecretKeyRef().getKey()).isEqualTo("encoded");
    // It is in no configuration that is easier to read than a Secret.
    String value = secret.getData().get("secret");
    assertThat(chart.text().split(Pattern.quote(value), -1)).hasSize(2);

    var own = RenderedChart.of(ONE + "security: {existingSecret: mine}\n");
    assertThat(own.ofKind("Secret")).isEmpty();
    assertThat(own.driver().getSpec().getVolumes())
        .anyMatch(v -> v.getSecret() != null && v.getSecret().getSecretName().equals("mine"));
  }

  @ParameterizedTest
  @CsvSource({
    "'', seedbed:0.1.0",
    "'tag: v3', seedbed:v3",
    "'tag: v3, digest: sha256:0000000000000000000000000000000000000000000000000000000000000000',"
        + " seedbed@sha256:0000000000000000000000000000000000000000000000000000000000000000"
  })
  void theImageIsByTagOrByDigest(String image, String expected) throws IOException {
    var chart = RenderedChart.of(ONE + "image: {pullSecrets: [pull], " + image + "}\n");
    assertThat(chart.driver().getSpec().getContainers().get(0).getImage()).isEqualTo(expected);
    assertThat(chart.sparkProperties()).containsEntry("spark.kubernetes.container.image", expected);
    for (var spec : List.of(chart.driver().getSpec(), chart.executor().getSpec())) {
      assertThat(spec.getImagePullSecrets())
          .extracting(LocalObjectReference::getName)
          .containsExactly("pull");
    }
  }

  @Test
  void podsGoWhereTheyAreSent() throws IOException {
    var chart =
        RenderedChart.of(
            ONE
                + """
                driver: {nodeSelector: {pool: steady}, serviceAccountAnnotations: {role: writer}}
                executor: {tolerations: [{key: spot, operator: Exists}], priorityClassName: low}
                """);
    assertThat(chart.driver().getSpec().getNodeSelector()).containsEntry("pool", "steady");
    assertThat(chart.executor().getSpec().getTolerations())
        .extracting(Toleration::getKey)
        .containsExactly("spot");
    assertThat(chart.executor().getSpec().getPriorityClassName()).isEqualTo("low");
    assertThat(chart.executor().getSpec().getTopologySpreadConstraints()).hasSize(1);
    assertThat(chart.ofKind("ServiceAccount").get(0).read().getMetadata().getAnnotations())
        .containsEntry("role", "writer");
  }

  @Test
  void theDriverMayDoWhatPlainSparkMayDo() throws IOException {
    var plain = Manifests.only(Path.of("../k8s/base/rbac.yaml"), Role.class);
    assertThat(RenderedChart.of(ONE).only(Role.class).getRules()).isEqualTo(plain.getRules());
  }

  @Test
  void policiesAreOfThisReleaseAlone() throws IOException {
    var chart = RenderedChart.of(ONE + "metrics: {namespace: watch}\n");
    var policy = chart.only(NetworkPolicy.class).getSpec();
    assertThat(policy.getPodSelector().getMatchLabels())
        .containsEntry("app.kubernetes.io/instance", "one");
    assertThat(chart.driver().getMetadata().getLabels())
        .containsAllEntriesOf(policy.getPodSelector().getMatchLabels())
        .containsEntry("spark-role", "driver");
    assertThat(policy.getIngress()).hasSize(2);
    assertThat(policy.getIngress().get(1).getFrom().get(0).getNamespaceSelector().getMatchLabels())
        .containsValue("watch");
    // The policy guards them, and a forwarded port reaches a pod at its loopback address.
    assertThat(chart.sparkProperties())
        .containsEntry("spark.seedbed.metrics.bindAddress", "0.0.0.0");
    var budget = chart.only(PodDisruptionBudget.class).getSpec();
    assertThat(chart.driver().getMetadata().getLabels())
        .containsAllEntriesOf(budget.getSelector().getMatchLabels());
    assertThat(chart.executor().getMetadata().getLabels())
        .doesNotContainEntry("app.kubernetes.io/component", "driver");
  }

  @Test
  void monitoringIsGuarded() throws IOException {
    // Without a cluster, Helm finds no operator.
    var plain = RenderedChart.of(ONE);
    assertThat(plain.ofKind("PodMonitor")).isEmpty();
    assertThat(plain.ofKind("PrometheusRule")).isEmpty();
    assertThat(plain.ofKind("ConfigMap")).isEmpty();
    var never = RenderedChart.of(ONE + "metrics: {podMonitor: never}\n");
    assertThat(never.sparkProperties()).doesNotContainKey(LINGER);
  }

  /** A chart's package, and a checkout on Windows, keep no symbolic links. */
  @Test
  void theChartHasCopiesOfDashboardsAndRules() throws IOException {
    try (var files = Files.walk(RenderedChart.CHART)) {
      assertThat(files).noneMatch(Files::isSymbolicLink);
    }
    assertSameFiles("../monitoring/dashboards", "dashboards");
    assertSameFiles("../monitoring/prometheus/rules", "rules");
  }

  private static void assertSameFiles(String origin, String copy) throws IOException {
    var target = RenderedChart.CHART.resolve(copy);
    assertThat(textByName(target))
        .as("copy them: rm helm/%1$s/*; cp helm/%2$s/* helm/%1$s/", target, origin)
        .isEqualTo(textByName(Path.of(origin)));
  }

  private static Map<String, String> textByName(Path folder) throws IOException {
    var texts = new TreeMap<String, String>();
    try (var files = Files.newDirectoryStream(folder)) {
      for (var file : files) {
        texts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return texts;
  }

  @Test
  void theTestFitsAQuotaAndLeavesItsLog() throws IOException {
    var resources =
        RenderedChart.of(ONE).only(Pod.class).getSpec().getContainers().get(0).getResources();
    assertThat(resources.getRequests()).containsOnlyKeys("cpu", "memory");
    assertThat(resources.getLimits()).containsOnlyKeys("cpu", "memory");
    var template =
        Files.readString(RenderedChart.CHART.resolve("templates/tests/permissions.yaml"));
    assertThat(template).contains("hook-delete-policy: before-hook-creation\n");
  }

  /** Of 2 CPUs and 4 GiB, something is left for Kubernetes' own pods. */
  @Test
  void theDefaultSizesFitASmallCluster() throws IOException {
    var chart = RenderedChart.of(ONE);
    var spark = chart.sparkProperties();
    int executors = Integer.parseInt(spark.getProperty("spark.executor.instances"));
    var driver = chart.driver().getSpec().getContainers().get(0).getResources().getRequests();
    assertThat(
            driver.get("cpu").getNumericalAmount().doubleValue()
                + executors * Integer.parseInt(spark.getProperty("spark.executor.cores")))
        .isLessThanOrEqualTo(1.6);
    assertThat(
            driver.get("memory").getNumericalAmount().longValue()
                + executors
                    * (bytes(spark.getProperty("spark.executor.memory"))
                        + bytes(spark.getProperty("spark.executor.memoryOverhead"))))
        .isLessThanOrEqualTo(3_500L << 20);
  }

  /** Bytes of a size as Spark writes it, such as 2g. */
  private static long bytes(String size) {
    return Quantity.getAmountInBytes(new Quantity(size.toUpperCase(Locale.ROOT) + "i")).longValue();
  }

  @Test
  void monitoringIsThatOfTheProject() throws IOException {
    var chart = RenderedChart.of(MONITORED);
    var monitor = chart.only(PodMonitor.class).getSpec();
    assertThat(chart.driver().getMetadata().getLabels())
        .containsEntry(monitor.getJobLabel(), "seedbed");
    for (var pod : pods(chart)) {
      if (pod.getMetadata().getName() == null) {
        assertThat(pod.getMetadata().getLabels())
            .containsAllEntriesOf(monitor.getSelector().getMatchLabels());
        assertThat(pod.getSpec().getContainers().get(0).getPorts())
            .anyMatch(
                port -> port.getName().equals(monitor.getPodMetricsEndpoints().get(0).getPort()));
      }
    }
    // The driver lingers longer than the scrape interval.
    assertThat(monitor.getPodMetricsEndpoints().get(0).getInterval()).isEqualTo("15s");
    assertThat(chart.sparkProperties()).containsEntry(LINGER, "20s");
    var groups = new ArrayList<JsonNode>();
    try (var files = Files.list(Path.of("../monitoring/prometheus/rules"))) {
      for (var file : files.sorted().toList()) {
        YAML.readTree(file.toFile()).path("groups").forEach(groups::add);
      }
    }
    assertThat(chart.only(PrometheusRule.class).getSpec().getGroups()).hasSameSizeAs(groups);
    assertThat(chart.written("PrometheusRule").path("spec").path("groups"))
        .containsExactlyElementsOf(groups);
    try (var files = Files.list(Path.of("../monitoring/dashboards"))) {
      for (var file : files.toList()) {
        String name = file.getFileName().toString();
        var map =
            chart.ofKind("ConfigMap").stream()
                .map(manifest -> (ConfigMap) manifest.read())
                .filter(found -> found.getData().containsKey(name))
                .findFirst()
                .orElseThrow();
        assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
        assertThat(YAML.readTree(map.getData().get(name))).isEqualTo(YAML.readTree(file.toFile()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{} | out is empty: give the folder to write",
        "{out: x} | out is 'x' and storage.kind is s3a",
        "{out: x, storage: {kind: hdfs}} | give an out of the form hdfs://host/path",
        "{out: /other/x, storage: {kind: pvc, pvc: {claim: c}}} | under storage.pvc.mountPath, /data",
        "{out: /data/x, storage: {kind: pvc}} | storage.pvc.claim is empty",
        "{out: s3a://b/x, mode: Jub} | '/mode': value must be one of 'Job', 'CronJob'",
        "{out: s3a://b/x, replicas: 2} | additional properties 'replicas' not allowed",
        "{out: s3a://b/x, executor: {core: 2}} | '/executor': additional properties 'core' not allowed",
        "{out: s3a://b/x, executor: {cores: many}} | '/executor/cores': got string, want integer",
        "{out: s3a://b/x, executor: {memory: 2}} | '/executor/memory': got number, want string",
        "{out: s3a://b/x, driver: {memory: 2GB}} | '/driver/memory': '2GB' does not match",
        "{out: s3a://b/x, image: {digest: v1}} | '/image/digest': 'v1' does not match",
        "{out: s3a://b/x, sparkConf: {executor.memory: 2g}} | does not match pattern",
        "{out: s3a://b/x, gpu: {count: -1}} | '/gpu/count': minimum: got -1, want 0",
        "{out: s3a://b/x, cronJob: {schedule: daily}} | '/cronJob/schedule': 'daily' does not match",
        "{out: s3a://b/x, cronJob: {timeZone: Local}} | '/cronJob/timeZone': 'not' failed",
        "{out: s3a://b/x, cronJob: {timeZone: Europe Zurich}} | '/cronJob/timeZone': 'Europe Zurich'",
        "{out: s3a://b/x, kueue: {queueName: The Lab}} | '/kueue/queueName': 'The Lab' does not match",
        "{out: s3a://b/x, driver: {cores: 0}} | '/driver/cores': exclusiveMinimum: got 0, want 0",
        "{out: s3a://b/x, mode: CronJob, verb: report} | only restarts have fresh seeds",
        "{out: s3a://b/x, mode: CronJob, verb: sweep} | only restarts have fresh seeds",
        "{out: s3a://b/x, verb: generate} | generate.task is empty",
        "{out: s3a://b/x, verb: train} | train.from is empty",
        "{out: s3a://b/x, dynamicAllocation: {enabled: true, minExecutors: 9}} |"
            + " minExecutors is 9, above maxExecutors, which is 8"
      })
  void wrongValuesAreRefused(String line) {
    var parts = line.split(" \\| ", 2);
    assertThatThrownBy(() -> RenderedChart.of(parts[0])).hasMessageContaining(parts[1].strip());
  }

  @Test
  void passesHelmsLint() throws IOException {
    // Lint renders the default values; users must set this one.
    var chart =
        RenderedChart.copy("linted/seedbed", text -> text.replace("out: \"\"", ONE.strip()));
    var result = new Helm(chart).lint().strict().call();
    assertThat(result.getMessages()).noneMatch(message -> message.contains("[ERROR]"));
    assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
  }

  @Test
  void theReadmeSaysWhatEveryValueIs() throws IOException {
    var table = ValuesTable.of(Files.readAllLines(RenderedChart.CHART.resolve("values.yaml")));
    assertThat(Files.readString(RenderedChart.CHART.resolve("README.md"))).contains(table);
  }
}

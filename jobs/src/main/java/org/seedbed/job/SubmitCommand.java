package org.seedbed.job;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code seedbed submit}: runs {@code spark-submit} with Spark's jars from Maven. */
@Command(
    name = "submit",
    description = {
      "Runs a verb on a cluster, as 'spark-submit seedbed.jar VERB …' does with an installed Spark.",
      "Spark options come before the verb, options of the verb after it."
    },
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  /** System property with the path of the application jar, set by the {@code seedbed} script. */
  static final String APPLICATION = "seedbed.application";

  private static final long END_WITHIN_SECONDS = 30;

  @Spec private CommandSpec spec;

  @Option(
      names = "--master",
      description = "Master to submit to (default: the one that 'cluster start' started).")
  private String master;

  @Option(names = "--conf", description = "A Spark setting, as KEY=VALUE. Repeatable.")
  private Map<String, String> conf = Map.of();

  @Option(
      names = "--jars",
      split = ",",
      description = "Additional jars, comma-separated, such as those of your own models and tasks.")
  private List<String> jars = List.of();

  @Option(
      names = "--dir",
      defaultValue = ClusterCommand.FOLDER,
      description = "Folder of the cluster's record (default: ${DEFAULT-VALUE}).")
  private Path folder;

  @Parameters(paramLabel = "VERB", arity = "1..*", description = "Seedbed verb with its options.")
  private List<String> verb;

  @Option(
      names = "--bind",
      description = {
        "Address of this machine that the driver listens on (default: that of the cluster, or",
        "127.0.0.1). Executors on other machines need one that they can reach."
      })
  private String bind;

  @Override
  public Integer call() throws Exception {
    var spark = SparkHome.find();
    var cluster = cluster();
    if (!BindAddress.isLoopback(cluster.bind())) {
      spec.commandLine()
          .getErr()
          .println(
              "seedbed: the driver listens on %s. %s"
                  .formatted(
                      cluster.bind(),
                      cluster.settings().isPresent()
                          ? "The cluster's secret keeps strangers out; keep the network closed all the same."
                          : "Unless spark.authenticate is set, whoever reaches it can run code: see docs/security.md."));
    }
    var process =
        new Submission(spark, application(), cluster, conf, jars, verb)
            .process()
            .inheritIO()
            .start();
    // Stop the driver when this command is stopped, and let it say how to go on.
    var end = new Thread(() -> end(process), "end-driver");
    Runtime.getRuntime().addShutdownHook(end);
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return code;
  }

  private static void end(Process driver) {
    driver.destroy();
    try {
      driver.waitFor(END_WITHIN_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ClusterAddress cluster() throws Exception {
    var started = new LocalCluster(folder).address();
    if (master == null && started.isEmpty()) {
      throw new IllegalArgumentException(
          "No cluster is running in "
              + folder
              + ". Start one with 'seedbed cluster start', or give --master.");
    }
    if (bind != null) {
      BindAddress.check(bind);
    }
    var ours = started.filter(cluster -> master == null || master.equals(cluster.master()));
    if (ours.isPresent()) {
      var cluster = ours.get();
      String address = bind == null ? cluster.bind() : bind;
      return new ClusterAddress(cluster.master(), address, cluster.settings());
    }
    boolean elsewhere = !master.startsWith("local") && !isHere(master);
    boolean told = conf.containsKey("spark.driver.host");
    if (elsewhere && bind == null && !told) {
      throw new IllegalArgumentException(
          "The driver listens on %s, which executors of %s cannot reach. Give --bind with an address of this machine."
              .formatted(BindAddress.LOOPBACK, master));
    }
    String address =
        bind == null ? conf.getOrDefault("spark.driver.host", BindAddress.LOOPBACK) : bind;
    return new ClusterAddress(master, address, Optional.empty());
  }

  /** Returns whether a master is on this machine; one without an address, as of YARN, is not. */
  private static boolean isHere(String master) {
    String first = master.split(",", -1)[0].replaceFirst("^k8s://", "");
    try {
      return Optional.ofNullable(URI.create(first).getHost())
          .filter(BindAddress::isLoopback)
          .isPresent();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--master is '%s', which is no address. Give one such as spark://HOST:7077."
              .formatted(master),
          e);
    }
  }

  private static Path application() {
    var jar = System.getProperty(APPLICATION);
    if (jar == null || !Files.isRegularFile(Path.of(jar))) {
      throw new IllegalArgumentException(
          "The application jar was not found: use the './seedbed' script of a source tree, or pass"
              + " the jar to spark-submit yourself.");
    }
    return Path.of(jar).toAbsolutePath();
  }
}

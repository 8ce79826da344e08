package org.seedbed.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Override
  public Integer call() throws Exception {
    var process =
        new Submission(SparkHome.find(), application(), master(), conf, jars, verb)
            .process()
            .inheritIO()
            .start();
    // Stop the driver when this command is stopped.
    var end = new Thread(process::destroy, "end-driver");
    Runtime.getRuntime().addShutdownHook(end);
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(end);
    return code;
  }

  private String master() throws Exception {
    if (master != null) {
      return master;
    }
    return new LocalCluster(folder)
        .running()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "No cluster is running in "
                        + folder
                        + ". Start one with 'seedbed cluster start', or give --master."))
        .master();
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

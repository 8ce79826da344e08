package org.seedbed.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.job.TestJvm;

/** Shows why spark-submit's cluster mode is unsuitable where the driver's exit code matters. */
class ClusterModeIT {
  @TempDir Path folder;

  @Test
  void losesTheDriversExitCode() throws Exception {
    var log = folder.resolve("submit.log");
    try (var server = new TestApiServer();
        var node = server.node()) {
      var submit =
          TestJvm.of(
                  List.of(),
                  List.of(
                      "org.apache.spark.deploy.SparkSubmit",
                      "--master",
                      server.master(),
                      "--deploy-mode",
                      "cluster",
                      "--class",
                      "org.seedbed.job.Seedbed",
                      "--conf",
                      "spark.kubernetes.namespace=test",
                      "--conf",
                      "spark.kubernetes.container.image=seedbed:test",
                      "--conf",
                      "spark.kubernetes.report.interval=1s",
                      "local:///opt/seedbed/seedbed.jar",
                      "restarts"),
                  log)
              .start();
      var drivers = node.pods().withLabel("spark-role", "driver");
      while (submit.isAlive() && drivers.list().getItems().isEmpty()) {
        Thread.sleep(100);
      }
      var driver = drivers.list().getItems().get(0);
      assertThat(submit.waitFor(3, TimeUnit.SECONDS)).as("it waits for the driver").isFalse();
      TestKubelet.failed(node, driver.getMetadata().getName(), 2);
      assertThat(submit.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(submit.exitValue()).as(Files.readString(log)).isZero();
    }
  }
}

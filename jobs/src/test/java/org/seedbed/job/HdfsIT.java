package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.files.Folder;
import org.seedbed.files.FolderContract;
import org.seedbed.files.Json;
import org.seedbed.record.Leaderboard;

/** Tests every user-given path on a real HDFS with a NameNode and two DataNodes. */
class HdfsIT {
  @TempDir static Path folder;

  private static MiniDFSCluster hdfs;
  private final CommandLineRun run = new CommandLineRun();

  /** Returns a configuration without metrics logging, which needs another logging library. */
  static Configuration configuration() {
    var configuration = new Configuration();
    configuration.set("dfs.namenode.metrics.logger.period.seconds", "0");
    configuration.set("dfs.datanode.metrics.logger.period.seconds", "0");
    return configuration;
  }

  @BeforeAll
  static void start() throws IOException {
    hdfs = new MiniDFSCluster.Builder(configuration(), folder.toFile()).numDataNodes(2).build();
    hdfs.waitActive();
  }

  @AfterAll
  static void stop() {
    if (hdfs != null) {
      hdfs.shutdown();
    }
  }

  private static String path(String name) {
    return hdfs.getURI() + "/user/me/" + name;
  }

  private static boolean exists(String name) throws IOException {
    return hdfs.getFileSystem().exists(new org.apache.hadoop.fs.Path(path(name)));
  }

  private static String read(String name) throws IOException {
    try (var in = hdfs.getFileSystem().open(new org.apache.hadoop.fs.Path(path(name)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStores() throws IOException {
    var root = new org.apache.hadoop.fs.Path(path("contract"));
    return FolderContract.testsOf("HDFS", Folder.at(root, new Configuration()));
  }

  @Test
  void datasetsSearchesReportsAndDataParallelTraining() throws IOException {
    assertThat(run.seedbed(SmallSearch.GENERATE, "--out", path("data"))).as(run.err()).isZero();
    assertThat(read("data/_manifest.json")).contains("memory/increment");

    var onHdfs = SmallSearch.RESTARTS;
    assertThat(run.seedbed(onHdfs, "--data", path("data"), "--out", path("run")))
        .as(run.err())
        .isZero();
    var found = Json.mapper().readValue(read("run/leaderboard.json"), Leaderboard.class);
    for (String name : new String[] {"leaderboard.parquet", "report.html", "costs.json"}) {
      assertThat(exists("run/" + name)).as(name).isTrue();
    }
    assertThat(exists("run/.lease.json")).isFalse();

    // The storage does not change the result: local files give the same.
    String local = folder.resolve("local").toString();
    assertThat(run.seedbed(onHdfs, "--out", local)).as(run.err()).isZero();
    var expected =
        Json.mapper().readValue(Path.of(local, "leaderboard.json").toFile(), Leaderboard.class);
    assertThat(found.entries()).isEqualTo(expected.entries());

    assertThat(run.seedbed(onHdfs, "--data", path("data"), "--out", path("run"))).isEqualTo(2);
    assertThat(run.err()).contains("occupied");
    assertThat(run.seedbed(onHdfs, "--data", path("data"), "--out", path("run"), "--resume"))
        .isZero();
    assertThat(run.seedbed("leaderboard", path("run"))).isZero();
    assertThat(run.seedbed("evaluate", path("run"), "--lengths", "2")).isZero();
    assertThat(run.seedbed("replay", path("run"), "--seed", "3")).as(run.out()).isZero();
    assertThat(run.seedbed("report", path("run"))).isZero();

    var train =
        List.of(
            "train",
            "--from",
            path("run"),
            "--data",
            path("data"),
            "--averaging",
            "3",
            "--checkpoint-every",
            "1",
            "--out",
            path("trained"),
            "--iterations");
    assertThat(run.seedbed(train, "6")).as(run.err()).isZero();
    assertThat(exists("trained/trained.safetensors")).isTrue();
    assertThat(exists("trained/checkpoints/iteration-00000006.json")).isTrue();
    assertThat(read("trained/card.json")).contains("\"iterations\" : 6");
    assertThat(run.seedbed(train, "6")).isEqualTo(2);
    assertThat(run.err()).contains("occupied");
    assertThat(run.seedbed(train, "9", "--resume")).isEqualTo(2);
    assertThat(run.err()).contains("was begun with other options");
    assertThat(run.seedbed(train, "6", "--resume")).isZero();
    assertThat(run.out()).contains("continuing from the checkpoint at iteration 6");
  }
}

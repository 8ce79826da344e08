package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // A watch works in the background.
class StorageAnswersIT {
  @TempDir java.nio.file.Path folder;

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private TroubleWatch watch(int port) {
    var path = new Path("hdfs://127.0.0.1:" + port + "/runs/one");
    var answers = new StorageAnswers(path, new Configuration());
    var log = new TroubleLog(Duration.ZERO, lines::add);
    return TroubleWatch.start("test", answers, Duration.ofMillis(200), log);
  }

  @Test
  void aNameNodeThatIsNotThereIsToldAndThatItCameIsToo() throws Exception {
    int port;
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (var ignored = watch(port)) {
      assertThat(lines.poll(30, TimeUnit.SECONDS))
          .startsWith("storage hdfs://127.0.0.1:" + port + " does not answer: Connection refused")
          .endsWith("Look with: hdfs dfs -ls hdfs://127.0.0.1:" + port + "/");
      var hdfs =
          new MiniDFSCluster.Builder(HdfsIT.configuration(), folder.toFile())
              .nameNodePort(port)
              .build();
      try {
        // The folder does not exist, and that is an answer.
        assertThat(lines.poll(60, TimeUnit.SECONDS))
            .matches("storage hdfs://127.0.0.1:" + port + " answers, after \\d+ s");
      } finally {
        hdfs.shutdown();
      }
    }
  }

  @Test
  void oneThatAcceptsAndSaysNothingIsTold() throws Exception {
    try (var silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        var ignored = watch(silent.getLocalPort())) {
      assertThat(lines.poll(30, TimeUnit.SECONDS)).contains("does not answer: no answer within");
    }
  }

  @Test
  void onlyRemoteStoragesAreAsked() {
    assertThat(StorageAnswers.isRemote("s3a://bucket/runs/one")).isTrue();
    assertThat(StorageAnswers.isRemote("hdfs://host/runs")).isTrue();
    for (var text : new String[] {"runs/one", "/runs", "file:///runs", "task=://", "://", ""}) {
      assertThat(StorageAnswers.isRemote(text)).as(text).isFalse();
    }
  }
}

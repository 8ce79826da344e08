package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import io.findify.s3mock.S3Mock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

/** The paths that users give, on a server that speaks S3, through Hadoop's S3A. */
class S3IT {
  @TempDir static Path folder;

  private static S3Mock server;
  private static AmazonS3 s3;
  private static Map<String, String> properties;
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void start() {
    server = new S3Mock.Builder().withPort(0).withInMemoryBackend().build();
    var endpoint = "http://127.0.0.1:" + server.start().localAddress().getPort();
    s3 =
        AmazonS3ClientBuilder.standard()
            .withPathStyleAccessEnabled(true)
            .withEndpointConfiguration(new EndpointConfiguration(endpoint, "us-east-1"))
            .withCredentials(
                new AWSStaticCredentialsProvider(new BasicAWSCredentials("key", "secret")))
            .build();
    s3.createBucket("seedbed");
    // What a user gives as --conf to spark-submit.
    properties =
        Map.of(
            "spark.hadoop.fs.s3a.endpoint", endpoint,
            "spark.hadoop.fs.s3a.path.style.access", "true",
            "spark.hadoop.fs.s3a.connection.ssl.enabled", "false",
            "spark.hadoop.fs.s3a.access.key", "key",
            "spark.hadoop.fs.s3a.secret.key", "secret");
    properties.forEach(System::setProperty);
  }

  @AfterAll
  static void stop() {
    properties.keySet().forEach(System::clearProperty);
    server.stop();
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStores() throws IOException {
    var root = new org.apache.hadoop.fs.Path("s3a://seedbed/contract");
    return FolderContract.testsOf("S3", Folder.at(root, Spark.hadoopConfiguration()));
  }

  private int seedbed(List<String> arguments, String... more) {
    var all = Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
    return Seedbed.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(err, true))
        .execute(all);
  }

  private static boolean exists(String key) {
    return s3.doesObjectExist("seedbed", key);
  }

  @Test
  void datasetsSearchesAndDataParallelTraining() throws IOException {
    var data = "s3a://seedbed/data";
    var generate = List.of("generate", "--task", "memory/increment", "--examples", "3000");
    assertThat(seedbed(generate, "--last-level", "2", "--widenings", "0", "--out", data))
        .as(err.toString())
        .isZero();
    assertThat(exists("data/_manifest.json")).isTrue();

    var run = "s3a://seedbed/runs/one";
    assertThat(seedbed(SmallSearch.RESTARTS, "--data", data, "--out", run))
        .as(err.toString())
        .isZero();
    for (String name : List.of("leaderboard.parquet", "report.html", "best/rank-001/card.json")) {
      assertThat(exists("runs/one/" + name)).as(name).isTrue();
    }
    var local = folder.resolve("local");
    assertThat(seedbed(SmallSearch.RESTARTS, "--out", local.toString()))
        .as(err.toString())
        .isZero();
    var expected =
        Json.mapper()
            .readValue(Files.readString(local.resolve("leaderboard.json")), Leaderboard.class);
    var found =
        Json.mapper()
            .readValue(
                s3.getObjectAsString("seedbed", "runs/one/leaderboard.json"), Leaderboard.class);
    assertThat(found.entries()).isEqualTo(expected.entries());

    // What is missing is made again, the rest is taken as it stands.
    s3.deleteObject("seedbed", "runs/one/rungs/01/population-000.json");
    s3.deleteObject("seedbed", "runs/one/leaderboard.json");
    assertThat(seedbed(SmallSearch.RESTARTS, "--data", data, "--out", run, "--resume"))
        .as(err.toString())
        .isZero();
    assertThat(
            Json.mapper()
                .readValue(
                    s3.getObjectAsString("seedbed", "runs/one/leaderboard.json"),
                    Leaderboard.class))
        .isEqualTo(found);
    assertThat(exists("runs/one/.lease.json")).isFalse();

    var train = List.of("train", "--from", run, "--data", data, "--iterations", "4");
    assertThat(seedbed(train, "--averaging", "2", "--out", "s3a://seedbed/trained"))
        .as(err.toString())
        .isZero();
    assertThat(exists("trained/trained.safetensors")).isTrue();
  }
}

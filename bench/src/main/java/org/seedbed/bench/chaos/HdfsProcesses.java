package org.seedbed.bench.chaos;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/**
 * An HDFS of one NameNode and several DataNodes, each in its own process on the loopback address.
 */
final class HdfsProcesses implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final List<Process> dataNodes = new ArrayList<>();
  private final Process nameNode;

  HdfsProcesses(Path folder, int count) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    var name = Map.of("dfs.namenode.name.dir", folder.resolve("name").toString());
    var format =
        start(
            "namenode",
            name,
            "org.apache.hadoop.hdfs.server.namenode.NameNode",
            "-format",
            "-nonInteractive");
    if (format.waitFor() != 0) {
      throw new IOException("the NameNode could not be formatted; see " + folder);
    }
    nameNode = start("namenode", name, "org.apache.hadoop.hdfs.server.namenode.NameNode");
    for (int i = 0; i < count; i++) {
      String own = "datanode-" + i;
      var settings =
          Map.of(
              "dfs.datanode.data.dir", folder.resolve(own + "-data").toString(),
              "dfs.datanode.address", "127.0.0.1:0",
              "dfs.datanode.http.address", "127.0.0.1:0",
              "dfs.datanode.ipc.address", "127.0.0.1:0");
      dataNodes.add(start(own, settings, "org.apache.hadoop.hdfs.server.datanode.DataNode"));
    }
    awaitDataNodes(count);
  }

  String uri() {
    return "hdfs://127.0.0.1:" + port;
  }

  private Process start(String name, Map<String, String> own, String... command)
      throws IOException {
    var settings = new TreeMap<>(own);
    settings.put("fs.defaultFS", uri());
    settings.put("dfs.namenode.http-address", "127.0.0.1:0");
    settings.put("dfs.namenode.metrics.logger.period.seconds", "0");
    settings.put("dfs.datanode.metrics.logger.period.seconds", "0");
    settings.put("dfs.namenode.datanode.registration.ip-hostname-check", "false");
    var conf = Files.createDirectories(folder.resolve(name + "-conf"));
    String xml =
        settings.entrySet().stream()
            .map(
                e ->
                    "<property><name>%s</name><value>%s</value></property>"
                        .formatted(e.getKey(), e.getValue()))
            .collect(Collectors.joining("\n", "<configuration>\n", "\n</configuration>\n"));
    // Hadoop reads hdfs-site.xml after the defaults of HDFS, and core-site.xml before them.
    Files.writeString(conf.resolve("core-site.xml"), xml);
    Files.writeString(conf.resolve("hdfs-site.xml"), xml);
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx256m", "-cp"));
    line.add(conf + File.pathSeparator + System.getProperty("java.class.path"));
    line.addAll(List.of(command));
    return new ProcessBuilder(line)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()))
        .start();
  }

  private void awaitDataNodes(int count) throws IOException, InterruptedException {
    long until = System.nanoTime() + 60_000_000_000L;
    try (var files = new DistributedFileSystem()) {
      files.initialize(java.net.URI.create(uri()), new Configuration());
      while (live(files) < count) {
        if (System.nanoTime() > until) {
          throw new IOException("HDFS did not start; see " + folder);
        }
        Thread.sleep(200);
      }
    }
  }

  private static int live(DistributedFileSystem files) throws IOException {
    try {
      return files.getDataNodeStats().length;
    } catch (ConnectException e) {
      // The NameNode does not accept connections yet.
      return 0;
    }
  }

  /** Kills a DataNode with SIGKILL. */
  void killDataNode(int index) throws InterruptedException {
    dataNodes.get(index).destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    dataNodes.forEach(Process::destroyForcibly);
    nameNode.destroyForcibly();
  }
}

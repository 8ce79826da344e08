package org.seedbed.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.seedbed.files.StoragePath;

/**
 * Whether a remote storage answers. Its clients try again for many minutes without a word; this
 * asks it beside them, and tries once.
 */
final class StorageAnswers implements TroubleWatch.Look {
  private static final int WITHIN_SECONDS = 10;

  /** With the time that a question takes, a trouble is told within half a minute. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Path path;
  private final Configuration once;
  private final ExecutorService asking;
  private Optional<Future<Optional<String>>> asked = Optional.empty();
  private Optional<FileSystem> storage = Optional.empty();

  /**
   * Asks the storage of a path.
   *
   * @param configuration Hadoop's
   */
  StorageAnswers(Path path, Configuration configuration) {
    this.path = path;
    this.once = tryingOnce(configuration);
    this.asking =
        Executors.newSingleThreadExecutor(
            task -> {
              var thread = new Thread(task, "storage-answers");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Whether a text that a user gives names a storage that may not answer. */
  static boolean isRemote(String text) {
    int colon = text.indexOf("://");
    return colon > 0
        && text.substring(0, colon).matches("[a-z][a-z0-9]*")
        && !text.startsWith("file:");
  }

  private static Configuration tryingOnce(Configuration configuration) {
    var once = new Configuration(configuration);
    once.set("fs.s3a.attempts.maximum", "1");
    once.set("fs.s3a.retry.limit", "1");
    once.set("fs.s3a.connection.establish.timeout", "5000");
    once.set("fs.s3a.connection.timeout", "8000");
    once.set("ipc.client.connect.max.retries", "0");
    once.set("ipc.client.connect.max.retries.on.timeouts", "0");
    once.set("ipc.client.connect.timeout", "5000");
    once.set("dfs.client.failover.max.attempts", "1");
    once.set("dfs.client.retry.policy.enabled", "false");
    return once;
  }

  /** Watches each remote storage among the texts that a user gave. The caller must close it. */
  static List<TroubleWatch> watch(
      Collection<String> texts, Supplier<Configuration> hadoop, Consumer<String> out) {
    var paths = new LinkedHashMap<String, Path>();
    texts.stream()
        .filter(StorageAnswers::isRemote)
        .flatMap(text -> path(text).stream())
        .forEach(path -> paths.putIfAbsent(name(path), path));
    return paths.values().stream()
        .map(path -> new StorageAnswers(path, hadoop.get()))
        .map(
            look ->
                TroubleWatch.start(
                    "storage-watch", look, PAUSE, new TroubleLog(Duration.ZERO, out)))
        .toList();
  }

  /** Returns a path, or nothing for a text that is none: the verb itself refuses that. */
  private static Optional<Path> path(String text) {
    try {
      return Optional.of(StoragePath.of(text)).filter(path -> path.toUri().getAuthority() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String name(Path path) {
    return path.toUri().getScheme() + "://" + path.toUri().getAuthority();
  }

  /** Stops asking, and closes the storage if no question hangs. */
  @Override
  public void close() {
    asking.execute(this::closeStorage);
    asking.shutdown();
  }

  private void closeStorage() {
    try {
      if (storage.isPresent()) {
        storage.get().close();
      }
    } catch (IOException e) {
      // It was only asked, so nothing is lost.
    }
  }

  @Override
  public List<Trouble> now() throws InterruptedException {
    // A question that hangs is not asked again.
    var answer = asked.orElseGet(() -> asking.submit(this::failure));
    asked = Optional.of(answer);
    try {
      var failure = answer.get(WITHIN_SECONDS, TimeUnit.SECONDS);
      asked = Optional.empty();
      return failure.map(this::trouble).map(List::of).orElse(List.of());
    } catch (TimeoutException e) {
      return List.of(trouble("no answer within %d s".formatted(WITHIN_SECONDS)));
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Trouble trouble(String cause) {
    String name = name(path);
    return new Trouble(
        "storage %s does not answer".formatted(name),
        cause,
        look(name),
        "storage %s answers".formatted(name));
  }

  private String look(String name) {
    if (!name.startsWith("s3a:")) {
      return "hdfs dfs -ls " + name + "/";
    }
    String endpoint = once.getTrimmed("fs.s3a.endpoint", "");
    return "aws s3 ls s3://%s/%s"
        .formatted(
            path.toUri().getAuthority(), endpoint.isEmpty() ? "" : " --endpoint-url " + endpoint);
  }

  /** Asks once. Returns why there was no answer; a refusal is an answer. */
  private Optional<String> failure() {
    try {
      if (storage.isEmpty()) {
        storage = Optional.of(FileSystem.newInstance(path.toUri(), once));
      }
      storage.get().getFileStatus(path);
      return Optional.empty();
    } catch (FileNotFoundException | AccessDeniedException | AccessControlException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      var root = ExitCode.causes(e).reduce((outer, inner) -> inner).orElse(e);
      return Optional.of(Seedbed.oneLine(root));
    }
  }
}

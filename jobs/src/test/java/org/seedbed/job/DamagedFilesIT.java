package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.dataset.Dataset;
import org.seedbed.dataset.DatasetExamples;
import org.seedbed.files.DamagedFileException;
import org.seedbed.files.Json;
import org.seedbed.files.ProcessIdentity;
import org.seedbed.task.Task;

/**
 * Damaged and altered files of every kind, generated. None may change a result silently, hang,
 * exhaust memory or print a stack trace: a command either gives the result that it gave before, or
 * fails with one line that names the file.
 */
class DamagedFilesIT {
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private static final CommandLineRun RUN = new CommandLineRun();

  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Integer> tried = new LinkedHashMap<>();
  private int named;

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static void well(List<String> arguments, String... more) {
    assertThat(RUN.seedbed(arguments, more)).as(RUN.err()).isZero();
  }

  @BeforeAll
  static void search() {
    well(List.of("generate", "--task", "bits/any", "--examples", "20000"), "--out", path("data"));
    well(SmallSearch.THRESHOLD, "--data", path("data"), "--out", path("run"));
    assertThat(folder.resolve("run/confirmation/population-000.json")).exists();
    well(SmallSearch.THRESHOLD, "--fresh-seeds", "--out", path("series"));
    well(SmallSearch.THRESHOLD, "--fresh-seeds", "--out", path("series"));
    well(TRAIN, "--from", path("run"), "--out", path("trained"));
  }

  private static final List<String> TRAIN =
      List.of(
          "train",
          "--workers",
          "1",
          "--averaging",
          "2",
          "--checkpoint-every",
          "1",
          "--iterations",
          "8");

  /** A change of a file. */
  private record Mutation(String what, Optional<byte[]> content) {
    static Mutation of(String what, byte[] content) {
      return new Mutation(what, Optional.of(content));
    }
  }

  /** Returns changes of a file's bytes: of bits, of length, and, of a text, of its values. */
  private static List<Mutation> mutations(byte[] bytes, boolean text, int count, Random random) {
    var all = new ArrayList<Mutation>();
    all.add(new Mutation("deleted", Optional.empty()));
    all.add(Mutation.of("emptied", new byte[0]));
    all.add(Mutation.of("appended to", concat(bytes, new byte[] {'x'})));
    all.add(Mutation.of("doubled", concat(bytes, bytes)));
    if (text) {
      for (var other :
          List.of("{}", "null", "[]", "5", "\"x\"", "{".repeat(2000), "[".repeat(100_000))) {
        all.add(
            Mutation.of("replaced by " + other.charAt(0), other.getBytes(StandardCharsets.UTF_8)));
      }
    }
    while (all.size() < count) {
      all.add(mutation(bytes, text, random));
    }
    return all;
  }

  private static Mutation mutation(byte[] bytes, boolean text, Random random) {
    switch (random.nextInt(text ? 5 : 2)) {
      case 0 -> {
        byte[] flipped = bytes.clone();
        int at = random.nextInt(bytes.length);
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return Mutation.of("bit flipped at " + at, flipped);
      }
      case 1 -> {
        int length = random.nextInt(bytes.length);
        return Mutation.of("cut to " + length, Arrays.copyOf(bytes, length));
      }
      case 2 -> {
        return changedNumber(bytes, random);
      }
      case 3 -> {
        var lines = new ArrayList<>(new String(bytes, StandardCharsets.UTF_8).lines().toList());
        int a = random.nextInt(lines.size());
        int b = random.nextInt(lines.size());
        Collections.swap(lines, a, b);
        return Mutation.of("lines %d and %d swapped".formatted(a, b), text(lines));
      }
      default -> {
        var lines = new ArrayList<>(new String(bytes, StandardCharsets.UTF_8).lines().toList());
        int gone = random.nextInt(lines.size());
        lines.remove(gone);
        return Mutation.of("line %d removed".formatted(gone), text(lines));
      }
    }
  }

  private static byte[] text(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Changes one number to another, a very large one, or one of another kind. */
  private static Mutation changedNumber(byte[] bytes, Random random) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    var found = NUMBER.matcher(text).results().toList();
    if (found.isEmpty()) {
      return Mutation.of("emptied", new byte[0]);
    }
    var one = found.get(random.nextInt(found.size()));
    var values =
        List.of(
            "0",
            "1",
            "7",
            "-1",
            "2147483647",
            "9223372036854775807",
            "1e308",
            "0.5",
            "true",
            "null",
            "9".repeat(300));
    String value = values.get(random.nextInt(values.size()));
    String changed = text.substring(0, one.start()) + value + text.substring(one.end());
    return Mutation.of(
        "%s is %s at %d".formatted(one.group(), value, one.start()),
        changed.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] concat(byte[] a, byte[] b) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(a);
    out.writeBytes(b);
    return out.toByteArray();
  }

  /** What is done with a damaged file: returns the result, or throws with the message. */
  private interface Reading {
    String result() throws Exception;
  }

  /** A command whose output is its result. */
  private static Reading command(String... arguments) {
    return () -> {
      if (RUN.seedbed(arguments) != 0) {
        throw new Failure(RUN.err());
      }
      return RUN.out();
    };
  }

  /** A command that failed. */
  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure(String err) {
      super(err);
    }
  }

  /**
   * Damages a file in many ways and reads it after each.
   *
   * @param name what must be in a failure's message
   */
  private void damage(Path file, String name, int count, Reading reading) throws Exception {
    String before = reading.result();
    byte[] whole = Files.readAllBytes(file);
    boolean text = name.endsWith(".json") || name.endsWith(".yaml");
    var random = new Random(file.toString().substring(folder.toString().length()).hashCode());
    for (var mutation : mutations(whole, text, count, random)) {
      if (mutation.content().isPresent() && Arrays.equals(mutation.content().get(), whole)) {
        continue;
      }
      tried.merge(name, 1, Integer::sum);
      try {
        put(file, mutation.content());
        check(file, name, mutation.what(), before, reading);
      } finally {
        put(file, Optional.of(whole));
      }
    }
    assertThat(reading.result()).isEqualTo(before);
  }

  private static void put(Path file, Optional<byte[]> content) throws IOException {
    if (content.isPresent()) {
      Files.write(file, content.get());
    } else {
      Files.delete(file);
    }
  }

  private void check(Path file, String name, String what, String before, Reading reading) {
    var problems = new ArrayList<String>();
    String said = "";
    long started = System.nanoTime();
    try {
      String now = reading.result();
      if (!now.equals(before)) {
        problems.add("another result");
      }
    } catch (Failure | DamagedFileException | IllegalArgumentException e) {
      named++;
      said = e.getMessage();
      var lines = said.lines().filter(line -> !line.startsWith("(stack trace: ")).toList();
      if (lines.size() != 1) {
        problems.add(lines.size() + " lines");
      }
      if (!said.contains(name)) {
        problems.add("does not name " + name);
      }
      if (said.contains("\tat ")) {
        problems.add("a stack trace");
      }
    } catch (Exception e) {
      problems.add(e.toString());
    }
    if (System.nanoTime() - started > SOON.toNanos()) {
      problems.add("took long");
    }
    if (!problems.isEmpty()) {
      wrong.add("%s %s: %s%n    %s".formatted(file, what, problems, said.strip()));
    }
  }

  private void assertNoneWrong(int atLeast) {
    int all = tried.values().stream().mapToInt(n -> n).sum();
    assertThat(wrong).as("%d of %d, %s", wrong.size(), all, tried).isEmpty();
    assertThat(all).as("%s", tried).isGreaterThanOrEqualTo(atLeast);
    assertThat(named).isPositive();
  }

  @Test
  void recordsOfARun() throws Exception {
    var run = folder.resolve("run");
    var leaderboard = command("leaderboard", run.toString(), "--top", "8");
    for (var record :
        List.of(
            "experiment.yaml",
            "provenance.json",
            "costs.json",
            "leaderboard.json",
            "rungs/00/rung.json",
            "rungs/01/rung.json",
            "rungs/00/population-000.json",
            "rungs/01/population-000.json",
            "confirmation/population-000.json",
            "best/rank-001/card.json",
            "best/rank-002/card.json")) {
      var file = run.resolve(record);
      damage(file, file.getFileName().toString(), 60, leaderboard);
    }
    assertNoneWrong(600);
  }

  /** A record of another run, or of another place in the run, is as intact as its own. */
  @Test
  void recordsThatAreExchanged() throws Exception {
    var run = folder.resolve("run");
    well(SmallSearch.THRESHOLD, "--set", "seeds.first=100", "--out", path("another"));
    var leaderboard = command("leaderboard", run.toString(), "--top", "8");
    String before = leaderboard.result();
    for (var record :
        List.of(
            "provenance.json",
            "costs.json",
            "leaderboard.json",
            "rungs/00/rung.json",
            "rungs/00/population-000.json",
            "best/rank-001/card.json")) {
      for (var other :
          List.of(
              "another/" + record, "run/rungs/00/population-001.json", "run/rungs/01/rung.json")) {
        exchange(run.resolve(record), folder.resolve(other), before, leaderboard);
      }
    }
    exchange(
        run.resolve("rungs/01/population-000.json"),
        run.resolve("rungs/00/population-000.json"),
        before,
        leaderboard);
    exchange(
        run.resolve("best/rank-001/trained.safetensors"),
        run.resolve("best/rank-002/trained.safetensors"),
        before,
        leaderboard);
    exchange(
        run.resolve("best/rank-001/card.json"),
        run.resolve("best/rank-002/card.json"),
        before,
        leaderboard);
    var series = command("leaderboard", path("series"), "--top", "16");
    exchange(
        folder.resolve("series/searches/0001/leaderboard.json"),
        folder.resolve("series/searches/0000/leaderboard.json"),
        series.result(),
        series);
    assertNoneWrong(20);
    assertThat(named).isEqualTo(tried.values().stream().mapToInt(n -> n).sum());
  }

  private void exchange(Path file, Path other, String before, Reading reading) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    if (Arrays.equals(whole, Files.readAllBytes(other))) {
      return;
    }
    tried.merge("exchanged", 1, Integer::sum);
    try {
      Files.write(file, Files.readAllBytes(other));
      check(file, file.getFileName().toString(), "is " + other, before, reading);
    } finally {
      Files.write(file, whole);
    }
  }

  @Test
  void statesAndParameters() throws Exception {
    var run = folder.resolve("run");
    var leaderboard = command("leaderboard", run.toString());
    damage(
        run.resolve("best/rank-001/trained.safetensors"), "trained.safetensors", 40, leaderboard);
    damage(
        run.resolve("best/rank-002/initialization.safetensors"),
        "initialization.safetensors",
        40,
        leaderboard);
    // The state that holds rank 1.
    var shown = command("show", run.toString(), "--input", "00100");
    long seed = Long.parseLong(shown.result().replaceFirst("(?s).*seed (\\d+).*", "$1"));
    String state = "population-00%d.safetensors".formatted(seed < 4 ? 0 : 1);
    for (var rung : List.of("00", "01")) {
      damage(run.resolve("rungs").resolve(rung).resolve(state), state, 30, shown);
    }
    assertNoneWrong(130);
  }

  @Test
  void recordsOfASeries() throws Exception {
    var series = folder.resolve("series");
    var leaderboard = command("leaderboard", series.toString(), "--top", "16");
    for (var record :
        List.of(
            "experiment.yaml",
            "leaderboard.json",
            "best/rank-001/card.json",
            "searches/0000/experiment.yaml",
            "searches/0001/leaderboard.json",
            "searches/0001/rungs/00/population-000.json")) {
      var file = series.resolve(record);
      damage(file, file.getFileName().toString(), 30, leaderboard);
    }
    assertNoneWrong(170);
  }

  @Test
  void datasets() throws Exception {
    var data = folder.resolve("data");
    Reading open = () -> String.valueOf(examples(data));
    damage(data.resolve("_manifest.json"), "_manifest.json", 120, open);
    try (var files = Files.walk(data)) {
      for (var file : files.filter(f -> f.toString().endsWith(".parquet")).limit(2).toList()) {
        damage(file, file.getFileName().toString(), 40, open);
      }
    }
    assertNoneWrong(190);
  }

  /** Returns some examples of every level, and their number. */
  private static List<String> examples(Path data) throws IOException {
    var root = new org.apache.hadoop.fs.Path(data.toUri());
    var dataset = Dataset.open(root, new Configuration());
    return examples(dataset, dataset.manifest().ofTask());
  }

  private static <E> List<String> examples(Dataset dataset, Task<E> task) {
    var read = new ArrayList<String>();
    try (var examples = new DatasetExamples<>(task, dataset, new Configuration())) {
      for (var level : dataset.manifest().levels()) {
        for (var example : examples.examples(level, 0, 3)) {
          var stored = task.stored(example);
          read.add(Arrays.toString(stored.input()) + Arrays.toString(stored.expected()));
        }
      }
    }
    return read;
  }

  /**
   * Damages records in some ways, and resumes after each. What is resumed comes to the same result,
   * or says which file is damaged.
   *
   * @param result file that holds the result
   * @param ways number of ways for each text; half of it for others
   */
  private void damageAndResume(Path result, List<Path> records, int ways, Reading resumed)
      throws Exception {
    byte[] right = Files.readAllBytes(result);
    for (var file : records) {
      String name = file.getFileName().toString();
      boolean text = !name.endsWith(".safetensors");
      byte[] whole = Files.readAllBytes(file);
      int plain = text ? 10 : 2;
      var some =
          mutations(whole, text, plain + (text ? ways : ways / 2), new Random(name.hashCode()));
      for (var mutation : some.subList(plain, some.size())) {
        tried.merge(name, 1, Integer::sum);
        put(file, mutation.content());
        try {
          resumed.result();
        } catch (Failure e) {
          named++;
          if (!e.getMessage().contains(name) || e.getMessage().contains("\tat ")) {
            wrong.add(name + " " + mutation.what() + ": " + e.getMessage());
          }
        }
        if (!Arrays.equals(Files.readAllBytes(result), right)) {
          wrong.add(name + " " + mutation.what() + ": another result");
          Files.write(result, right);
        }
        put(file, Optional.of(whole));
      }
    }
  }

  private static Reading resumed(List<String> verb, String... more) {
    return command(
        Stream.of(verb.stream(), Stream.of(more), Stream.of("--resume"))
            .flatMap(a -> a)
            .toArray(String[]::new));
  }

  @Test
  void recordsOfARunThatIsResumed() throws Exception {
    var run = folder.resolve("run");
    var records =
        Stream.of(
                "experiment.yaml",
                "provenance.json",
                "costs.json",
                "rungs/00/rung.json",
                "rungs/00/population-000.json",
                "rungs/01/population-000.json",
                "rungs/00/population-001.safetensors")
            .map(run::resolve)
            .toList();
    var resumed = resumed(SmallSearch.THRESHOLD, "--data", path("data"), "--out", run.toString());
    damageAndResume(run.resolve("leaderboard.json"), records, 6, resumed);
    assertNoneWrong(35);
  }

  @Test
  void recordsOfATraining() throws Exception {
    var trained = folder.resolve("trained");
    var records =
        Stream.of(
                "experiment.yaml",
                "training.json",
                "checkpoints/iteration-00000008.json",
                "checkpoints/iteration-00000008.safetensors")
            .map(trained::resolve)
            .toList();
    var resumed = resumed(TRAIN, "--from", path("run"), "--out", trained.toString());
    damageAndResume(trained.resolve("trained.safetensors"), records, 4, resumed);
    assertNoneWrong(12);
  }

  @Test
  void theRecordOfACluster() throws Exception {
    var cluster = Files.createDirectories(folder.resolve("cluster"));
    var ended =
        new ProcessIdentity(
            "h",
            1,
            ProcessIdentity.here().bootId(),
            ProcessIdentity.here().pidNamespace(),
            Optional.of(1L));
    var started =
        new LocalCluster.Started(
            "spark://127.0.0.1:1", "127.0.0.1", List.of(new LocalCluster.Member("master", ended)));
    var record = cluster.resolve("cluster.json");
    Files.write(record, Json.record(started, Optional.empty()));
    Reading status =
        () -> {
          int code = RUN.seedbed("cluster", "status", "--dir", cluster.toString());
          if (!RUN.err().isEmpty()) {
            throw new Failure(RUN.err());
          }
          return code + RUN.out();
        };
    damage(record, "cluster.json", 60, status);
    assertNoneWrong(55);
  }
}

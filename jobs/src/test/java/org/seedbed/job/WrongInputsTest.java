package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.model.ModelCatalogue;

/**
 * Wrong command lines and files, generated: each is refused with exit code 2 and one line that
 * names the value, and leaves nothing behind. Nothing is started for any of them.
 */
class WrongInputsTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Path FORMER = Path.of("src/test/resources/org/seedbed/job/former");

  @TempDir Path folder;

  private final CommandLineRun run = new CommandLineRun();
  private final List<String> wrong = new ArrayList<>();
  private int tried;

  /** Runs a wrong command; its message must contain a text. */
  private void refused(String named, String... arguments) throws IOException {
    tried++;
    var before = listing();
    int code = run.seedbed(arguments);
    var problems = new ArrayList<String>();
    var lines = run.err().lines().filter(line -> !line.startsWith("Try 'seedbed ")).toList();
    // A former name may be noted before the error.
    var errors = lines.stream().filter(line -> !line.contains(" is now called ")).toList();
    if (code != ExitCode.USAGE.code()) {
      problems.add("exit code " + code);
    }
    if (errors.size() != 1 || !errors.get(0).startsWith("seedbed: ")) {
      problems.add(errors.size() + " lines");
    }
    if (!run.err().contains(named)) {
      problems.add("does not name " + named);
    }
    if (run.err()
        .matches("(?s).*(Exception|Cannot |com\\.fasterxml|java\\.lang|org\\.apache|\\tat ).*")) {
      problems.add("not in our words");
    }
    if (!listing().equals(before)) {
      problems.add("leaves files");
    }
    if (!problems.isEmpty()) {
      wrong.add(String.join(" ", arguments) + "\n    " + problems + "\n    " + run.err().strip());
    }
  }

  private List<Path> listing() throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> !file.startsWith(folder.resolve("given"))).toList();
    }
  }

  private void assertAllRefused(int atLeast) {
    assertThat(wrong).as("%d of %d", wrong.size(), tried).isEmpty();
    assertThat(tried).isGreaterThanOrEqualTo(atLeast);
  }

  private String out() {
    return folder.resolve("out").toString();
  }

  private String given(byte[] content) throws IOException {
    Files.createDirectories(folder.resolve("given"));
    return Files.write(folder.resolve("given/experiment.yaml"), content).toString();
  }

  private String given(String content) throws IOException {
    return given(content.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns each leaf of an experiment with its value, by dotted key. */
  private static Map<String, JsonNode> leaves(String model) throws IOException {
    var yaml = ExperimentFile.write(ExperimentFile.read("model: " + model, Map.of()));
    var leaves = new LinkedHashMap<String, JsonNode>();
    collect(YAML.readTree(yaml), "", leaves);
    leaves.remove("schemaVersion");
    return leaves;
  }

  private static void collect(JsonNode node, String key, Map<String, JsonNode> leaves) {
    if (!node.isObject()) {
      leaves.put(key, node);
    }
    node.fields()
        .forEachRemaining(
            field ->
                collect(
                    field.getValue(),
                    key.isEmpty() ? field.getKey() : key + "." + field.getKey(),
                    leaves));
  }

  /** Returns values of other types and sizes than a key's, in YAML. */
  private static List<String> wrongValues(String key, JsonNode value) {
    if (key.equals("data")) {
      return List.of("5", "[a]", "{a: 1}", "true", "''");
    }
    // Not given, but a number that need not be whole.
    if (key.equals("search.stop.coreSeconds")) {
      return List.of("x", "true", "[1]", "{a: 1}", ".nan", "'0.5'", "1e400", "-1");
    }
    if (value.isInt() || value.isLong() || value.isNull()) {
      return List.of(
          "3.7", "x", "true", "[1]", "{a: 1}", "99999999999999999999", "'3'", "1e400", "2.0");
    }
    if (value.isNumber()) {
      return List.of("x", "true", "[1]", "{a: 1}", ".nan", "'0.5'", "1e400", "-1e400");
    }
    if (value.isBoolean()) {
      return List.of("1", "0", "x", "'true'", "[true]", "{a: true}", "1.5");
    }
    if (value.isArray()) {
      return List.of(
          "5", "x", "[x]", "{a: 1}", "[1.5]", "[[1]]", "[3, 1]", "[0]", "[-1]", "[1, 1]");
    }
    return List.of("5", "[a]", "{a: 1}", "no-such-name", "true", "1.5");
  }

  /** A key of a model's experiments, with the value that it has by default. */
  private record Key(String model, String name, JsonNode value) {
    /** Returns what an error must name. */
    String last() {
      return name.substring(name.lastIndexOf('.') + 1);
    }
  }

  /** Returns the keys of all models; most are those of every model, and come once. */
  private static List<Key> keys() throws IOException {
    var seen = new HashSet<String>();
    var keys = new ArrayList<Key>();
    for (var family : ModelCatalogue.families()) {
      leaves(family.name())
          .forEach(
              (name, value) -> {
                if (seen.add(name + " " + value.getNodeType())) {
                  keys.add(new Key(family.name(), name, value));
                }
              });
    }
    return keys;
  }

  @Test
  void everyKeyRefusesEveryOtherType() throws IOException {
    for (var key : keys()) {
      for (var value : wrongValues(key.name(), key.value())) {
        if (key.name().equals("model")) {
          refused(value, "restarts", "--set", "model=" + value, "--out", out());
        } else {
          refused(
              key.last(),
              "restarts",
              "--model",
              key.model(),
              "--set",
              key.name() + "=" + value,
              "--out",
              out());
        }
      }
    }
    assertAllRefused(1000);
  }

  @Test
  void everyKeyInAFileToo() throws IOException {
    var random = new Random(1);
    for (var key : keys()) {
      if (key.name().equals("model")) {
        continue;
      }
      var values = wrongValues(key.name(), key.value());
      String value = values.get(random.nextInt(values.size()));
      String file = given("model: " + key.model() + "\n" + nested(key.name(), value));
      refused(key.last(), "restarts", "--experiment", file, "--out", out());
      // A key that is spelled wrongly.
      String misspelled = key.name() + "x";
      refused(
          "Unknown key '" + misspelled + "'",
          "restarts",
          "--model",
          key.model(),
          "--set",
          misspelled + "=1",
          "--out",
          out());
      refused(
          "'" + key.name() + "' has no value",
          "restarts",
          "--model",
          key.model(),
          "--set",
          key.name() + "=",
          "--out",
          out());
    }
    assertAllRefused(300);
  }

  /** Returns a dotted key as nested mappings. */
  private static String nested(String key, String value) {
    var parts = key.split("\\.", -1);
    return IntStream.range(0, parts.length)
            .mapToObj(i -> "  ".repeat(i) + parts[i] + ":")
            .collect(Collectors.joining("\n"))
        + " "
        + value
        + "\n";
  }

  /** Numbers that fit their type, and would take all memory or time. */
  @Test
  void sizesAreBoundedBeforeAnythingIsAllocated() throws IOException {
    var huge =
        List.of(
            "seeds.count=2147483647",
            "seeds.first=9223372036854775807",
            "seeds.first=9223372036854775800",
            "search.width=2147483647",
            "search.slots=2147483647",
            "search.threads=2147483647",
            "curriculum.lastLevel=2147483647",
            "curriculum.widenings=2147483647",
            "curriculum.modulus=2147483647",
            "curriculum.extraTimeSteps=2147483647",
            "curriculum.lengths=[2147483647]",
            "training.batch=2147483647",
            "training.checkExamples=2147483647",
            "evaluation.examples=2147483647",
            "evaluation.lengthExamples=2147483647",
            "evaluation.lengths=[2147483647]",
            "evaluation.top=2147483647",
            "evaluation.confirmations=2147483647",
            "nram.registers=2147483647",
            "nram.hiddenSize=2147483647");
    for (var setting : List.of("curriculum.modulus=100000", "curriculum.lastLevel=9999")) {
      refused(
          "Lower training.batch, or the last level", "restarts", "--set", setting, "--out", out());
    }
    for (var key : List.of("curriculum.lengths", "evaluation.lengths", "evaluation.checkLengths")) {
      refused(
          key + " is 1, must be 3 or more",
          "restarts",
          "--model",
          "stack-rnn",
          "--task",
          "language/anbmcndm",
          "--set",
          key + "=[1]",
          "--out",
          out());
    }
    for (var setting : huge) {
      refused(
          setting.replaceFirst(".*=\\[?(\\d+).*", "$1"),
          "restarts",
          "--set",
          setting,
          "--out",
          out());
      if (!setting.startsWith("seeds.first")) {
        String negative = setting.replaceFirst("\\d+", "-2147483648");
        refused("-2147483648", "restarts", "--set", negative, "--out", out());
      }
    }
    for (var setting :
        List.of(
            "npi.hiddenSize=2147483647", "npi.encoding=2147483647", "npi.embedding=2147483647")) {
      refused("2147483647", "restarts", "--model", "npi", "--set", setting, "--out", out());
    }
    for (var setting :
        List.of(
            "neuralGpu.maps=2147483646",
            "neuralGpu.rows=2147483647",
            "neuralGpu.layers=2147483647",
            "neuralGpu.relaxation.sets=2147483647")) {
      refused("214748364", "restarts", "--model", "neural-gpu", "--set", setting, "--out", out());
    }
    for (var options :
        List.of(
            "--last-level 2147483647",
            "--first-level 2147483647",
            "--widenings 2147483647",
            "--modulus 2147483647",
            "--lengths 2147483647",
            "--examples 9223372036854775807",
            "--examples-per-file 2147483647",
            "--examples 1000000000001",
            "--first-level 0",
            "--first-level -1",
            "--last-level 0",
            "--widenings -1",
            "--modulus 3",
            "--modulus 0",
            "--lengths 0",
            "--lengths 3,1",
            "--examples 0",
            "--examples -5",
            "--examples-per-file 1000",
            "--examples-per-file 0")) {
      var words = options.split(" ", -1);
      String value = words[1].contains(",") ? "[3, 1]" : words[1];
      refused(value, "generate", "--task", "memory/copy", words[0], words[1], "--out", out());
    }
    assertAllRefused(60);
  }

  @Test
  void optionsThatAreNoNumbers() throws IOException {
    var numbers =
        Map.of(
            "generate",
                List.of(
                    "--examples",
                    "--data-seed",
                    "--first-level",
                    "--last-level",
                    "--lengths",
                    "--modulus",
                    "--widenings",
                    "--examples-per-file",
                    "--metrics-port"),
            "restarts", List.of("--seeds", "--width", "--metrics-port"),
            "quickstart", List.of("--seeds", "--metrics-port"),
            "train",
                List.of(
                    "--rank",
                    "--workers",
                    "--averaging",
                    "--iterations",
                    "--checkpoint-every",
                    "--metrics-port"),
            "leaderboard", List.of("--top"),
            "evaluate",
                List.of("--rank", "--lengths", "--examples", "--extra-time-steps", "--threads"),
            "replay", List.of("--seed"),
            "show", List.of("--rank"),
            "verify", List.of("--rank", "--modulus"));
    for (var verb : numbers.entrySet()) {
      for (var option : verb.getValue()) {
        for (var value :
            List.of(
                "x", "3.7", "1e3", "99999999999999999999", "", "0x10", "~", "٣٣٣x", "1 2", "--")) {
          refused(option, verb.getKey(), option, value);
        }
        refused(option, verb.getKey(), option);
      }
    }
    assertAllRefused(250);
  }

  @Test
  void valuesThatNoRunHas() throws IOException {
    String former = FORMER.resolve("run-nram").toString();
    for (var rank : List.of("0", "-1", "9", "2147483647", "-2147483648")) {
      for (var verb : List.of("show", "verify", "evaluate")) {
        refused(rank, verb, former, "--rank", rank);
      }
      refused(rank, "train", "--from", former, "--rank", rank, "--out", out());
    }
    for (var length : List.of("0", "-1", "2147483647", "100001")) {
      refused(length, "evaluate", former, "--lengths", length);
    }
    for (var option : List.of("--examples", "--threads")) {
      for (var value : List.of("0", "-1", "2147483647")) {
        refused(value, "evaluate", former, option, value);
      }
    }
    for (var path : List.of("hdfs://[::1/x", "s3a://", "foo://bar/x")) {
      refused(path.substring(0, 3), "leaderboard", path);
    }
    for (var steps : List.of("10001", "-10001", "2147483647")) {
      refused(steps, "evaluate", former, "--extra-time-steps", steps);
    }
    for (var verb : List.of("show", "evaluate")) {
      refused("--discretized", verb, FORMER.resolve("run-npi").toString(), "--discretized");
    }
    for (var seed : List.of("-1", "8", "9223372036854775807")) {
      refused(seed, "replay", former, "--seed", seed);
    }
    for (var top : List.of("0", "-5")) {
      refused(top, "leaderboard", former, "--top", top);
    }
    for (var option : List.of("--workers", "--averaging", "--iterations", "--checkpoint-every")) {
      for (var value : List.of("0", "-1", "2147483647")) {
        refused(value, "train", "--from", former, option, value, "--out", out());
      }
    }
    refused("does not accept hand-written inputs", "show", former, "--input", "1+1");
    assertAllRefused(40);
  }

  @Test
  void valuesThatNoPlanHas() throws IOException {
    String former = FORMER.resolve("run-nram").toString();
    for (var option : List.of("--seeds", "--solved", "--slots")) {
      for (var value : List.of("0", "-1", "x")) {
        refused(value, "plan", former, option, value);
      }
    }
    refused("-5", "plan", former, "--budget", "-5");
    refused("has no control arm", "plan", former);
    for (var option : List.of("--initializations", "--data-seeds")) {
      for (var value : List.of("0", "1", "-1", "2147483647", "x")) {
        refused(value, "cross", option, value, "--out", out());
      }
    }
    refused("data", "cross", "--set", "data=/no/such", "--out", out());
    for (var value : List.of("0", "-1", "x")) {
      refused(value, "compare", former, former, "--comparisons", value);
    }
    refused("RUN", "compare", former);
    String other = FORMER.resolve("run-npi").toString();
    refused("same task and data seed", "compare", former, other);
    for (var setting :
        List.of(
            "search.control=1.5",
            "search.control=-0.1",
            "search.solved=keep",
            "search.stop.solved=0",
            "search.stop.coreSeconds=0",
            "search.stop.confirmed=0",
            "search={stop: {confirmed: 3}, pruning: {rule: luby}}",
            "search.pruning={rule: fixed-cutoff, cutoff: 0}",
            "search.pruning={rule: luby, unit: -1}",
            "evaluation.confirmation=twice")) {
      refused("", "restarts", "--set", setting, "--out", out());
    }
    assertAllRefused(30);
  }

  @Test
  void valuesThatNoSweepHas() throws IOException {
    refused("space", "sweep", "--out", out());
    String former = FORMER.resolve("run-nram").toString();
    var file = Files.createDirectories(folder.resolve("given")).resolve("sweep.yaml");
    Files.writeString(file, "model: nram\nspace: {nram.registers: [3, 4]}\n");
    for (var setting : List.of("sweep.settings=0", "sweep.rounds=[]", "sweep.metod=grid")) {
      refused(
          setting.substring(0, setting.indexOf('=')),
          "sweep",
          "--experiment",
          file.toString(),
          "--set",
          setting,
          "--out",
          out());
    }
    refused("occupied", "sweep", "--experiment", file.toString(), "--out", occupied());
    refused("no sweep", "sweep", "--experiment", file.toString(), "--resume", "--out", former);
    refused("--settings", "extend", former);
    refused("o sweep", "extend", former, "--settings", "4");
    for (var value : List.of("0", "-1", "x")) {
      refused("", "extend", former, "--settings", value);
    }
    refused("no sweep", "replay", former, "--seed", "0", "--setting", "1");
    assertAllRefused(12);
  }

  @Test
  void pathsThatAreNone() throws IOException {
    var paths =
        List.of(
            "",
            " ",
            "foo://x/y",
            "http://localhost/x",
            "https://localhost/x",
            "ftp://h/x",
            "hdfs:///x",
            "s3a://b/x",
            "s3://b/x",
            "gs://b/x",
            "a:b:c",
            "hdfs://",
            "file://host/x",
            "\u0000",
            "::",
            "har:///x");
    for (var path : paths) {
      refused("ath", "generate", "--task", "memory/copy", "--out", path);
      refused("ath", "restarts", "--out", path);
      refused("ath", "restarts", "--fresh-seeds", "--out", path);
      refused("ath", "leaderboard", path);
      refused("ath", "replay", path, "--seed", "1");
      refused("ath", "report", path);
      refused("ath", "evaluate", path);
      refused("ath", "train", "--from", path, "--out", out());
      refused("ath", "restarts", "--data", path, "--out", out());
    }
    refused("it has no _manifest.json", "restarts", "--data", "~", "--out", out());
    refused("it has no _manifest.json", "restarts", "--data", "null", "--out", out());
    assertAllRefused(100);
  }

  @Test
  void filesThatAreNoExperiments() throws IOException {
    var random = new Random(2);
    String whole = ExperimentFile.write(ExperimentFile.read("", Map.of()));
    for (int i = 0; i < 150; i++) {
      byte[] bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      refused("xperiment file", "restarts", "--experiment", given(bytes), "--out", out());
    }
    for (int i = 0; i < 150; i++) {
      // A letter or sign in the middle that no key or value can have.
      int at = random.nextInt(whole.length());
      char sign = "[]{}&*!%@`\"'\t".charAt(random.nextInt(13));
      String broken = whole.substring(0, at) + sign + whole.substring(at);
      if (stillReads(broken)) {
        continue;
      }
      refused(" ", "restarts", "--experiment", given(broken), "--out", out());
    }
    for (var text :
        List.of(
            "[".repeat(5000),
            "{a: ".repeat(5000),
            "- 1",
            "x",
            "5",
            "a: &b 1",
            "a: *b",
            "<<: {a: 1}",
            "seeds: {count: 1}\nseeds: {count: 2}",
            "seeds: {count: 1}\n---\nseeds: {count: 2}",
            "!!javax.script.ScriptEngineManager [x]",
            "schemaVersion: 99",
            "schemaVersion: -1",
            "schemaVersion: x",
            "schemaVersion: 1.5",
            "x".repeat(2_000_000),
            "\t a: 1",
            "? [a]\n: b")) {
      refused("", "restarts", "--experiment", given(text), "--out", out());
    }
    refused("is a folder", "restarts", "--experiment", folder.toString(), "--out", out());
    refused("does not exist", "restarts", "--experiment", folder + "/none", "--out", out());
    refused(
        "not text in UTF-8",
        "restarts",
        "--experiment",
        given(new byte[] {(byte) 0xff}),
        "--out",
        out());
    assertAllRefused(250);
  }

  private static boolean stillReads(String yaml) {
    try {
      ExperimentFile.read(yaml, Map.of());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Test
  void verbsAndOptionsThatAreNone() throws IOException {
    var verbs = Seedbed.commandLine().getSubcommands();
    for (var verb : verbs.entrySet()) {
      refused(verb.getKey() + "x", verb.getKey() + "x");
      refused("--no-such-option", whole(verb.getKey(), "--no-such-option"));
      for (var option : verb.getValue().getCommandSpec().options()) {
        if (option.required()) {
          refused(option.longestName(), verb.getKey());
        }
      }
    }
    for (var model : List.of("nrm", "NRAM", "nram ", "", "npi,nram", "../nram", "neural_gpu")) {
      refused(
          Optional.of(model.strip()).filter(m -> !m.isEmpty()).orElse("model"),
          "restarts",
          "--model",
          model,
          "--out",
          out());
    }
    for (var task :
        List.of("coppy", "memory/", "/copy", "memory/copy/", "MEMORY/COPY", "trace/addition", "")) {
      refused("task", "restarts", "--model", "nram", "--task", task, "--out", out());
      if (!task.equals("trace/addition")) {
        refused("ask", "generate", "--task", task, "--out", out());
      }
    }
    for (var port : List.of("-1", "65536", "2147483647")) {
      refused(port, "restarts", "--metrics-port", port, "--out", out());
      refused(port, "generate", "--task", "memory/copy", "--metrics-port", port, "--out", out());
    }
    for (var gateway : List.of("host", "http://host:1", "host:", ":9091", "host:x", "a b:1")) {
      refused(gateway, "restarts", "--pushgateway", gateway, "--out", out());
    }
    for (var memory : List.of("x", "4", "0g", "-1g", "4 g", "4tt")) {
      refused(memory, "cluster", "start", "--memory", memory, "--dir", out());
    }
    for (var bind : List.of("0.0.0.0", "::", "192.0.2.77", "no such host", "")) {
      refused("bind", "cluster", "start", "--bind", bind, "--dir", out());
    }
    refused("occupied", "restarts", "--fresh-seeds", "--out", occupied());
    refused("occupied", "restarts", "--out", occupied());
    refused("occupied", "generate", "--task", "memory/copy", "--out", occupied());
    // Partitions of somebody else.
    var others = Files.createDirectories(folder.resolve("given/others/level=INFO")).getParent();
    refused("occupied", "generate", "--task", "memory/copy", "--out", others.toString());
    Files.createDirectories(folder.resolve("given/more/level=001/host=a"));
    String more = folder.resolve("given/more").toString();
    refused("occupied", "generate", "--task", "memory/copy", "--out", more);
    assertAllRefused(70);
  }

  /** Returns a command with what its verb requires, and an option. */
  private String[] whole(String verb, String option) {
    return switch (verb) {
      case "generate" -> new String[] {verb, "--task", "memory/copy", "--out", out(), option};
      case "restarts", "cross", "sweep" -> new String[] {verb, "--out", out(), option};
      case "train" -> new String[] {verb, "--from", out(), "--out", out(), option};
      case "replay" -> new String[] {verb, out(), "--seed", "1", option};
      case "leaderboard", "evaluate", "show", "verify", "report", "plan", "extend" ->
          new String[] {verb, out(), option};
      case "compare" -> new String[] {verb, out(), out(), option};
      case "submit" -> new String[] {verb, option, "tasks"};
      default -> new String[] {verb, option};
    };
  }

  private String occupied() throws IOException {
    Files.createDirectories(folder.resolve("given/occupied"));
    Files.writeString(folder.resolve("given/occupied/thesis.tex"), "important");
    return folder.resolve("given/occupied").toString();
  }
}

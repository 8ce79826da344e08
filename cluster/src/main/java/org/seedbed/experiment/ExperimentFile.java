package org.seedbed.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.seedbed.files.DamagedFileException;
import org.seedbed.files.Json;
import org.seedbed.files.RecordDigest;
import org.seedbed.files.SchemaVersion;
import org.seedbed.files.UnknownSchemaException;
import org.seedbed.model.Engine;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;
import org.seedbed.search.pruning.PruningRules;
import org.seedbed.task.UnknownNameException;

/**
 * Reads and writes experiments as YAML. In a user's file, missing keys take their defaults; in a
 * run's file, none may be missing. Unknown keys are rejected.
 */
public final class ExperimentFile {
  /**
   * Schema version of the file. Version 1 used former names and did not state its version; version
   * 2 held no digest; version 3 knew one engine, PyTorch; version 4 had no control arm; in version
   * 5, access and swap pointed by index, and a curriculum had one way of drawing; in version 6,
   * learning rates followed checks alone; in version 7, the Neural GPU had no devices for
   * extrapolation; in version 8, stacks read the padding of inputs.
   */
  private static final int VERSION = 9;

  /** The first version in which tasks have their present names. */
  private static final int RENAMED = 6;

  private static final String PRUNING = "search.pruning";
  private static final String FILE = "The experiment file";

  /** What to do about a damaged experiment of a run, for messages. */
  public static final String REMEDY =
      "Restore it from a copy: the run's records belong to that experiment. Or begin another run.";

  private ExperimentFile() {}

  /**
   * Reads an experiment, as {@link #read(String, Map, Map, Consumer)} does.
   *
   * @param settings values by dotted key, such as {@code nram.registers} → {@code 6}
   */
  public static Experiment read(String yaml, Map<String, String> settings) {
    return read(yaml, Map.of(), settings, note -> {});
  }

  /**
   * Reads an experiment. Later sources override earlier ones: the platform's defaults, the model's
   * defaults, the file, the texts, the settings.
   *
   * @param yaml text of the file, which may be empty
   * @param texts values by dotted key that are text, whatever they look like
   * @param settings values by dotted key, as YAML
   * @param notes called with one line for every former name that was used
   * @throws IllegalArgumentException with a one-line message that names key, value and remedy
   */
  public static Experiment read(
      String yaml,
      Map<String, String> texts,
      Map<String, String> settings,
      Consumer<String> notes) {
    JsonNode read = StrictYaml.read(yaml, FILE);
    if (read.isMissingNode() || read.isNull()) {
      read = StrictYaml.emptyMapping();
    }
    if (!read.isObject()) {
      throw new IllegalArgumentException("The experiment file is no mapping of keys to values.");
    }
    var file = (ObjectNode) read;
    // A user's file states no version, unless it was a run's.
    int version = file.has(SchemaVersion.KEY) ? takeVersion(file) : VERSION;
    if (version < VERSION && file.has("model")) {
      if (version < RENAMED) {
        FormerExperiment.renameTask(file);
      }
      FormerExperiment.completeValues(file, notes);
    }
    // A run's file may serve as a user's, changed.
    file.remove(RecordDigest.KEY);
    return merged(file, texts, settings, notes);
  }

  /**
   * An experiment file with further sections.
   *
   * @param experiment the file without them
   * @param sections those that it has, by name
   */
  public record Parts(String experiment, Map<String, JsonNode> sections) {}

  /**
   * Takes sections that are no part of an experiment out of a file.
   *
   * @param names of the sections
   * @throws IllegalArgumentException if the file is no mapping
   */
  public static Parts parts(String yaml, List<String> names) {
    var read = StrictYaml.read(yaml, FILE);
    if (!read.isObject()) {
      return new Parts(yaml, Map.of());
    }
    var file = (ObjectNode) read;
    var sections = new LinkedHashMap<String, JsonNode>();
    for (var name : names) {
      if (file.has(name)) {
        sections.put(name, file.remove(name));
      }
    }
    return new Parts(StrictYaml.write(file), sections);
  }

  /**
   * Reads a value as an experiment file has it.
   *
   * @param key for messages
   */
  public static JsonNode value(String key, String text) {
    var value = StrictYaml.read(text, "Setting '" + key + "'");
    if (value.isMissingNode()) {
      throw new IllegalArgumentException(
          "Setting '%s' has no value. Give %s=VALUE, or %s=null for none."
              .formatted(key, key, key));
    }
    return value;
  }

  private static Experiment merged(
      ObjectNode file,
      Map<String, String> texts,
      Map<String, String> settings,
      Consumer<String> notes) {
    String model = file.path("model").isNull() ? "" : file.path("model").asText("");
    var family = family(settings.getOrDefault("model", texts.getOrDefault("model", model)));
    file.put("model", family.name());
    if (texts.containsKey("task") || settings.containsKey("task")) {
      // Removed unresolved: the file's task may belong to another model, and the setting replaces
      // it.
      file.remove("task");
    }
    FormerExperiment.upgrade(file, notes);
    ObjectNode tree = defaultsOf(family);
    merge(tree, file, "");
    texts.forEach((key, text) -> set(tree, key, TextNode.valueOf(text)));
    for (var setting : FormerExperiment.upgrade(settings, family, notes).entrySet()) {
      set(tree, setting.getKey(), value(setting.getKey(), setting.getValue()));
    }
    FormerExperiment.upgrade(tree, notes);
    return experiment(tree);
  }

  private static Experiment experiment(ObjectNode tree) {
    checkFinite(tree, "");
    try {
      return Json.mapper().treeToValue(tree, Experiment.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(WrongValue.describe(e, tree), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The experiment cannot be read: " + tree, e);
    }
  }

  /**
   * Describes a value that cannot be read, in one line.
   *
   * @param tree that was read
   * @param section that it is
   */
  public static String describe(JsonProcessingException e, JsonNode tree, String section) {
    if (e instanceof JsonMappingException mapping) {
      mapping.prependPath(Experiment.class, section);
      return WrongValue.describe(mapping, StrictYaml.emptyMapping().set(section, tree));
    }
    return "Section '" + section + "' cannot be read: " + tree;
  }

  private static void checkFinite(JsonNode node, String key) {
    if (node.isFloatingPointNumber() && !Double.isFinite(node.asDouble())) {
      throw new IllegalArgumentException(
          "Key '%s' is %s, must be finite".formatted(key, node.asText()));
    }
    for (var fields = node.fields(); fields.hasNext(); ) {
      var field = fields.next();
      checkFinite(field.getValue(), key.isEmpty() ? field.getKey() : key + "." + field.getKey());
    }
  }

  /**
   * Reads the experiment of a run, which gives every value.
   *
   * @param path of the file, for messages
   * @throws DamagedFileException if it does not match its digest, or lacks a value
   */
  public static Experiment readStored(byte[] file, Path path) {
    try {
      var tree = StrictYaml.read(new String(file, StandardCharsets.UTF_8), FILE);
      if (!tree.isObject()) {
        throw new DamagedFileException(path, "an experiment", "no keys", REMEDY);
      }
      var stored = (ObjectNode) tree;
      int version = takeVersion(stored);
      boolean digested = version >= RecordDigest.SINCE;
      if (digested || RecordDigest.isIn(file)) {
        RecordDigest.verify(file, path, Optional.empty(), REMEDY);
      }
      if (digested != (stored.remove(RecordDigest.KEY) != null)) {
        throw new DamagedFileException(
            path, "schema version " + VERSION, "an earlier one with a digest", REMEDY);
      }
      if (!digested) {
        checkWhole(stored, path);
      }
      if (version < RENAMED) {
        FormerExperiment.renameTask(stored);
      }
      if (digested) {
        return experiment(stored);
      }
      stored.put("engine", Engine.PYTORCH.toString());
      FormerExperiment.complete(stored);
      return merged(stored, Map.of(), Map.of(), note -> {});
    } catch (UnknownSchemaException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(path, "an experiment", e.getMessage(), REMEDY);
    }
  }

  /** Checks that a file of an earlier version gives every part, as those versions wrote it. */
  private static void checkWhole(ObjectNode stored, Path path) {
    for (var key : Experiment.firstKeys()) {
      if (!stored.has(key) || (stored.path(key).isNull() && !key.equals("data"))) {
        throw new DamagedFileException(path, "key '" + key + "'", "none", REMEDY);
      }
    }
    String section = ModelCatalogue.family(stored.path("model").asText()).section();
    if (!stored.path(section).isObject()) {
      throw new DamagedFileException(path, "key '" + section + "'", "none", REMEDY);
    }
  }

  /** Returns the family with a name, or the first family if the name is empty. */
  private static ModelFamily<?, ?> family(String name) {
    return name.isEmpty() ? ModelCatalogue.families().get(0) : ModelCatalogue.family(name);
  }

  /** Removes the schema version and returns it, 1 if there is none. */
  private static int takeVersion(ObjectNode file) {
    var version = file.remove(SchemaVersion.KEY);
    if (version == null) {
      return 1;
    }
    if (!version.isInt() || version.asInt() < 1) {
      throw new IllegalArgumentException(
          "Key '%s' is %s, must be 1 to %d".formatted(SchemaVersion.KEY, version, VERSION));
    }
    if (version.asInt() > VERSION) {
      throw new UnknownSchemaException("The experiment file", version.asInt(), VERSION);
    }
    return version.asInt();
  }

  /** Returns the default experiment of a model. */
  public static Experiment defaultsOf(String model) {
    return read("model: " + model, Map.of());
  }

  private static ObjectNode defaultsOf(ModelFamily<?, ?> family) {
    var tree = resource(ExperimentFile.class, "defaults.yaml");
    tree.put("model", family.name());
    var section = StrictYaml.emptyMapping();
    for (var component : family.settings().getRecordComponents()) {
      section.putNull(component.getName());
    }
    tree.set(family.section(), section);
    merge(tree, resource(family.getClass(), "defaults/" + family.name() + ".yaml"), "");
    return tree;
  }

  private static ObjectNode resource(Class<?> beside, String name) {
    try (var in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "Resource %s is missing beside %s. Add it to that jar."
                .formatted(name, beside.getName()));
      }
      return (ObjectNode)
          StrictYaml.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the experiment with every value explicit. */
  public static String write(Experiment experiment) {
    var versioned = StrictYaml.emptyMapping().put(SchemaVersion.KEY, VERSION);
    versioned.setAll((ObjectNode) Json.mapper().valueToTree(experiment));
    return StrictYaml.write(versioned);
  }

  private static void merge(ObjectNode tree, ObjectNode from, String prefix) {
    for (var fields = from.fields(); fields.hasNext(); ) {
      var field = fields.next();
      String key = prefix + field.getKey();
      JsonNode known = child(tree, field.getKey(), key);
      if (known.isObject() && field.getValue().isObject()) {
        if (key.equals(PRUNING)) {
          known = ofRule((ObjectNode) known, field.getValue().path(PruningRuleJson.NAME));
          tree.set(field.getKey(), known);
        }
        merge((ObjectNode) known, (ObjectNode) field.getValue(), key + ".");
      } else if (known.isObject()) {
        throw new IllegalArgumentException(
            "Key '" + key + "' is " + field.getValue() + ", must be a mapping of " + keys(known));
      } else {
        tree.set(field.getKey(), field.getValue());
      }
    }
  }

  /** Replaces the rule's settings with the defaults of the named rule, if it is another rule. */
  private static ObjectNode ofRule(ObjectNode before, JsonNode name) {
    return name.isMissingNode() || name.equals(before.path(PruningRuleJson.NAME))
        ? before
        : PruningRuleJson.tree(PruningRules.named(name.asText()));
  }

  private static void set(ObjectNode tree, String key, JsonNode value) {
    var path = new ArrayList<>(Arrays.asList(key.split("\\.", -1)));
    ObjectNode node = tree;
    while (path.size() > 1) {
      JsonNode next = child(node, path.remove(0), key);
      if (!next.isObject()) {
        throw new UnknownNameException("key", key, keys(node));
      }
      node = (ObjectNode) next;
    }
    String name = path.get(0);
    child(node, name, key);
    if (key.equals(PRUNING + "." + PruningRuleJson.NAME)) {
      // A copy, because the rule may be the one that it was.
      var other = ofRule(node, value).deepCopy();
      node.removeAll();
      node.setAll(other);
    } else {
      node.set(name, value);
    }
  }

  private static JsonNode child(ObjectNode node, String name, String key) {
    JsonNode child = node.get(name);
    if (child == null) {
      String prefix = key.substring(0, key.length() - name.length());
      if (ModelCatalogue.families().stream().anyMatch(other -> other.section().equals(key))) {
        throw new IllegalArgumentException(
            "Key '%s' is not one of this model. Leave it out, or give another model."
                .formatted(key));
      }
      throw new UnknownNameException(
          "key", key, keys(node).stream().map(known -> prefix + known).toList());
    }
    return child;
  }

  private static List<String> keys(JsonNode node) {
    var keys = new ArrayList<String>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }
}

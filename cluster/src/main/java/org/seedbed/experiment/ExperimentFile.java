package org.seedbed.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.seedbed.files.Json;
import org.seedbed.files.SchemaVersion;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;
import org.seedbed.search.pruning.PruningRules;
import org.seedbed.task.UnknownNameException;

/**
 * Reads and writes experiments as YAML. Missing keys take their defaults; unknown keys are
 * rejected.
 */
public final class ExperimentFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  /** Schema version of the file. Version 1 used former names and did not state its version. */
  private static final int VERSION = 2;

  private static final String PRUNING = "search.pruning";

  private ExperimentFile() {}

  /**
   * Reads an experiment. Later sources override earlier ones: the platform's defaults, the model's
   * defaults, the file, the settings.
   *
   * @param yaml text of the file, which may be empty
   * @param settings values by dotted key, such as {@code nram.registers} → {@code 6}
   * @throws IllegalArgumentException with a one-line message that names key, value and remedy
   */
  public static Experiment read(String yaml, Map<String, String> settings) {
    return read(yaml, settings, note -> {});
  }

  /**
   * Reads an experiment, as {@link #read(String, Map)} does.
   *
   * @param notes called with one line for every former name that was used
   */
  public static Experiment read(String yaml, Map<String, String> settings, Consumer<String> notes) {
    try {
      JsonNode file = YAML.readTree(yaml);
      if (file.isMissingNode() || file.isNull()) {
        file = YAML.createObjectNode();
      }
      if (!file.isObject()) {
        throw new IllegalArgumentException("The experiment file is no mapping of keys to values.");
      }
      checkVersion((ObjectNode) file);
      var family = family(settings.getOrDefault("model", file.path("model").asText("")));
      ((ObjectNode) file).put("model", family.name());
      if (settings.containsKey("task")) {
        // Removed unresolved: the file's task may belong to another model, and the setting replaces
        // it.
        ((ObjectNode) file).remove("task");
      }
      FormerExperiment.upgrade((ObjectNode) file, notes);
      ObjectNode tree = defaultsOf(family);
      merge(tree, (ObjectNode) file, "");
      for (var setting : FormerExperiment.upgrade(settings, family, notes).entrySet()) {
        set(tree, setting.getKey(), YAML.readTree(setting.getValue()));
      }
      FormerExperiment.upgrade(tree, notes);
      return Json.mapper().treeToValue(tree, Experiment.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(explain(e), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The experiment file is not valid YAML: " + e.getOriginalMessage(), e);
    }
  }

  /** Returns the family with a name, or the first family if the name is empty. */
  private static ModelFamily<?, ?> family(String name) {
    return name.isEmpty() ? ModelCatalogue.families().get(0) : ModelCatalogue.family(name);
  }

  private static void checkVersion(ObjectNode file) {
    var version = file.remove(SchemaVersion.KEY);
    if (version != null && (version.asInt() < 1 || version.asInt() > VERSION)) {
      throw new IllegalArgumentException(
          "The experiment file has schema version %s; this Seedbed reads versions 1 to %d. Use a later Seedbed."
              .formatted(version.asText(), VERSION));
    }
  }

  /** Returns the default experiment of a model. */
  static Experiment defaultsOf(String model) {
    return read("model: " + model, Map.of());
  }

  private static ObjectNode defaultsOf(ModelFamily<?, ?> family) throws JsonProcessingException {
    var tree = resource(ExperimentFile.class, "defaults.yaml");
    tree.put("model", family.name());
    var section = YAML.createObjectNode();
    for (var component : family.settings().getRecordComponents()) {
      section.putNull(component.getName());
    }
    tree.set(family.section(), section);
    merge(tree, resource(family.getClass(), "defaults/" + family.name() + ".yaml"), "");
    return tree;
  }

  private static ObjectNode resource(Class<?> beside, String name) throws JsonProcessingException {
    try (var in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "Resource %s is missing beside %s. Add it to that jar."
                .formatted(name, beside.getName()));
      }
      return (ObjectNode) YAML.readTree(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes the experiment with every value explicit. */
  public static String write(Experiment experiment) {
    try {
      var versioned = YAML.createObjectNode().put(SchemaVersion.KEY, VERSION);
      versioned.setAll((ObjectNode) Json.mapper().valueToTree(experiment));
      return YAML.writeValueAsString(versioned);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as YAML: " + experiment, e);
    }
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
      var other = ofRule(node, value);
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

  private static String explain(JsonMappingException e) {
    String key =
        e.getPath().stream()
            .map(r -> r.getFieldName() == null ? "[" + r.getIndex() + "]" : r.getFieldName())
            .collect(Collectors.joining("."));
    Throwable cause = e.getCause();
    String message =
        cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage();
    return (key.isEmpty() ? "" : "Key '" + key + "': ") + message.lines().findFirst().orElse("");
  }
}

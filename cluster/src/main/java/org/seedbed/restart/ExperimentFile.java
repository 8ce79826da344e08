package org.seedbed.restart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.seedbed.store.Json;
import org.seedbed.task.TaskCatalogue.UnknownNameException;

/**
 * Experiments as YAML. What a file or a setting leaves out has its default; a key that is not known
 * is refused.
 */
public final class ExperimentFile {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .build();

  private ExperimentFile() {}

  /**
   * Reads an experiment: the defaults of the model, then the file's values, then settings.
   *
   * @param yaml text of the file, which may be empty
   * @param settings values by dotted key, such as {@code nram.registers} → {@code 6}
   * @throws IllegalArgumentException with one line that names key, value and remedy
   */
  public static Experiment read(String yaml, Map<String, String> settings) {
    try {
      JsonNode file = YAML.readTree(yaml);
      String model = settings.getOrDefault("model", file.path("model").asText(Experiment.NRAM));
      ObjectNode tree = Json.mapper().valueToTree(Experiment.defaultsOf(model));
      if (!file.isMissingNode() && !file.isNull()) {
        if (!file.isObject()) {
          throw new IllegalArgumentException(
              "The experiment file is no mapping of keys to values.");
        }
        merge(tree, (ObjectNode) file, "");
      }
      for (var setting : settings.entrySet()) {
        set(tree, setting.getKey(), YAML.readTree(setting.getValue()));
      }
      return Json.mapper().treeToValue(tree, Experiment.class);
    } catch (JsonMappingException e) {
      throw new IllegalArgumentException(explain(e), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The experiment file is no YAML: " + e.getOriginalMessage(), e);
    }
  }

  /** The experiment with every value explicit. */
  public static String write(Experiment experiment) {
    try {
      JsonNode tree = Json.mapper().valueToTree(experiment);
      return YAML.writeValueAsString(tree);
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
        merge((ObjectNode) known, (ObjectNode) field.getValue(), key + ".");
      } else if (known.isNull() && field.getValue().isObject()) {
        throw new IllegalArgumentException(
            "Key '%s' is not one of this model. Leave it out, or give another model."
                .formatted(key));
      } else if (known.isObject()) {
        throw new IllegalArgumentException(
            "Key '" + key + "' is " + field.getValue() + ", must be a mapping of " + keys(known));
      } else {
        tree.set(field.getKey(), field.getValue());
      }
    }
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
    child(node, path.get(0), key);
    node.set(path.get(0), value);
  }

  private static JsonNode child(ObjectNode node, String name, String key) {
    JsonNode child = node.get(name);
    if (child == null) {
      String prefix = key.substring(0, key.length() - name.length());
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

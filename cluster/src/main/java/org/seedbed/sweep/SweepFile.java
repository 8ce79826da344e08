package org.seedbed.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.experiment.Seeds;
import org.seedbed.files.Json;
import org.seedbed.space.Dimension;
import org.seedbed.space.Setting;
import org.seedbed.space.Space;
import org.seedbed.task.UnknownNameException;

/**
 * Reads a sweep's file: an experiment file with sections {@code space} and {@code sweep}. What the
 * experiment says is the default setting.
 */
public final class SweepFile {
  static final String SPACE = "space";
  static final String SWEEP = "sweep";

  private SweepFile() {}

  /**
   * A sweep that was asked for.
   *
   * @param experiment the default setting; no seed of a sweep is pruned, and solved ones are parked
   * @param plan what is tried beside it
   */
  public record Request(Experiment experiment, SweepPlan plan) {}

  /**
   * Reads a sweep. Each key is tried at its ends.
   *
   * @param texts see {@link ExperimentFile#read(String, Map, Map, Consumer)}
   * @param settings values by dotted key, as YAML, also of section {@code sweep}
   * @throws IllegalArgumentException with a one-line message that names the key
   */
  public static Request read(
      String yaml,
      Map<String, String> texts,
      Map<String, String> settings,
      Consumer<String> notes) {
    var parts = ExperimentFile.parts(yaml, List.of(SPACE, SWEEP));
    var ofExperiment = new LinkedHashMap<String, String>();
    var ofSweep = new LinkedHashMap<String, String>();
    settings.forEach(
        (key, value) -> (key.startsWith(SWEEP + ".") ? ofSweep : ofExperiment).put(key, value));
    var space = parts.sections().get(SPACE);
    if (space == null) {
      throw new IllegalArgumentException(
          "The experiment file has no section 'space'. Give one, such as space: {training.adam.learningRate: {loguniform: [0.001, 0.1]}}.");
    }
    var sweep =
        sweep(parts.sections().getOrDefault(SWEEP, Json.mapper().createObjectNode()), ofSweep);
    var read = ExperimentFile.read(parts.experiment(), texts, ofExperiment, notes);
    if (read.data().isPresent()) {
      throw new IllegalArgumentException(
          "Key 'data' is %s, but a sweep generates its examples in place. Leave it out."
              .formatted(read.data().get()));
    }
    var experiment = ofDefault(read);
    ExperimentModel.of(experiment).checkSearch();
    var plan = SweepPlan.of(read, space, sweep);
    checkNames(experiment, plan.readSpace());
    checkSettings(experiment, plan);
    return new Request(experiment, plan);
  }

  /** Returns the request that a plan came from. */
  public static Request request(SweepPlan plan) {
    return new Request(ofDefault(plan.experiment()), plan);
  }

  /** No seed of a sweep is pruned. The number of seeds is the rounds' affair. */
  private static Experiment ofDefault(Experiment asked) {
    return asked.with(asked.search().unpruned()).withSeeds(new Seeds(asked.seeds().first(), 1));
  }

  private static SweepSettings sweep(JsonNode section, Map<String, String> settings) {
    if (!section.isObject()) {
      throw new IllegalArgumentException(
          "Section 'sweep' is %s, must be a mapping of keys to values".formatted(section));
    }
    ObjectNode tree = Json.mapper().valueToTree(SweepSettings.DEFAULTS);
    var known = new ArrayList<String>();
    tree.fieldNames().forEachRemaining(name -> known.add(SWEEP + "." + name));
    var values = new LinkedHashMap<String, JsonNode>();
    section.fields().forEachRemaining(f -> values.put(SWEEP + "." + f.getKey(), f.getValue()));
    settings.forEach((key, text) -> values.put(key, ExperimentFile.value(key, text)));
    values.forEach(
        (key, value) -> {
          if (!known.contains(key)) {
            throw new UnknownNameException("key", key, known);
          }
          tree.set(key.substring(SWEEP.length() + 1), value);
        });
    try {
      return Json.mapper().treeToValue(tree, SweepSettings.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(ExperimentFile.describe(e, tree, SWEEP), e);
    }
  }

  /** Checks that each key is one of the experiment, by its present name. */
  private static void checkNames(Experiment experiment, Space space) {
    JsonNode tree = Json.mapper().valueToTree(experiment);
    for (var dimension : space.dimensions()) {
      var known = new ArrayList<String>();
      JsonNode node = tree;
      String prefix = SPACE + ".";
      for (var name : dimension.key().split("\\.", -1)) {
        known.clear();
        for (var names = node.fieldNames(); names.hasNext(); ) {
          known.add(prefix + names.next());
        }
        prefix += name + ".";
        node = node.path(name);
      }
      if (node.isMissingNode()) {
        throw new UnknownNameException("key", SPACE + "." + dimension.key(), known);
      }
    }
  }

  /**
   * Checks all settings before anything trains. If one is wrong, the keys are tried alone, to say
   * which of them it is.
   */
  private static void checkSettings(Experiment experiment, SweepPlan plan) {
    String yaml = ExperimentFile.write(experiment);
    try {
      new SettingGroups(yaml, plan.settings());
    } catch (IllegalArgumentException e) {
      checkKeys(yaml, plan.readSpace());
      throw e;
    }
  }

  private static void checkKeys(String yaml, Space space) {
    for (var dimension : space.dimensions()) {
      for (var value : dimension.domain().extremes()) {
        var values = new LinkedHashMap<String, String>();
        ofCondition(space, dimension, values);
        values.put(dimension.key(), value);
        try {
          new SettingGroups(yaml, List.of(Setting.ofDefault(), Setting.of(1, values)));
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException(
              "Key 'space.%s' has %s: %s".formatted(dimension.key(), value, reason(e)), e);
        }
      }
    }
  }

  /** What was wrong with a setting, without its number. */
  private static String reason(IllegalArgumentException e) {
    return e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
  }

  /** Puts values under which a key is set. */
  private static void ofCondition(Space space, Dimension dimension, Map<String, String> values) {
    dimension
        .condition()
        .ifPresent(
            condition -> {
              space.dimensions().stream()
                  .filter(other -> other.key().equals(condition.key()))
                  .forEach(other -> ofCondition(space, other, values));
              values.put(condition.key(), condition.values().get(0));
            });
  }

  /**
   * Returns the experiment of a setting.
   *
   * @param yaml the default setting, with every value
   */
  static Experiment experiment(String yaml, Setting setting) {
    var read = ExperimentFile.read(yaml, setting.values());
    return read.with(read.search().unpruned());
  }
}

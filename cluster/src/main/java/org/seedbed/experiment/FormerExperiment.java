package org.seedbed.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.seedbed.files.Json;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;
import org.seedbed.search.pruning.PruningRules;
import org.seedbed.task.TaskCatalogue;

/**
 * Upgrades experiments written by earlier versions to the current schema: keys, values, task names,
 * and sections of other models.
 */
final class FormerExperiment {
  private static final String RULE = "search.pruning." + PruningRuleJson.NAME;

  private FormerExperiment() {}

  /**
   * Upgrades a tree to the current schema, in place.
   *
   * @param notes called with one line for every former name that was used
   */
  static void upgrade(ObjectNode tree, Consumer<String> notes) {
    renameKeys(tree, notes);
    String model = tree.path("model").asText("");
    for (var family : ModelCatalogue.families()) {
      if (family.name().equals(model)) {
        upgradeTask(tree, family, notes);
      } else if (tree.path(family.section()).isNull()) {
        tree.remove(family.section());
      }
    }
  }

  private static void renameKeys(ObjectNode tree, Consumer<String> notes) {
    rename(tree.path("training"), "training.", Map.of("stall", "reduceOnPlateau"), notes);
    var curriculum = tree.path("curriculum");
    if (curriculum.path("rule").asText().equalsIgnoreCase("TOGETHER")) {
      ((ObjectNode) curriculum).put("rule", "ALL_LEVELS");
      notes.accept("curriculum.rule 'TOGETHER' is now called 'ALL_LEVELS'");
    }
    upgradePruning(tree.path("search"), notes);
    for (var family : ModelCatalogue.families()) {
      rename(tree.path(family.section()), family.section() + ".", family.formerKeys(), notes);
    }
  }

  /** Gives keys their present names and sets what runs did before there were settings for it. */
  static void complete(ObjectNode tree) {
    completeValues(tree, note -> {});
    if (tree.path("search") instanceof ObjectNode search) {
      search.putIfAbsent("control", DoubleNode.valueOf(0));
      search.putIfAbsent("solved", TextNode.valueOf("train"));
      search.putIfAbsent("stop", Json.mapper().valueToTree(StopSettings.NEVER));
    }
    if (tree.path("evaluation") instanceof ObjectNode evaluation) {
      evaluation.putIfAbsent("confirmation", TextNode.valueOf("without-control"));
    }
  }

  /** Gives the task of a run of an earlier version its present name, which may be another's. */
  static void renameTask(ObjectNode tree) {
    if (tree.path("task").isTextual()) {
      var family = ModelCatalogue.family(tree.path("model").asText());
      String name = tree.path("task").asText();
      tree.put("task", TaskCatalogue.formerTask(name, family.examples(), asker(family)).name());
    }
  }

  /**
   * Gives keys their present names, then sets what training and scoring did before there were keys
   * for it: a value belongs to the present name.
   *
   * @param notes called with one line for every former name that was used
   */
  static void completeValues(ObjectNode tree, Consumer<String> notes) {
    renameKeys(tree, notes);
    if (tree.path("curriculum") instanceof ObjectNode curriculum) {
      curriculum.putIfAbsent("draw", TextNode.valueOf("BATCH"));
    }
    if (tree.path("training").path("adam") instanceof ObjectNode adam) {
      adam.putIfAbsent("noiseShare", DoubleNode.valueOf(0));
      adam.putIfAbsent("biasCorrection", BooleanNode.TRUE);
      adam.putIfAbsent("coordinateClip", DoubleNode.valueOf(0));
    }
    if (tree.path("training") instanceof ObjectNode training) {
      training.putIfAbsent("windowSteps", IntNode.valueOf(200));
    }
    if (tree.path("training").path("reduceOnPlateau") instanceof ObjectNode rule) {
      rule.putIfAbsent("of", TextNode.valueOf("CHECKS"));
    }
    if (tree.path("evaluation") instanceof ObjectNode evaluation) {
      evaluation.putIfAbsent("checkpoint", TextNode.valueOf("last"));
      evaluation.putIfAbsent("checkLengths", evaluation.arrayNode());
      evaluation.putIfAbsent("select", evaluation.nullNode());
    }
    for (var family : ModelCatalogue.families()) {
      if (tree.path(family.section()) instanceof ObjectNode section) {
        family
            .formerValues()
            .forEach((key, value) -> section.putIfAbsent(key, Json.mapper().valueToTree(value)));
      }
    }
  }

  private static void upgradeTask(
      ObjectNode tree, ModelFamily<?, ?> family, Consumer<String> notes) {
    if (tree.path("task").isTextual()) {
      String name = tree.path("task").asText();
      var task = TaskCatalogue.task(name, family.examples(), asker(family));
      TaskCatalogue.renamed(name, task).ifPresent(notes);
      tree.put("task", task.name());
    }
  }

  private static String asker(ModelFamily<?, ?> family) {
    return "model '" + family.name() + "'";
  }

  private static void upgradePruning(JsonNode search, Consumer<String> notes) {
    var pruning = search.path("pruning");
    if (!pruning.isTextual() && !search.has("keep")) {
      return;
    }
    var changed = (ObjectNode) search;
    var settings = pruning.isObject() ? (ObjectNode) pruning : changed.objectNode();
    if (pruning.isTextual()) {
      settings.put(PruningRuleJson.NAME, nameOfRule(pruning.asText()));
      changed.set("pruning", settings);
      notes.accept("search.pruning is now written as {rule: " + nameOfRule(pruning.asText()) + "}");
    }
    if (changed.has("keep")) {
      var keep = changed.remove("keep");
      // Earlier versions wrote keep beside every rule, although only one rule uses it.
      boolean owned =
          !settings.has(PruningRuleJson.NAME)
              || PruningRuleJson.tree(
                      PruningRules.named(settings.path(PruningRuleJson.NAME).asText()))
                  .has("keep");
      if (owned) {
        settings.set("keep", keep);
        changed.set("pruning", settings);
        notes.accept("search.keep is now called search.pruning.keep");
      }
    }
  }

  private static String nameOfRule(String former) {
    return former.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void rename(
      JsonNode node, String prefix, Map<String, String> names, Consumer<String> notes) {
    names.forEach(
        (former, now) -> {
          if (node.has(former)) {
            var object = (ObjectNode) node;
            object.set(now, object.remove(former));
            notes.accept("%s%s is now called %s%s".formatted(prefix, former, prefix, now));
          }
        });
  }

  /** Returns the settings, by dotted key, with former keys replaced by current ones. */
  static Map<String, String> upgrade(
      Map<String, String> settings, ModelFamily<?, ?> family, Consumer<String> notes) {
    var names = new LinkedHashMap<String, String>();
    names.put("training.stall", "training.reduceOnPlateau");
    names.put("search.keep", "search.pruning.keep");
    family
        .formerKeys()
        .forEach(
            (former, now) ->
                names.put(family.section() + "." + former, family.section() + "." + now));
    var upgraded = new LinkedHashMap<String, String>();
    settings.forEach(
        (key, value) -> {
          String now = key;
          for (var name : names.entrySet()) {
            if (key.equals(name.getKey()) || key.startsWith(name.getKey() + ".")) {
              now = name.getValue() + key.substring(name.getKey().length());
              notes.accept("%s is now called %s".formatted(key, now));
            }
          }
          if (key.equals("search.pruning") && !value.strip().startsWith("{")) {
            upgraded.put(RULE, nameOfRule(value));
            notes.accept("search.pruning is now called " + RULE);
          } else {
            upgraded.put(now, value);
          }
        });
    return upgraded;
  }
}

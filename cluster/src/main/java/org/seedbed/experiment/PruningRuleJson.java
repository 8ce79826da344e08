package org.seedbed.experiment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.seedbed.files.Json;
import org.seedbed.search.pruning.PruningRule;
import org.seedbed.search.pruning.PruningRules;

/** Converts pruning rules to and from JSON: the name under {@code rule}, then the settings. */
final class PruningRuleJson {
  static final String NAME = "rule";

  private PruningRuleJson() {}

  /** Returns the rule's name followed by its settings. */
  static ObjectNode tree(PruningRule rule) {
    ObjectNode tree = Json.mapper().createObjectNode().put(NAME, rule.name());
    tree.setAll((ObjectNode) Json.mapper().valueToTree(rule));
    return tree;
  }

  /** Writes a rule. */
  static final class Writer extends JsonSerializer<PruningRule> {
    @Override
    public void serialize(PruningRule rule, JsonGenerator generator, SerializerProvider provider)
        throws IOException {
      generator.writeTree(tree(rule));
    }
  }

  /** Reads a rule. Missing settings take the rule's defaults. */
  static final class Reader extends JsonDeserializer<PruningRule> {
    @Override
    public PruningRule deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      var given = (ObjectNode) context.readTree(parser);
      try {
        var rule = PruningRules.named(given.path(NAME).asText());
        var merged = tree(rule);
        merged.setAll(given);
        merged.remove(NAME);
        return Json.mapper().treeToValue(merged, rule.getClass());
      } catch (IllegalArgumentException e) {
        throw JsonMappingException.from(parser, e.getMessage(), e);
      }
    }
  }
}

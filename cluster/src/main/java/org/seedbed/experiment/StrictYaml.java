package org.seedbed.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * YAML of one document, without anchors, aliases and keys that occur twice: what a reader sees is
 * what it says.
 */
final class StrictYaml {
  /** Longest text that is read, in characters. */
  private static final int LONGEST = 1 << 20;

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder(
              YAMLFactory.builder()
                  .loaderOptions(limits())
                  .stringQuotingChecker(new Quotes())
                  .build())
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictYaml() {}

  /** Quotes each text that could be read as something else, such as {@code 1e3}. */
  private static final class Quotes extends StringQuotingChecker.Default {
    private static final long serialVersionUID = 1L;

    @Override
    public boolean needToQuoteValue(String value) {
      return super.needToQuoteValue(value) || !PLAIN.matcher(value).matches();
    }
  }

  private static LoaderOptions limits() {
    var options = new LoaderOptions();
    options.setCodePointLimit(LONGEST);
    options.setNestingDepthLimit(32);
    return options;
  }

  /**
   * Reads a text.
   *
   * @param what is read, for messages, such as {@code The experiment file}
   * @return a missing node if the text is empty
   * @throws IllegalArgumentException if it is not one document of such YAML
   */
  static JsonNode read(String text, String what) {
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "%s has %d characters, must have at most %d".formatted(what, text.length(), LONGEST));
    }
    try {
      checkAliases(text, what);
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(what + " is not valid YAML" + at(text, e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Jackson reads an alias as the text of its name. */
  private static void checkAliases(String text, String what) throws IOException {
    try (var parser = (YAMLParser) MAPPER.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.isCurrentAlias() || parser.getObjectId() != null) {
          throw new IllegalArgumentException(
              "%s has an anchor or alias in line %d. Write the value out."
                  .formatted(what, parser.currentLocation().getLineNr()));
        }
      }
    }
  }

  /** Returns where and why, in our words. */
  private static String at(String text, JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    String why = "";
    if (message.startsWith("Duplicate field")) {
      why = ": key " + message.replaceFirst("^Duplicate field ", "") + " occurs twice";
    } else if (message.startsWith("Trailing token")) {
      why = ": it has a second document";
    }
    if (e.getLocation() == null || e.getLocation().getLineNr() < 1) {
      return why + ".";
    }
    int number = e.getLocation().getLineNr();
    String line = text.lines().skip(number - 1L).findFirst().orElse("").strip();
    String shown = line.length() > 60 ? line.substring(0, 60) + " …" : line;
    return "%s, in line %d: '%s'".formatted(why, number, shown);
  }

  static ObjectNode emptyMapping() {
    return MAPPER.createObjectNode();
  }

  /** Writes a mapping. */
  static String write(ObjectNode tree) {
    try {
      return MAPPER.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as YAML: " + tree, e);
    }
  }
}

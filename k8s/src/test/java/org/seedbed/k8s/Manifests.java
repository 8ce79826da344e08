package org.seedbed.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests as typed Kubernetes objects. */
public final class Manifests {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Manifests() {}

  /** A YAML document and the Kubernetes object that it is read as. */
  public record Manifest(JsonNode written, HasMetadata read) {
    /** Returns the paths of fields that the object does not have, such as misspelt ones. */
    public List<String> unknown() {
      var unknown = new ArrayList<String>();
      compare("", written, new ObjectMapper().valueToTree(read), unknown);
      return unknown;
    }

    private static void compare(String at, JsonNode written, JsonNode read, List<String> unknown) {
      if (written.isObject()) {
        written
            .fields()
            .forEachRemaining(
                field -> {
                  String path = at + "/" + field.getKey();
                  boolean empty = field.getValue().isContainerNode() && field.getValue().isEmpty();
                  if (read.has(field.getKey())) {
                    compare(path, field.getValue(), read.get(field.getKey()), unknown);
                  } else if (!empty) {
                    unknown.add(path);
                  }
                });
      } else if (written.isArray()) {
        for (int i = 0; i < written.size(); i++) {
          compare(at + "/" + i, written.get(i), read.path(i), unknown);
        }
      }
    }
  }

  /** Reads the documents of a file. */
  public static List<Manifest> in(Path file) throws IOException {
    return in(Files.readString(file));
  }

  /** Reads the documents of a text. */
  public static List<Manifest> in(String text) throws IOException {
    var manifests = new ArrayList<Manifest>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      while (documents.hasNext()) {
        var document = documents.next();
        if (document.isObject()) { // Skip empty documents.
          manifests.add(
              new Manifest(
                  document, Serialization.unmarshal(document.toString(), HasMetadata.class)));
        }
      }
    }
    return manifests;
  }

  /** Returns the only object of a kind in a file. */
  public static <T extends HasMetadata> T only(Path file, Class<T> kind) throws IOException {
    return only(in(file), kind);
  }

  /** Returns the only object of a kind in a list. */
  public static <T extends HasMetadata> T only(List<Manifest> manifests, Class<T> kind) {
    return manifests.stream()
        .map(Manifest::read)
        .filter(kind::isInstance)
        .map(kind::cast)
        .reduce(
            (one, other) -> {
              throw new IllegalStateException("more than one " + kind.getSimpleName());
            })
        .orElseThrow();
  }
}

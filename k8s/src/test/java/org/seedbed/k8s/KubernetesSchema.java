package org.seedbed.k8s;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import org.seedbed.k8s.Manifests.Manifest;

/**
 * Validates manifests against Kubernetes' published schemas with the client models generated from
 * them. Checks required fields, unknown fields and types.
 */
public final class KubernetesSchema {
  private static final String MODELS = "io.kubernetes.client.openapi.models.V1";

  private KubernetesSchema() {}

  /** Returns the error in a manifest, or empty if it is valid. Custom resources are not checked. */
  public static Optional<String> errorIn(Manifest manifest) {
    String version = manifest.written().path("apiVersion").asText();
    boolean core = version.equals("v1") || version.matches("(apps|batch|policy)/v1");
    if (!core && !version.matches("[a-z]+(\\.authorization)?\\.k8s\\.io/v1")) {
      return Optional.empty();
    }
    return errorIn(manifest.written().path("kind").asText(), manifest.written().toString());
  }

  /** Returns the error in a part of a manifest, such as a {@code PodTemplateSpec}. */
  static Optional<String> errorIn(String kind, String json) {
    try {
      var validate =
          Class.forName(MODELS + kind).getMethod("validateJsonElement", JsonElement.class);
      validate.invoke(null, JsonParser.parseString(json));
      return Optional.empty();
    } catch (InvocationTargetException e) {
      return Optional.of(String.valueOf(e.getCause().getMessage()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no schema of kind " + kind, e);
    }
  }
}

package org.seedbed.k8s;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Serves the test API server and its kubelet to other processes. Writes a {@code KUBECONFIG} file
 * for it and runs until killed. Usage: {@code ServedKubernetes KUBECONFIG}
 */
public final class ServedKubernetes {
  private ServedKubernetes() {}

  @SuppressWarnings("try") // The kubelet runs in the background.
  public static void main(String[] arguments) throws Exception {
    var file = Path.of(arguments[0]).toAbsolutePath();
    try (var server = new TestApiServer();
        var node = server.node();
        var kubelet = new TestKubelet(node, file.getParent())) {
      Files.writeString(
          file,
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: test, cluster: {server: '%s'}}]
          users: [{name: test, user: {}}]
          contexts: [{name: test, context: {cluster: test, user: test, namespace: test}}]
          current-context: test
          """
              .formatted(server.master().substring("k8s://".length())));
      System.out.println("export KUBECONFIG=" + file);
      Thread.sleep(Long.MAX_VALUE);
    }
  }
}

package org.seedbed.k8s;

import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.mockwebserver.RecordedRequest;

/** Counts requests to an API server by RBAC verb and resource, such as {@code create pods}. */
public final class ApiRequests {
  private static final Pattern PATH =
      Pattern.compile("/api/v1/namespaces/[^/?]+/([a-z]+)(/[^/?]+)?(\\?.*)?");

  private ApiRequests() {}

  /** Returns the number of requests of each kind, without those of one user agent. */
  static Map<String, Integer> of(KubernetesMockServer server, String otherThan)
      throws InterruptedException {
    var requests = new TreeMap<String, Integer>();
    while (true) {
      RecordedRequest request = server.takeRequest(100, TimeUnit.MILLISECONDS);
      if (request == null) {
        return requests;
      }
      if (!otherThan.equals(request.getHeader("User-Agent"))) {
        requests.merge(words(request), 1, Integer::sum);
      }
    }
  }

  private static String words(RecordedRequest request) {
    var path = PATH.matcher(request.getPath());
    if (!path.matches()) {
      return request.getMethod() + " " + request.getPath();
    }
    boolean named = path.group(2) != null;
    String verb =
        switch (request.getMethod()) {
          case "POST" -> "create";
          case "PUT" -> "update";
          case "PATCH" -> "patch";
          case "DELETE" -> named ? "delete" : "deletecollection";
          default -> {
            boolean watched = request.getPath().contains("watch=true");
            yield watched ? "watch" : named ? "get" : "list";
          }
        };
    return verb + " " + path.group(1);
  }

  /** Returns whether a role allows a request such as {@code create pods}. */
  public static boolean allows(Role role, String words) {
    return role.getRules().stream()
        .anyMatch(
            rule ->
                rule.getVerbs().stream()
                    .anyMatch(
                        verb ->
                            rule.getResources().stream()
                                .anyMatch(resource -> words.equals(verb + " " + resource))));
  }
}

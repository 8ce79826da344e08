package org.seedbed.k8s;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.mockwebserver.MockResponse;
import okhttp3.mockwebserver.MockWebServer;
import okhttp3.mockwebserver.RecordedRequest;

/** fabric8's mock API server on a free port, extended with behaviour that Spark depends on. */
public final class TestApiServer implements AutoCloseable {
  private static final String NODE = "test-node";

  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(), new MockWebServer(), new HashMap<>(), new Dispatcher(), false);

  /** Starts the server. */
  public TestApiServer() {
    server.init(InetAddress.getLoopbackAddress(), 0);
  }

  /** Returns the value for {@code spark.master}. */
  public String master() {
    return "k8s://http://127.0.0.1:" + server.getPort();
  }

  /** Returns a client for a node of the cluster, whose requests are not counted. */
  public KubernetesClient node() {
    try (var plain = server.createClient()) {
      var own = new ConfigBuilder(plain.getConfiguration()).withUserAgent(NODE).build();
      return new KubernetesClientBuilder().withConfig(own).build();
    }
  }

  /**
   * Returns the number of requests by RBAC verb and resource ({@code create pods}), without nodes.
   */
  public Map<String, Integer> requests() throws InterruptedException {
    return ApiRequests.of(server, NODE);
  }

  @Override
  public void close() {
    server.destroy();
  }

  private static final class Dispatcher extends KubernetesCrudDispatcher {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Creates an object that a server-side apply names and that does not exist. spark-submit
     * creates the driver's service this way.
     */
    @Override
    public MockResponse handlePatch(RecordedRequest request) {
      String path = request.getPath().replaceAll("\\?.*", "");
      if (!request.getPath().contains("force=true")
          || handleGet(path).getStatus().contains("200")) {
        return super.handlePatch(request);
      }
      String all = path.substring(0, path.lastIndexOf('/'));
      return handleCreate(
          new RecordedRequest(
              "POST " + all + " HTTP/1.1",
              request.getHeaders(),
              List.of(),
              request.getBodySize(),
              request.getBody(),
              request.getSequenceNumber(),
              new Socket()));
    }

    /** Creates pods as Pending, as Kubernetes does. Spark's watch ends at a pod without status. */
    @Override
    public MockResponse handleCreate(RecordedRequest request) {
      if (!request.getPath().endsWith("/pods")) {
        return super.handleCreate(request);
      }
      try {
        var pod = (ObjectNode) JSON.readTree(request.getBody().readUtf8());
        pod.putObject("status").put("phase", "Pending");
        request.getBody().writeUtf8(pod.toString()); // The body has been read and is empty.
        return super.handleCreate(request);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}

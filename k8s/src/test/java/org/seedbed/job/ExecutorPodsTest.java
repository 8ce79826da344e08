package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.seedbed.k8s.TestApiServer;

class ExecutorPodsTest {
  private static final String APPLICATION = "spark-1";
  private static final PodStatus RUNNING = new PodStatusBuilder().withPhase("Running").build();

  private final TestApiServer server = new TestApiServer();
  private final KubernetesClient node = server.node();

  @AfterEach
  void stop() {
    node.close();
    server.close();
  }

  private static Pod pod(String name, PodStatus status) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("lab")
        .addToLabels("spark-app-selector", APPLICATION)
        .addToLabels("spark-role", "executor")
        .endMetadata()
        .withStatus(status)
        .build();
  }

  private static PodStatus unschedulable() {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("False")
        .withReason("Unschedulable")
        .withMessage("0/1 nodes are available: 1 Insufficient cpu. preemption: none.")
        .endCondition()
        .build();
  }

  private static PodStatus waiting(String reason, String message) {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .addNewContainerStatus()
        .withName("executor")
        .withImage("lab/seedbed:v9")
        .withNewState()
        .withNewWaiting(message, reason)
        .endState()
        .endContainerStatus()
        .build();
  }

  @Test
  void whatKeepsAPodFromStartingHasACauseAndACommand() {
    assertThat(ExecutorPods.of(pod("one", unschedulable())))
        .contains(
            new Trouble(
                "executors cannot be scheduled",
                "0/1 nodes are available: 1 Insufficient cpu. preemption: none",
                "kubectl -n lab describe pod one",
                "executors are scheduled"));
    assertThat(ExecutorPods.of(pod("one", waiting("ImagePullBackOff", "Back-off pulling."))))
        .contains(
            new Trouble(
                "the image lab/seedbed:v9 cannot be pulled",
                "ImagePullBackOff, Back-off pulling",
                "kubectl -n lab describe pod one",
                "the image lab/seedbed:v9 is there"));
    assertThat(ExecutorPods.of(pod("one", waiting("CreateContainerConfigError", null))))
        .get()
        .extracting(Trouble::what, Trouble::cause)
        .containsExactly("executors cannot start", "CreateContainerConfigError");
  }

  @Test
  void aPodThatStartsOrRunsIsNoTrouble() {
    assertThat(ExecutorPods.of(pod("one", RUNNING))).isEmpty();
    assertThat(ExecutorPods.of(pod("one", waiting("ContainerCreating", null)))).isEmpty();
    var fresh = new PodStatusBuilder().withPhase("Pending").build();
    assertThat(ExecutorPods.of(pod("one", fresh))).isEmpty();
  }

  @Test
  void theApiServerIsAskedForThePodsOfTheApplication() {
    put("one", unschedulable());
    put("two", unschedulable());
    var pods = new ExecutorPods(node, "lab", APPLICATION);
    assertThat(pods.now())
        .extracting(Trouble::what)
        .containsExactly("executors cannot be scheduled");
    assertThat(new ExecutorPods(node, "lab", "spark-2").now()).isEmpty();
    assertThat(new ExecutorPods(node, "other", APPLICATION).now()).isEmpty();
    put("one", RUNNING);
    put("two", RUNNING);
    assertThat(pods.now()).isEmpty();
  }

  @Test
  void anApiServerThatDoesNotAnswerIsTroubleItself() {
    var config = new ConfigBuilder().withMasterUrl("http://127.0.0.1:9");
    try (var client = ExecutorPods.client(config)) {
      assertThat(new ExecutorPods(client, "lab", APPLICATION).now())
          .extracting(Trouble::what)
          .containsExactly("the API server does not tell of executors");
    }
  }

  /** Puts a pod with a status, which the API server takes apart from the pod. */
  private void put(String name, PodStatus status) {
    var pods = node.pods().inNamespace("lab");
    if (pods.withName(name).get() == null) {
      pods.resource(pod(name, status)).create();
    }
    pods.withName(name).editStatus(pod -> pod(name, status));
  }
}

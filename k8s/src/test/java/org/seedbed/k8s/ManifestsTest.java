package org.seedbed.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.rbac.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {
  private static final Path BASE = Path.of("base");

  private static List<Path> all() throws IOException {
    try (var files = Files.walk(Path.of("."))) {
      return files
          .filter(file -> file.toString().matches("\\./(base|overlays)/.*\\.yaml"))
          .filter(file -> !file.endsWith("kustomization.yaml"))
          .toList();
    }
  }

  @Test
  void areWhatKubernetesKnows() throws IOException {
    assertThat(all()).hasSizeGreaterThan(5);
    for (var file : all()) {
      for (var manifest : Manifests.in(file)) {
        assertThat(manifest.unknown()).as(file.toString()).isEmpty();
        assertThat(KubernetesSchema.errorIn(manifest)).as(file.toString()).isEmpty();
      }
    }
  }

  @Test
  void theSchemaFindsWhatIsWrong() {
    assertThat(KubernetesSchema.errorIn("PodTemplateSpec", "{\"spec\":{\"containers\":[{}]}}"))
        .hasValueSatisfying(error -> assertThat(error).contains("name"));
    assertThat(KubernetesSchema.errorIn("Job", "{\"spek\":{}}"))
        .hasValueSatisfying(error -> assertThat(error).contains("spek"));
    assertThat(KubernetesSchema.errorIn("ServiceAccount", "{\"kind\":[1]}"))
        .hasValueSatisfying(error -> assertThat(error).contains("kind"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base/driver-template.yaml",
        "base/executor-template.yaml",
        "overlays/gpu/executor-template.yaml"
      })
  void podsPassTheRestrictedStandard(String file) throws IOException {
    RestrictedPods.assertRestricted(Manifests.only(Path.of(file), Pod.class).getSpec());
  }

  @Test
  void theGpuOverlayDiffersFromTheBaseWhereGpusNeedIt() throws IOException {
    var cpu = Manifests.only(BASE.resolve("executor-template.yaml"), Pod.class);
    var gpu = Manifests.only(Path.of("overlays/gpu/executor-template.yaml"), Pod.class);
    var container = gpu.getSpec().getContainers().get(0);
    assertThat(container.getResources().getLimits()).containsOnlyKeys("nvidia.com/gpu");
    assertThat(gpu.getSpec().getTolerations()).hasSize(1);
    gpu.getSpec().setPriorityClassName(null);
    gpu.getSpec().setNodeSelector(cpu.getSpec().getNodeSelector());
    gpu.getSpec().setTolerations(cpu.getSpec().getTolerations());
    container.setResources(cpu.getSpec().getContainers().get(0).getResources());
    assertThat(gpu).isEqualTo(cpu);
  }

  @Test
  void executorsHaveNoTokenAndTheDriverNoMoreThanItsNamespace() throws IOException {
    var rbac = BASE.resolve("rbac.yaml");
    assertThat(Manifests.in(rbac)).noneMatch(m -> m.read().getKind().startsWith("Cluster"));
    assertThat(Manifests.only(rbac, Role.class).getRules())
        .allSatisfy(rule -> assertThat(rule.getVerbs()).doesNotContain("*"))
        .allSatisfy(rule -> assertThat(rule.getResources()).doesNotContain("*", "secrets"));
    assertThat(
            Manifests.in(rbac).stream()
                .map(Manifests.Manifest::read)
                .filter(ServiceAccount.class::isInstance)
                .map(ServiceAccount.class::cast)
                .filter(account -> account.getMetadata().getName().equals("seedbed-executor")))
        .allMatch(account -> !account.getAutomountServiceAccountToken())
        .hasSize(1);
  }

  @Test
  void metricsAreReadFromTheMonitoringNamespaceAlone() throws IOException {
    var policy = Manifests.only(BASE.resolve("networkpolicy.yaml"), NetworkPolicy.class);
    var outside =
        policy.getSpec().getIngress().stream()
            .filter(rule -> rule.getFrom().get(0).getNamespaceSelector() != null)
            .toList();
    assertThat(outside).hasSize(1);
    assertThat(outside.get(0).getFrom().get(0).getNamespaceSelector().getMatchLabels())
        .containsValue("monitoring");
    assertThat(outside.get(0).getPorts())
        .extracting(port -> port.getPort().getIntVal())
        .containsExactly(9464, 9465);
  }
}

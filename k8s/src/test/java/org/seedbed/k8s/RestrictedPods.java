package org.seedbed.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;

/** Checks Kubernetes' Pod Security Standard <i>restricted</i>, and also a read-only root. */
public final class RestrictedPods {
  private RestrictedPods() {}

  /** Asserts that a pod meets these rules. */
  public static void assertRestricted(PodSpec spec) {
    assertThat(spec.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(spec.getVolumes())
        .allMatch(
            volume ->
                volume.getEmptyDir() != null
                    || volume.getConfigMap() != null
                    || volume.getDownwardAPI() != null
                    || volume.getSecret() != null
                    || volume.getPersistentVolumeClaim() != null);
    assertThat(spec.getHostNetwork()).isNull();
    assertThat(spec.getContainers()).isNotEmpty();
    for (var container : spec.getContainers()) {
      var security = container.getSecurityContext();
      assertThat(security.getAllowPrivilegeEscalation()).isFalse();
      assertThat(security.getReadOnlyRootFilesystem()).isTrue();
      assertThat(security.getPrivileged()).isNull();
      assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
      assertThat(security.getCapabilities().getAdd()).isEmpty();
    }
  }
}

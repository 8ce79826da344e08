package org.seedbed.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuildTest {
  private static Build of(Map<String, String> values) {
    var properties = new Properties();
    properties.putAll(values);
    return Build.of(properties);
  }

  @Test
  void namesTheCommitAndWhatNoCommitHas() {
    var clean =
        Map.of("git.build.version", "1.0", "git.commit.id.abbrev", "abc", "git.dirty", "false");
    assertThat(of(clean)).isEqualTo(new Build("1.0", Optional.of("abc")));
    var changed = Map.of("git.commit.id.abbrev", "abc", "git.dirty", "true");
    assertThat(of(changed).commit()).contains("abc+changes");
  }

  @Test
  void knowsNoCommitOutsideARepository() {
    assertThat(of(Map.of())).isEqualTo(new Build("development", Optional.empty()));
  }

  @Test
  void isRead() {
    assertThat(Build.running().version()).isNotEqualTo("development");
  }
}

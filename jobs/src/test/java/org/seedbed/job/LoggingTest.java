package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What an embedded run says beside its own output. */
class LoggingTest {
  @Test
  void warningsOfSeedbedAreSeenAndThoseOfLibrariesAreNot() {
    assertThat(LoggerFactory.getLogger("org.seedbed.metrics.MetricsServer").isWarnEnabled())
        .isTrue();
    assertThat(LoggerFactory.getLogger("org.seedbed.search.PopulationTask").isInfoEnabled())
        .isFalse();
    assertThat(LoggerFactory.getLogger("org.apache.spark.SparkContext").isWarnEnabled()).isFalse();
    assertThat(LoggerFactory.getLogger("org.apache.spark.SparkContext").isErrorEnabled()).isTrue();
  }
}

package org.seedbed.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void aBadRequestIsNotWorthARetry() {
    assertThat(ExitCode.of(new IllegalArgumentException("search.keep is 2, must be in (0, 1]")))
        .isEqualTo(ExitCode.USAGE);
    assertThat(ExitCode.of(refused(new IOException("Permission denied"))))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void whatMayPassIsWorthOneHoweverItIsWrapped() {
    assertThat(ExitCode.of(refused(new IOException("No space left on device"))))
        .isEqualTo(ExitCode.FAILED);
    assertThat(ExitCode.of(refused(new ConnectException("Connection refused"))))
        .isEqualTo(ExitCode.FAILED);
    assertThat(ExitCode.of(refused(new UnknownHostException("namenode"))))
        .isEqualTo(ExitCode.FAILED);
    assertThat(ExitCode.of(new IllegalStateException("No executor has come up")))
        .isEqualTo(ExitCode.FAILED);
    assertThat(ExitCode.of(new IOException("could only be written to 0 of the 1 nodes")))
        .isEqualTo(ExitCode.FAILED);
  }

  private static IllegalArgumentException refused(IOException cause) {
    return new IllegalArgumentException("Output folder cannot be written to", cause);
  }
}

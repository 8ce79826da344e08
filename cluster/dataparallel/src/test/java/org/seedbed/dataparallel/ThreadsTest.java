package org.seedbed.dataparallel;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.seedbed.model.Backend;

/** PyTorch and ND4J share one OpenMP, whose number of threads decides the last bits of a result. */
class ThreadsTest {
  @AfterEach
  void asOtherTestsWantIt() {
    Backend.start(1);
  }

  @Test
  void areTheExperimentsWhateverNd4jSets() {
    assertThat(Backend.start(1).threads()).isEqualTo(1);
    Nd4j.getBackend();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(2);
    assertThat(Backend.start(1).threads()).isEqualTo(1);
    assertThat(JniUtils.getNumThreads()).isEqualTo(1);
  }

  @Test
  void changeFromCallToCall() {
    assertThat(Backend.start(2).threads()).isEqualTo(2);
    assertThat(Backend.start(1).threads()).isEqualTo(1);
  }
}

package org.seedbed.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;

/**
 * The compute backend. It is part of every provenance, because floating-point results can differ
 * between backends.
 *
 * @param engine name and version
 * @param threads maximum threads per operation
 * @param device such as {@code cpu()} or {@code gpu(0)}
 */
public record Backend(String engine, int threads, String device) {
  /**
   * Starts the engine once per process and sets the number of threads per operation for the calling
   * thread. Call it in each thread before any work: the last bits of results depend on this number,
   * and other users of the process's OpenMP can change it (ND4J does at startup).
   *
   * @param threads 1 or more
   */
  public static Backend start(int threads) {
    // Disables downloads and telemetry at run time.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    var engine = Engine.getEngine("PyTorch");
    if (JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }
    return new Backend(
        engine.getEngineName().toLowerCase(Locale.ROOT) + " " + engine.getVersion(),
        JniUtils.getNumThreads(),
        engine.defaultDevice().toString());
  }

  /** Returns a new manager on the default device. The caller must close it. */
  public static NDManager newManager() {
    return NDManager.newBaseManager(Engine.getEngine("PyTorch").defaultDevice(), "PyTorch");
  }
}

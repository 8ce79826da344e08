package org.seedbed.model;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;

/**
 * What computes: a part of every provenance, since floating-point results may differ between two
 * backends.
 *
 * @param engine name and version
 * @param threads that one operation may use
 * @param device such as {@code cpu()} or {@code gpu(0)}
 */
public record Backend(String engine, int threads, String device) {
  /**
   * Starts the engine, once a process, and sets how many threads an operation of the calling thread
   * may use. Call it in each thread, before its work: results hang on the number in their last
   * bits, and whatever else shares the process's OpenMP may have set another (ND4J does when it
   * starts).
   *
   * @param threads 1 or more
   */
  public static Backend start(int threads) {
    // Nothing is fetched and nothing is reported at run time.
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

  /** A fresh manager on the default device; close it. */
  public static NDManager newManager() {
    return NDManager.newBaseManager(Engine.getEngine("PyTorch").defaultDevice(), "PyTorch");
  }
}

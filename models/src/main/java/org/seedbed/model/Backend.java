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
   * Starts the engine, once a process.
   *
   * @param threads that one operation may use, 1 or more; has an effect on the first call only
   */
  public static Backend start(int threads) {
    // Nothing is fetched and nothing is reported at run time.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    var engine = Engine.getEngine("PyTorch");
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

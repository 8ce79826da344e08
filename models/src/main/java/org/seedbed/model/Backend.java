package org.seedbed.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Locale;
import java.util.Optional;

/**
 * The compute backend. It is part of every provenance, because floating-point results can differ
 * between backends.
 *
 * @param engine name and version
 * @param threads maximum threads per operation
 * @param device such as {@code cpu()} or {@code gpu(0)}
 */
public record Backend(String engine, int threads, String device) {
  /** Kind of processor that was asked for last; the same in all threads of a process. */
  private static volatile Optional<Processor> asked = Optional.empty();

  /**
   * Starts the engine once per process and sets the number of threads per operation for the calling
   * thread. Call it in each thread before any work: the last bits of results depend on this number,
   * and other users of the process's OpenMP can change it (ND4J does at startup).
   *
   * <p>The kind of processor stays as it was asked for.
   *
   * @param threads 1 or more
   */
  public static Backend start(int threads) {
    return start(threads, asked);
  }

  /** The backend of the engine for tiny models, which needs no start. */
  public static Backend jvm(int threads) {
    return new Backend("jvm", threads, "cpu()");
  }

  /**
   * Starts the engine, as {@link #start(int)} does, on a kind of processor.
   *
   * @param processor empty for a GPU if there is one, else the CPU
   * @throws IllegalArgumentException if this machine has no such processor
   */
  public static Backend start(int threads, Optional<Processor> processor) {
    // Disables downloads and telemetry at run time.
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(threads));
    GpuNatives.unpackWithoutGpu();
    var engine = Engine.getEngine("PyTorch");
    var device = device(engine, processor);
    asked = processor;
    if (JniUtils.getNumThreads() != threads) {
      JniUtils.setNumThreads(threads);
    }
    return new Backend(
        engine.getEngineName().toLowerCase(Locale.ROOT) + " " + engine.getVersion(),
        JniUtils.getNumThreads(),
        device.toString());
  }

  /** Returns a new manager on the processor that was asked for. The caller must close it. */
  public static NDManager newManager() {
    return NDManager.newBaseManager(device(Engine.getEngine("PyTorch"), asked), "PyTorch");
  }

  private static Device device(Engine engine, Optional<Processor> processor) {
    if (processor.equals(Optional.of(Processor.CUDA)) && engine.getGpuCount() == 0) {
      throw new IllegalArgumentException(
          "Key 'device' is cuda, but PyTorch finds no GPU on this machine. Build with -Pgpu where"
              + " there is one, or give device: auto.");
    }
    return processor
        .map(kind -> kind == Processor.CUDA ? Device.gpu() : Device.cpu())
        .orElseGet(engine::defaultDevice);
  }
}

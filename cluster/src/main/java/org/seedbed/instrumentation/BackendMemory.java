package org.seedbed.instrumentation;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.metrics.MemorySource;

/** Memory of the GPUs that PyTorch can use. PyTorch does not track its memory on CPUs. */
public final class BackendMemory implements MemorySource {
  /** Looked up once: without CUDA, every lookup takes milliseconds. */
  private static final class Count {
    private static final int GPUS = CudaUtils.hasCuda() ? CudaUtils.getGpuCount() : 0;
  }

  @Override
  public List<Gpu> gpus() {
    return IntStream.range(0, Count.GPUS)
        .mapToObj(
            index -> {
              var memory = CudaUtils.getGpuMemory(Device.gpu(index));
              return new Gpu(String.valueOf(index), memory.getUsed(), memory.getMax());
            })
        .toList();
  }
}

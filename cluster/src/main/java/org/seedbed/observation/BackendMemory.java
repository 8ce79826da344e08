package org.seedbed.observation;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.seedbed.metrics.MemorySource;

/** Memory of ND4J, which counts it, and of the GPUs that PyTorch can use. */
public final class BackendMemory implements MemorySource {
  /** Asked for once: where there is no CUDA, looking for it takes milliseconds every time. */
  private static final class Count {
    private static final int GPUS = CudaUtils.hasCuda() ? CudaUtils.getGpuCount() : 0;
  }

  @Override
  public List<Library> libraries() {
    try {
      return List.of(new Library("nd4j", Pointer.totalBytes()));
    } catch (LinkageError e) {
      return List.of(); // Its own native library cannot be unpacked here; nor will ND4J's.
    }
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

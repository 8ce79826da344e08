package org.seedbed.dataparallel;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.seedbed.metrics.MemorySource;

/** Memory of ND4J, which counts it. */
public final class Nd4jMemory implements MemorySource {
  @Override
  public List<Library> libraries() {
    try {
      return List.of(new Library("nd4j", Pointer.totalBytes()));
    } catch (LinkageError e) {
      return List.of(); // Its own native library cannot be unpacked here; nor will ND4J's.
    }
  }
}

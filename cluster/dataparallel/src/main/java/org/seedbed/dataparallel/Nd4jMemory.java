package org.seedbed.dataparallel;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.seedbed.metrics.MemorySource;

/** Native memory that ND4J has allocated. */
public final class Nd4jMemory implements MemorySource {
  @Override
  public List<Library> libraries() {
    try {
      return List.of(new Library("nd4j", Pointer.totalBytes()));
    } catch (LinkageError e) {
      return List.of(); // Without JavaCPP's native library, ND4J cannot load either.
    }
  }
}

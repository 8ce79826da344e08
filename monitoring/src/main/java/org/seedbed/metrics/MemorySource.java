package org.seedbed.metrics;

import java.util.List;

/**
 * Reports memory that the JVM does not count. Implementations are found by {@link
 * java.util.ServiceLoader} and queried at every scrape.
 */
public interface MemorySource {
  /** Bytes that a library has allocated. */
  record Library(String name, long bytes) {}

  /** Used and total bytes of a GPU. */
  record Gpu(String device, long used, long total) {}

  /** Returns the allocated memory of each library whose allocator tracks it. */
  default List<Library> libraries() {
    return List.of();
  }

  /** Returns the GPUs that this process can use. */
  default List<Gpu> gpus() {
    return List.of();
  }
}

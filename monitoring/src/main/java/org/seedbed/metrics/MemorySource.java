package org.seedbed.metrics;

import java.util.List;

/**
 * Tells of memory that the JVM does not count. Implementations are found by {@link
 * java.util.ServiceLoader}, and asked at every scrape.
 */
public interface MemorySource {
  /** Bytes that a library has allocated. */
  record Library(String name, long bytes) {}

  /** Bytes of a GPU. */
  record Gpu(String device, long used, long total) {}

  /** What each library whose allocator keeps count has now. */
  default List<Library> libraries() {
    return List.of();
  }

  /** The GPUs that this process can use. */
  default List<Gpu> gpus() {
    return List.of();
  }
}

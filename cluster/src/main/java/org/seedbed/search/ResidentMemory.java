package org.seedbed.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** Memory that this process uses and memory still available, as the operating system reports it. */
interface ResidentMemory {
  long residentBytes();

  long availableBytes();

  /** Reads Linux's {@code /proc}. On other systems, memory is assumed to suffice. */
  static ResidentMemory ofThisProcess() {
    return new ResidentMemory() {
      @Override
      public long residentBytes() {
        return kilobytes("/proc/self/status", "VmRSS:").orElse(0) * 1024;
      }

      @Override
      public long availableBytes() {
        return kilobytes("/proc/meminfo", "MemAvailable:").orElse(Long.MAX_VALUE / 1024) * 1024;
      }
    };
  }

  private static OptionalLong kilobytes(String file, String key) {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}

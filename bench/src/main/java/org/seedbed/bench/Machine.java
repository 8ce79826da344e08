package org.seedbed.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine of a measurement.
 *
 * @param processor processor model as reported by the operating system
 * @param cores number of cores available to the process
 * @param memoryGiB physical memory in GiB
 * @param os name and architecture
 * @param java version of the Java platform
 */
record Machine(String processor, int cores, long memoryGiB, String os, String java) {
  /** Returns the current machine. */
  static Machine here() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new Machine(
        processorName(),
        Runtime.getRuntime().availableProcessors(),
        Math.round(system.getTotalMemorySize() / (double) (1L << 30)),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        System.getProperty("java.version"));
  }

  private static String processorName() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** Returns the machine as text for display. */
  String text() {
    return "%d cores of %s, %d GiB, %s, Java %s".formatted(cores, processor, memoryGiB, os, java);
  }
}

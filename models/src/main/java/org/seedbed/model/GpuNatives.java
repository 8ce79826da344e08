package org.seedbed.model;

import ai.djl.util.Utils;
import ai.djl.util.cuda.CudaUtils;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * PyTorch's libraries of a GPU build on a machine without a GPU. They run there, on the CPU, but
 * DJL takes them for those of another system and downloads others; told where they are, it loads
 * them.
 */
final class GpuNatives {
  private static final String PROPERTIES = "native/lib/pytorch.properties";
  private static final String PATH = "PYTORCH_LIBRARY_PATH";

  /** Compiles kernels for GPUs, and cannot be loaded without a GPU's driver. */
  private static final String NEEDS_DRIVER = "libcaffe2_nvrtc.so";

  private GpuNatives() {}

  /** Unpacks the libraries to DJL's cache if they are needed. Call it before DJL's first use. */
  static synchronized void unpackWithoutGpu() {
    if (Utils.getEnvOrSystemProperty(PATH) != null || CudaUtils.hasCuda()) {
      return;
    }
    try {
      var properties = new Properties();
      try (var in = GpuNatives.class.getClassLoader().getResourceAsStream(PROPERTIES)) {
        if (in == null) {
          return;
        }
        properties.load(in);
      }
      String flavor = properties.getProperty("flavor", "cpu");
      if (flavor.startsWith("cu")) {
        System.setProperty(PATH, unpacked(properties, flavor).toString());
        System.setProperty("PYTORCH_FLAVOR", flavor);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("PyTorch's libraries cannot be unpacked", e);
    }
  }

  private static Path unpacked(Properties properties, String flavor) throws IOException {
    String version = properties.getProperty("version");
    String classifier = properties.getProperty("classifier");
    var folder =
        Files.createDirectories(
            Utils.getEngineCacheDir("pytorch")
                .resolve(version + "-" + flavor + "-" + classifier + "-without-gpu"));
    for (String library : properties.getProperty("libraries").split(",", -1)) {
      var target = folder.resolve(library);
      if (!library.equals(NEEDS_DRIVER) && !Files.exists(target)) {
        unpack("pytorch/" + flavor + "/" + classifier + "/" + library, target);
      }
    }
    return folder;
  }

  /** Another process may unpack the same library: it appears whole. */
  private static void unpack(String resource, Path target) throws IOException {
    var part = Files.createTempFile(target.getParent(), "unpacking", ".part");
    try (var in = GpuNatives.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new FileNotFoundException(resource + " is missing on the class path");
      }
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}

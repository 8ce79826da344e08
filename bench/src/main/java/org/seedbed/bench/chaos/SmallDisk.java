package org.seedbed.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A mounted file system of limited size. Mounting requires root privileges. */
final class SmallDisk implements AutoCloseable {
  private final Path mountPoint;

  private SmallDisk(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /**
   * Mounts a file system.
   *
   * @throws IOException if this user is not allowed to mount
   */
  static SmallDisk mount(Path mountPoint, int kibibytes) throws IOException, InterruptedException {
    Files.createDirectories(mountPoint);
    command(
        "mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "tmpfs", mountPoint.toString());
    return new SmallDisk(mountPoint);
  }

  void grow(int kibibytes) throws IOException, InterruptedException {
    command("mount", "-o", "remount,size=" + kibibytes + "k", mountPoint.toString());
  }

  private static void command(String... line) throws IOException, InterruptedException {
    var process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(List.of(line) + ": " + said.strip());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      command("umount", mountPoint.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

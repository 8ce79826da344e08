package org.seedbed.files;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A process, told from every other process of any machine. No part of it moves with the clock. On
 * systems other than Linux only host and process id are known, so {@link #hasEnded} is false.
 *
 * @param host name of the host
 * @param pid process id, in its namespace
 * @param bootId id of the kernel's boot
 * @param pidNamespace namespace of process ids, such as that of a container
 * @param startTicks clock ticks from the boot to the start of the process
 */
public record ProcessIdentity(
    String host,
    long pid,
    Optional<String> bootId,
    Optional<String> pidNamespace,
    Optional<Long> startTicks) {
  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  /** Returns this process. */
  public static ProcessIdentity here() {
    return of(ProcessHandle.current().pid());
  }

  /** Returns the process of this machine and namespace with an id. */
  public static ProcessIdentity of(long pid) {
    return new ProcessIdentity(
        hostName(), pid, bootIdOfThisMachine(), namespaceOfThisProcess(), startTicks(pid));
  }

  /**
   * Returns whether the process has certainly ended: it ran under this boot, in this namespace, and
   * no process with its id and start is there.
   */
  public boolean hasEnded() {
    if (!isOfHere() || startTicks.isEmpty()) {
      return false;
    }
    var now = startTicks(pid);
    return now.isPresent() ? !now.equals(startTicks) : isGone(pid);
  }

  /** Some systems hide the processes of others: then a missing one is not known to be gone. */
  private static boolean isGone(long pid) {
    boolean shown = Files.isReadable(Path.of("/proc/1/stat"));
    return shown
        && (Files.notExists(Path.of("/proc", String.valueOf(pid)))
            || fields(pid).filter(ProcessIdentity::isZombie).isPresent());
  }

  private static boolean isZombie(String[] fields) {
    return fields[0].equals("Z") || fields[0].equals("X");
  }

  /** Returns whether the process is certainly running, on this machine. */
  public boolean runs() {
    return isOfHere() && startTicks.isPresent() && startTicks.equals(startTicks(pid));
  }

  private boolean isOfHere() {
    return bootId.isPresent()
        && bootId.equals(bootIdOfThisMachine())
        && pidNamespace.isPresent()
        && pidNamespace.equals(namespaceOfThisProcess());
  }

  private static Optional<String> bootIdOfThisMachine() {
    try {
      return Optional.of(Files.readString(BOOT_ID).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> namespaceOfThisProcess() {
    try {
      return Optional.of(Files.readSymbolicLink(NAMESPACE).toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** Returns field 22 of {@code /proc/PID/stat}; empty for a zombie, and if it cannot be read. */
  private static Optional<Long> startTicks(long pid) {
    return fields(pid).filter(f -> !isZombie(f)).map(f -> Long.parseLong(f[19]));
  }

  /** Returns the fields of {@code /proc/PID/stat} from the state on; empty if it cannot be read. */
  private static Optional<String[]> fields(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      // The name, field 2, may hold anything, also spaces and parentheses.
      return Optional.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}

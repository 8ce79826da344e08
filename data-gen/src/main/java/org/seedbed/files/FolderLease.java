package org.seedbed.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.Path;

/**
 * A lease on a folder, which its driver renews while it runs. A second driver is refused, and a
 * killed driver blocks others only until its lease expires. The lease prevents user mistakes;
 * committed files are safe without it, because every driver writes the same content.
 *
 * <p>Clocks of two machines are never compared: a driver that finds a lease watches whether it
 * changes.
 *
 * <pre>{@code
 * try (var lease = FolderLease.take(run, FolderLease.Timing.DEFAULT, System.out::println)) {
 *   ...
 *   lease.check(); // before something is decided
 * }
 * }</pre>
 */
public final class FolderLease implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  private final Folder run;
  private final Timing timing;
  private final Holder me;
  private final Thread renewing;
  private final AtomicReference<LostException> lost = new AtomicReference<>();
  private long renewals;
  private boolean closed;

  /**
   * Intervals of a lease.
   *
   * @param renewal time between two renewals
   * @param lasts time after which a lease that was not renewed expires; several times {@code
   *     renewal}
   */
  public record Timing(Duration renewal, Duration lasts) {
    public static final Timing DEFAULT = new Timing(Duration.ofSeconds(3), Duration.ofSeconds(20));
  }

  /**
   * The holder of a lease.
   *
   * @param id unique id of this acquisition
   * @param host host that the driver runs on
   * @param pid process id of the driver
   * @param startedAt start time of that process, if the system reports it
   */
  public record Holder(String id, String host, long pid, Optional<String> startedAt) {
    static Holder here() {
      var process = ProcessHandle.current();
      return new Holder(UUID.randomUUID().toString(), hostName(), process.pid(), startOf(process));
    }

    private static Optional<String> startOf(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toString);
    }

    private static String hostName() {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "unknown";
      }
    }

    /** Returns whether the holder's process ran on this machine and has ended. */
    boolean isGone() {
      return host.equals(hostName())
          && !host.equals("unknown")
          && startedAt.isPresent()
          && ProcessHandle.of(pid)
              .filter(ProcessHandle::isAlive)
              .filter(process -> startOf(process).equals(startedAt))
              .isEmpty();
    }
  }

  /**
   * The content of a lease file.
   *
   * @param holder holder of the lease
   * @param renewals number of renewals
   */
  @SchemaVersion(2)
  record Lease(Holder holder, long renewals) {}

  /** Thrown when another driver has taken over the folder. */
  public static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostException(String message) {
      super(message);
    }
  }

  /** Thrown when another driver is using the folder; the caller can retry later. */
  public static final class HeldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    HeldException(String message) {
      super(message);
    }
  }

  /** Callback that reports why acquiring a lease takes time. */
  public interface Waiting {
    void note(String message);
  }

  private FolderLease(Folder run, Timing timing, Holder me) {
    this.run = run;
    this.timing = timing;
    this.me = me;
    this.renewing = new Thread(this::renewUntilClosed, "run-lease");
    renewing.setDaemon(true);
  }

  /**
   * Acquires the lease of a folder and renews it until closed. If another driver's lease is found,
   * waits until it is clear whether that driver is alive.
   *
   * @throws HeldException if another driver is using the folder
   */
  public static FolderLease take(Folder run, Timing timing, Waiting waiting) throws IOException {
    var found = read(run);
    if (found.isPresent() && !found.get().holder().isGone()) {
      var holder = found.get().holder();
      waiting.note(
          "run %s was last written to by a driver on %s (process %d): checking whether it is alive, for up to %d s"
              .formatted(run.root(), holder.host(), holder.pid(), timing.lasts().toSeconds()));
      awaitEnd(run, timing, found.get());
    }
    var lease = new FolderLease(run, timing, Holder.here());
    lease.write();
    // If two drivers acquire it at once, the one that wrote last holds it.
    sleep(2 * POLL_MILLIS);
    lease.confirm();
    lease.check();
    lease.renewing.start();
    return lease;
  }

  private static void awaitEnd(Folder run, Timing timing, Lease found) throws IOException {
    long until = System.nanoTime() + timing.lasts().toNanos();
    while (System.nanoTime() < until) {
      var now = read(run);
      if (now.isEmpty()) {
        return;
      }
      if (!now.get().equals(found)) {
        throw atWork(run, now.get().holder());
      }
      sleep(POLL_MILLIS);
    }
  }

  private static HeldException atWork(Folder run, Holder holder) {
    return new HeldException(
        "Run %s is being written by another driver, on %s (process %d). Wait until it ends, stop it, or give another --out."
            .formatted(run.root(), holder.host(), holder.pid()));
  }

  private static Path path(Folder run) {
    return new Path(run.root(), ".lease.json");
  }

  private static Optional<Lease> read(Folder run) throws IOException {
    try {
      return Optional.of(Json.read(run.files(), path(run), Lease.class));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (DamagedFileException e) {
      // Read mid-write or corrupt: no evidence of a live holder, so treat it as absent.
      return Optional.empty();
    }
  }

  private void write() throws IOException {
    run.writeJson(path(run), new Lease(me, renewals++));
  }

  /** Holds the monitor while it writes, so that {@link #close} never overtakes a renewal. */
  private synchronized void renewUntilClosed() {
    try {
      while (!closed && lost.get() == null) {
        wait(timing.renewal().toMillis());
        if (!closed) {
          renew();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() {
    try {
      confirm();
      if (lost.get() == null) {
        write();
      }
    } catch (IOException | UncheckedIOException e) {
      // The storage does not respond; if this persists, the search fails by itself.
    }
  }

  private void confirm() throws IOException {
    var now = read(run);
    if (now.isPresent() && !now.get().holder().equals(me)) {
      var other = now.get().holder();
      lost.set(
          new LostException(
              "Run %s was taken over by another driver, on %s (process %d), while this driver did not respond. This driver stops; nothing is lost."
                  .formatted(run.root(), other.host(), other.pid())));
    }
  }

  /**
   * Checks that this driver still holds the folder.
   *
   * @throws LostException if another driver has taken it over
   */
  public void check() {
    var gone = lost.get();
    if (gone != null) {
      throw gone;
    }
  }

  private static void sleep(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while acquiring a lease", e);
    }
  }

  /** Releases the lease if it is still held, after a renewal that is under way. */
  @Override
  public synchronized void close() throws IOException {
    closed = true;
    notifyAll();
    confirm();
    if (lost.get() == null) {
      run.remove(path(run));
    }
  }
}

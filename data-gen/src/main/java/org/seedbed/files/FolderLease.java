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
 * Says that a driver is at work in a folder, for as long as it renews it: so a second driver is
 * refused, and one that was killed blocks nobody for longer than the lease lasts. It keeps people
 * from mistakes; committed files are safe without it, since whoever writes them writes the same.
 *
 * <p>Clocks of two machines are never compared: who finds a lease watches whether it changes.
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

  /**
   * How long things take.
   *
   * @param renewal between two renewals
   * @param lasts after which a lease that was not renewed is nobody's; several renewals
   */
  public record Timing(Duration renewal, Duration lasts) {
    public static final Timing DEFAULT = new Timing(Duration.ofSeconds(3), Duration.ofSeconds(20));
  }

  /**
   * Who holds a lease.
   *
   * @param id of the taking, unlike any other
   * @param host that the driver runs on
   * @param pid of its process
   * @param startedAt when that process started, where the system says so
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

    /** Whether its process ran on this machine and runs no more. */
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
   * The lease as its file has it.
   *
   * @param holder who holds it
   * @param renewals how often it was renewed
   */
  @SchemaVersion(2)
  record Lease(Holder holder, long renewals) {}

  /** The folder is another driver's now. */
  public static final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostException(String message) {
      super(message);
    }
  }

  /** Another driver is at work in the folder; it can be tried again later. */
  public static final class HeldException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    HeldException(String message) {
      super(message);
    }
  }

  /** Is told why taking a lease takes time. */
  public interface Waiting {
    void note(String message);
  }

  private FolderLease(Folder run, Timing timing, Holder me) {
    this.run = run;
    this.timing = timing;
    this.me = me;
    this.renewing = new Thread(this::renewUntilInterrupted, "run-lease");
    renewing.setDaemon(true);
  }

  /**
   * Takes the lease of a folder and renews it until closed. Where another driver's is found, waits
   * until it is plain whether that driver lives.
   *
   * @throws HeldException when another driver is at work in the folder
   */
  public static FolderLease take(Folder run, Timing timing, Waiting waiting) throws IOException {
    var found = read(run);
    if (found.isPresent() && !found.get().holder().isGone()) {
      var holder = found.get().holder();
      waiting.note(
          "run %s was last written to by a driver on %s (process %d): seeing whether it lives, for up to %d s"
              .formatted(run.root(), holder.host(), holder.pid(), timing.lasts().toSeconds()));
      awaitEnd(run, timing, found.get());
    }
    var lease = new FolderLease(run, timing, Holder.here());
    lease.write();
    // Of two that took it at once, the one that wrote last holds it.
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
      // Seen in the midst of being written, or torn: it says of nobody that he lives.
      return Optional.empty();
    }
  }

  private synchronized void write() throws IOException {
    run.writeJson(path(run), new Lease(me, renewals++));
  }

  private void renewUntilInterrupted() {
    try {
      while (lost.get() == null) {
        Thread.sleep(timing.renewal().toMillis());
        renew();
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
      // The storage does not answer: that ends searches by itself if it lasts.
    }
  }

  private void confirm() throws IOException {
    var now = read(run);
    if (now.isPresent() && !now.get().holder().equals(me)) {
      var other = now.get().holder();
      lost.set(
          new LostException(
              "Run %s was taken over by another driver, on %s (process %d), while this one did not answer. This one ends; nothing is lost."
                  .formatted(run.root(), other.host(), other.pid())));
    }
  }

  /**
   * Whether the folder is still this driver's.
   *
   * @throws LostException when it is another's
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
      throw new IOException("interrupted while taking a lease", e);
    }
  }

  /** Gives it back, if it still is held. */
  @Override
  public void close() throws IOException {
    renewing.interrupt();
    try {
      renewing.join(timing.renewal().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    confirm();
    if (lost.get() == null) {
      run.remove(path(run));
    }
  }
}

package org.seedbed.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * A lease on a folder, which its driver renews while it runs. A second driver is refused, and a
 * killed driver blocks others only until its lease expires. Only a driver that certainly has ended
 * does not block: its process ran under this boot and in this namespace, and is not there.
 *
 * <p>Clocks of two machines are never compared: a driver that finds a lease watches whether it
 * changes.
 *
 * <pre>{@code
 * try (var lease = FolderLease.take(run, FolderLease.Timing.DEFAULT, System.out::println)) {
 *   var guarded = run.guardedBy(lease.claim()); // checks the lease before every commit
 *   ...
 * }
 * }</pre>
 */
public final class FolderLease implements AutoCloseable {
  private static final long POLL_MILLIS = 100;

  /** Place in Hadoop's order of exit: after Spark has stopped, before file systems are closed. */
  private static final int AT_EXIT = FileSystem.SHUTDOWN_HOOK_PRIORITY + 10;

  private static final long RELEASED_WITHIN_SECONDS = 5;

  private final Folder folder;
  private final Timing timing;
  private final Holder me;
  private final boolean made;
  private final Thread renewing;
  private final Runnable atExit = this::releaseAtExit;
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
   * @param process of the driver
   */
  record Holder(String id, ProcessIdentity process) {
    static Holder here() {
      return new Holder(UUID.randomUUID().toString(), ProcessIdentity.here());
    }

    String where() {
      return "on %s (process %d)".formatted(process.host(), process.pid());
    }
  }

  /**
   * The content of a lease file.
   *
   * @param holder holder of the lease
   * @param renewals number of renewals
   */
  @SchemaVersion(3)
  record Lease(Holder holder, long renewals) {}

  /**
   * A lease file that was found.
   *
   * @param bytes of the file, as text
   * @param holder empty if they are no lease, as while another driver writes its first
   */
  record Found(String bytes, Optional<Holder> holder) {
    boolean isSame(Found other) {
      return bytes.equals(other.bytes);
    }

    String where() {
      return holder.map(Holder::where).orElse("that left an unreadable lease");
    }
  }

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

  private FolderLease(Folder folder, Timing timing, Holder me, boolean made) {
    this.folder = folder;
    this.timing = timing;
    this.me = me;
    this.made = made;
    this.renewing = new Thread(this::renewUntilClosed, "folder-lease");
    renewing.setDaemon(true);
  }

  /**
   * Acquires the lease of a folder, and renews it until closed. If another driver's lease is found,
   * waits until it is clear whether that driver is alive. Then removes what a killed driver left
   * half-written.
   *
   * @throws HeldException if another driver is using the folder
   * @throws IllegalArgumentException if the folder cannot be written to
   */
  public static FolderLease take(Folder folder, Timing timing, Waiting waiting) throws IOException {
    boolean made = !folder.exists(folder.root());
    folder.create();
    var found = read(folder);
    if (found.isPresent()) {
      if (found.get().holder().filter(holder -> holder.process().hasEnded()).isEmpty()) {
        waiting.note(
            "folder %s was last written to by a driver %s: checking whether it is alive, for up to %d s"
                .formatted(folder.root(), found.get().where(), timing.lasts().toSeconds()));
        awaitEnd(folder, timing, found.get());
      }
      removeEnded(folder, found.get());
    }
    var lease = new FolderLease(folder, timing, Holder.here(), made);
    lease.create();
    // On a store that cannot refuse to overwrite, the driver that wrote last holds it.
    sleep(2 * POLL_MILLIS);
    if (!lease.isHeld()) {
      throw atWork(folder, read(folder).orElse(new Found("", Optional.empty())));
    }
    lease.renewing.start();
    ShutdownHookManager.get()
        .addShutdownHook(lease.atExit, AT_EXIT, RELEASED_WITHIN_SECONDS, TimeUnit.SECONDS);
    folder.sweep();
    return lease;
  }

  private static void awaitEnd(Folder folder, Timing timing, Found found) throws IOException {
    long until = System.nanoTime() + timing.lasts().toNanos();
    while (System.nanoTime() < until) {
      var now = read(folder);
      if (now.isEmpty()) {
        return;
      }
      if (!now.get().isSame(found)) {
        throw atWork(folder, now.get());
      }
      sleep(POLL_MILLIS);
    }
  }

  /** Removes the lease of a driver that has ended, unless another driver has replaced it since. */
  private static void removeEnded(Folder folder, Found ended) throws IOException {
    var now = read(folder);
    if (now.isPresent() && !now.get().isSame(ended)) {
      throw atWork(folder, now.get());
    }
    if (now.isPresent()) {
      folder.remove(LeaseClaim.path(folder));
    }
  }

  private void create() throws IOException {
    byte[] bytes = Json.record(new Lease(me, renewals++), Optional.empty());
    if (!WholeFile.create(folder.files(), LeaseClaim.path(folder), bytes)) {
      throw atWork(folder, read(folder).orElse(new Found("", Optional.empty())));
    }
  }

  private static HeldException atWork(Folder folder, Found found) {
    return new HeldException(
        "Folder %s is being written by another driver, %s. Wait until it ends, stop it, or give another --out."
            .formatted(folder.root(), found.where()));
  }

  /** Returns the folder's lease, if there is one. */
  static Optional<Found> read(Folder folder) throws IOException {
    byte[] bytes;
    try {
      bytes = folder.read(LeaseClaim.path(folder));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      var lease = Json.read(bytes, LeaseClaim.path(folder), Lease.class, Optional.empty());
      return Optional.of(new Found(text, Optional.of(lease.holder())));
    } catch (DamagedFileException | UnknownSchemaException e) {
      return Optional.of(new Found(text, Optional.empty()));
    }
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
      long looked = System.nanoTime();
      if (isHeld()) {
        byte[] bytes = Json.record(new Lease(me, renewals++), Optional.empty());
        WholeFile.write(
            folder.files(),
            LeaseClaim.path(folder),
            out -> {
              out.write(bytes);
              // A process that was paused since it looked must not bring its lease back.
              if (System.nanoTime() - looked > timing.lasts().toNanos() / 2) {
                throw new IOException("the lease was looked at too long ago");
              }
            });
      }
    } catch (IOException | UncheckedIOException e) {
      // The storage does not respond; if this persists, the job fails by itself.
    }
  }

  private boolean isHeld() throws IOException {
    try {
      claim().check(folder);
    } catch (LostException e) {
      lost.compareAndSet(null, e);
    }
    return lost.get() == null;
  }

  /** Returns this driver's claim to the folder. */
  public LeaseClaim claim() {
    return new LeaseClaim(me.id());
  }

  /**
   * Checks that this driver still holds the folder.
   *
   * @throws LostException if another driver has taken it over
   */
  public synchronized void check() throws IOException {
    if (!isHeld()) {
      throw lost.get();
    }
  }

  private void removeIfEmpty() {
    try {
      // Another driver may write to it at this moment.
      folder.files().delete(folder.root(), false);
    } catch (IOException e) {
      // It is not empty.
    }
  }

  private void forgetExit() {
    try {
      ShutdownHookManager.get().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The process is ending, and calls it.
    }
  }

  /** A driver that is told to stop makes nobody wait until its lease expires. */
  private void releaseAtExit() {
    try {
      close();
    } catch (IOException | RuntimeException e) {
      // The storage is closed already, or does not respond: the lease expires.
    }
  }

  static void sleep(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while acquiring a lease", e);
    }
  }

  /**
   * Releases the lease if it is still held, after a renewal that is under way. A folder that was
   * made for the lease, and is empty, is removed with it.
   */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    notifyAll();
    forgetExit();
    if (isHeld()) {
      folder.remove(LeaseClaim.path(folder));
      if (made && folder.names(folder.root()).isEmpty()) {
        removeIfEmpty();
      }
    }
  }
}

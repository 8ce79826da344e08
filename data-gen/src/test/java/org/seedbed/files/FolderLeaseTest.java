package org.seedbed.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLeaseTest {
  private static final FolderLease.Timing QUICK =
      new FolderLease.Timing(Duration.ofMillis(100), Duration.ofMillis(1500));

  @TempDir java.nio.file.Path folder;

  private Folder run() throws IOException {
    return Folder.at(new Path(folder.toUri()), new Configuration());
  }

  private FolderLease take(List<String> notes) throws IOException {
    return FolderLease.take(run(), QUICK, notes::add);
  }

  private java.nio.file.Path file() {
    return folder.resolve(".lease.json");
  }

  /** Writes a lease file as a driver on another host would. */
  private void leave(FolderLease.Holder holder, long renewals) throws IOException {
    run().writeJson(new Path(file().toUri()), new FolderLease.Lease(holder, renewals));
  }

  private static FolderLease.Holder elsewhere() {
    return new FolderLease.Holder("x", "another-host", 4711, Optional.of(Instant.EPOCH.toString()));
  }

  @Test
  void isGoneOnceItIsGivenBack() throws IOException {
    var notes = new ArrayList<String>();
    take(notes).close();
    assertThat(file()).doesNotExist();
    take(notes).close();
    assertThat(notes).isEmpty();
  }

  @Test
  void aSecondDriverIsRefusedByName() throws IOException {
    var notes = new ArrayList<String>();
    try (var first = take(notes)) {
      long started = System.nanoTime();
      assertThatThrownBy(() -> take(notes))
          .isInstanceOf(FolderLease.HeldException.class)
          .hasMessageContaining("is being written by another driver")
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      // Refused at the first renewal, long before the lease could expire.
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(QUICK.lasts());
      first.check();
    }
    assertThat(notes).hasSize(1);
  }

  @Test
  void aDriverThatWasKilledElsewhereBlocksForAsLongAsTheLeaseLasts() throws IOException {
    leave(elsewhere(), 7);
    var notes = new ArrayList<String>();
    long started = System.nanoTime();
    take(notes).close();
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isBetween(QUICK.lasts(), QUICK.lasts().multipliedBy(3));
    assertThat(notes.get(0)).contains("another-host (process 4711)");
  }

  @Test
  void aDriverThatWasKilledOnThisMachineBlocksNobody() throws IOException {
    var here = FolderLease.Holder.here();
    // The same process id, reused by a process that started at another time.
    leave(
        new FolderLease.Holder("x", here.host(), here.pid(), Optional.of("1970-01-01T00:00:00Z")),
        3);
    var notes = new ArrayList<String>();
    take(notes).close();
    assertThat(notes).isEmpty();
  }

  @Test
  void aLeaseThatIsTornIsNobodys() throws IOException {
    Files.writeString(file(), "{\"holder\"");
    take(new ArrayList<>()).close();
  }

  @Test
  void whoLosesItIsTold() throws Exception {
    try (var lease = take(new ArrayList<>())) {
      leave(elsewhere(), 0);
      Thread.sleep(5 * QUICK.renewal().toMillis());
      assertThatThrownBy(lease::check)
          .isInstanceOf(FolderLease.LostException.class)
          .hasMessageContaining("taken over by another driver, on another-host");
    }
    // The other driver's lease is kept.
    assertThat(file()).content().contains("another-host");
  }

  /** A disk that is slow to show a file, and that drops interrupts as some stores' clients do. */
  private static final class SlowDisk extends RawLocalFileSystem {
    SlowDisk() throws IOException {
      initialize(URI.create("file:///"), new Configuration());
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
      try {
        Thread.sleep(500);
      } catch (InterruptedException e) {
        throw new InterruptedIOException("dropped");
      }
      return super.rename(from, to);
    }
  }

  @Test
  void aClosedLeaseIsNotRenewed() throws Exception {
    var slow = new Folder(new Path(folder.toString(), "slow"), new SlowDisk());
    var often = new FolderLease.Timing(Duration.ofMillis(20), Duration.ofMillis(1500));
    try (var lease = FolderLease.take(slow, often, note -> {})) {
      Thread.sleep(100);
      lease.check();
    }
    Thread.sleep(1200);
    assertThat(slow.names(slow.root())).isEmpty();
  }
}

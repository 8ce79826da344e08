package org.seedbed.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
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
    return new FolderLease.Holder(
        "x",
        new ProcessIdentity(
            "another-host", 4711, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  /** Takes the lease, which must last its full time first. */
  private void assertBlocksForAsLongAsTheLeaseLasts() throws IOException {
    long started = System.nanoTime();
    take(new ArrayList<>()).close();
    assertThat(Duration.ofNanos(System.nanoTime() - started))
        .isBetween(QUICK.lasts(), QUICK.lasts().multipliedBy(3));
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

  private static ProcessIdentity with(
      ProcessIdentity here, Optional<String> bootId, Optional<String> namespace, long ticks) {
    return new ProcessIdentity(here.host(), here.pid(), bootId, namespace, Optional.of(ticks));
  }

  @Test
  void aDriverThatWasKilledOnThisMachineBlocksNobody() throws IOException {
    var here = ProcessIdentity.here();
    assumeTrue(here.startTicks().isPresent(), "start ticks are known on Linux only");
    // The same process id, reused by a process that started at another time.
    leave(new FolderLease.Holder("x", with(here, here.bootId(), here.pidNamespace(), 1)), 3);
    var notes = new ArrayList<String>();
    take(notes).close();
    assertThat(notes).isEmpty();
  }

  @Test
  void aProcessOfAnotherNamespaceOrBootIsNotKnownToHaveEnded() throws IOException {
    var here = ProcessIdentity.here();
    assumeTrue(here.startTicks().isPresent(), "start ticks are known on Linux only");
    leave(new FolderLease.Holder("x", with(here, here.bootId(), Optional.of("pid:[1]"), 1)), 0);
    assertBlocksForAsLongAsTheLeaseLasts();
    leave(new FolderLease.Holder("x", with(here, Optional.of("other"), here.pidNamespace(), 1)), 0);
    assertBlocksForAsLongAsTheLeaseLasts();
  }

  @Test
  void aLeaseThatIsTornOrFormerIsWatched() throws IOException {
    Files.writeString(file(), "{\"holder\"");
    assertBlocksForAsLongAsTheLeaseLasts();
    Files.writeString(
        file(),
        """
        {"schemaVersion": 2, "holder": {"id": "x", "host": "h", "pid": 1, "startedAt": null},
         "renewals": 1}
        """);
    assertBlocksForAsLongAsTheLeaseLasts();
  }

  /**
   * A driver that is paused so long that another takes over, finishes, and gives the lease back.
   */
  @Test
  void aPausedDriverFindsThatItsLeaseIsGone() throws IOException {
    var never = new FolderLease.Timing(Duration.ofHours(1), Duration.ofMillis(1500));
    try (var paused = FolderLease.take(run(), never, note -> {})) {
      var mine = run().guardedBy(paused.claim());
      mine.write(new Path(folder.toUri() + "/before"), new byte[1]);
      take(new ArrayList<>()).close();
      assertThat(file()).doesNotExist();
      assertThatThrownBy(() -> mine.write(new Path(folder.toUri() + "/after"), new byte[1]))
          .isInstanceOf(FolderLease.LostException.class)
          .hasMessageContaining("is gone");
      assertThatThrownBy(() -> mine.remove(new Path(folder.toUri() + "/before")))
          .isInstanceOf(FolderLease.LostException.class);
      assertThatThrownBy(paused::check).isInstanceOf(FolderLease.LostException.class);
    }
    assertThat(folder.resolve("before")).exists();
    assertThat(folder.resolve("after")).doesNotExist();
  }

  @Test
  void onlyOneOfManyDriversGetsIt() throws Exception {
    var taken = new AtomicInteger();
    var refused = new AtomicInteger();
    var drivers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          try (var lease = take(Collections.synchronizedList(new ArrayList<>()))) {
                            taken.incrementAndGet();
                            Thread.sleep(2 * QUICK.lasts().toMillis());
                            lease.check();
                          } catch (FolderLease.HeldException e) {
                            refused.incrementAndGet();
                          } catch (IOException | InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                        }))
            .toList();
    drivers.forEach(Thread::start);
    for (var driver : drivers) {
      driver.join();
    }
    assertThat(taken).hasValue(1);
    assertThat(refused).hasValue(7);
  }

  @Test
  void whatADeadDriverLeftHalfWrittenIsSwept() throws IOException {
    var left = folder.resolve("rungs/00/.population-000.json." + UUID.randomUUID());
    Files.createDirectories(left.getParent());
    Files.writeString(left, "{");
    var kept = Files.writeString(folder.resolve("rungs/00/population-000.json"), "{}");
    // Another driver tries at this moment whether it may write here.
    var trial = Files.createFile(folder.resolve(Folder.nameOfTrial()));
    take(new ArrayList<>()).close();
    assertThat(left).doesNotExist();
    assertThat(kept).exists();
    assertThat(trial).exists();
  }

  @Test
  void aFolderThatWasMadeForALeaseGoesWithIt() throws IOException {
    var made = Folder.at(new Path(folder.toString(), "made"), new Configuration());
    FolderLease.take(made, QUICK, note -> {}).close();
    assertThat(folder.resolve("made")).doesNotExist();
    take(new ArrayList<>()).close();
    assertThat(folder).exists();
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

package org.seedbed.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * A folder of files that become visible only when complete, on any file system that Hadoop
 * supports.
 */
public class Folder {
  /** Part of a folder that holds the last metrics of the processes that wrote to it. */
  public static final String METRICS = "_metrics";

  private final Path root;
  private final FileSystem files;
  private final Optional<LeaseClaim> claim;

  protected Folder(Path root, FileSystem files) {
    this(root, files, Optional.empty());
  }

  /**
   * @param claim checked before every commit; empty if none is needed
   */
  protected Folder(Path root, FileSystem files, Optional<LeaseClaim> claim) {
    this.root = root;
    this.files = files;
    this.claim = claim;
  }

  /** Returns the folder at {@code root}, which need not exist yet. */
  public static Folder at(Path root, Configuration configuration) throws IOException {
    return new Folder(root, WholeFile.fileSystem(root, configuration));
  }

  /** Returns this folder, which checks a driver's claim to it before every commit. */
  public Folder guardedBy(LeaseClaim other) {
    return new Folder(root, files, Optional.of(other));
  }

  /** Returns the claim that is checked before every commit. */
  public final Optional<LeaseClaim> claim() {
    return claim;
  }

  /**
   * Checks that the driver still holds the folder, if that is checked at all.
   *
   * @throws FolderLease.LostException if it does not
   */
  public final void checkHeld() throws IOException {
    if (claim.isPresent()) {
      claim.get().check(this);
    }
  }

  public final Path root() {
    return root;
  }

  public final boolean exists(Path path) throws IOException {
    return files.exists(path);
  }

  /** Returns the run that the folder's records name; empty if the folder is not one of a run. */
  protected Optional<RunId> run() throws IOException {
    return Optional.empty();
  }

  /** Returns the names of the files in a part of the folder; empty if the part does not exist. */
  public final Set<String> names(Path part) throws IOException {
    return lengths(part).keySet();
  }

  /**
   * Returns the lengths of the files in a part of the folder by name; empty if it does not exist.
   */
  public final Map<String, Long> lengths(Path part) throws IOException {
    var lengths = new HashMap<String, Long>();
    try {
      for (var status : files.listStatus(part)) {
        lengths.put(status.getPath().getName(), status.getLen());
      }
    } catch (FileNotFoundException e) {
      // Nothing was written there yet.
    }
    return lengths;
  }

  /**
   * Returns whether the folder contains anything but leftovers of incomplete writes and the metrics
   * of a process that wrote nothing else.
   */
  public final boolean isOccupied() throws IOException {
    if (!files.exists(root)) {
      return false;
    }
    for (var status : files.listStatus(root)) {
      String name = status.getPath().getName();
      if (!name.startsWith(".") && !name.equals(METRICS)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Creates the folder.
   *
   * @throws IllegalArgumentException if it cannot be a folder, or may not be written to
   * @throws IOException if the store does not respond, or has no room
   */
  public final void create() throws IOException {
    try {
      files.mkdirs(root);
      var trial = new Path(root, nameOfTrial());
      files.create(trial, true).close();
      files.delete(trial, false);
    } catch (FileNotFoundException
        | ParentNotDirectoryException
        | FileAlreadyExistsException
        | AccessControlException
        | AccessDeniedException e) {
      throw new IllegalArgumentException(
          "Output folder "
              + root
              + " cannot be written to: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ". Give another --out, or make it writable.",
          e);
    }
  }

  /** No name of a file that is not complete yet: another driver would sweep it meanwhile. */
  static String nameOfTrial() {
    return ".writable-" + UUID.randomUUID();
  }

  /** Removes an optional part of the folder. */
  public final void remove(Path path) throws IOException {
    checkHeld();
    files.delete(path, true);
  }

  public final void writeJson(Path path, Object value) throws IOException {
    checkHeld();
    Json.write(files, path, value, run());
  }

  public final <T> T readJson(Path path, Class<T> type) throws IOException {
    try {
      return Json.read(files, path, type, run());
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "No " + path.getName() + " in " + root + ": " + path + " does not exist.", e);
    }
  }

  /** Writes a file and returns its entry for the commit record. */
  public final CommittedFile write(Path path, byte[] bytes) throws IOException {
    checkHeld();
    WholeFile.write(files, path, out -> out.write(bytes));
    return new CommittedFile(path.getName(), bytes.length, Sha256.of(bytes));
  }

  /** Lets {@code writer} write a file, see {@link WholeFile#place}. */
  public final <T> T place(Path path, WholeFile.Writer<T> writer) throws IOException {
    checkHeld();
    return WholeFile.place(
        files,
        path,
        target -> {
          T written = writer.write(target);
          // Writing may have taken long.
          checkHeld();
          return written;
        });
  }

  /** Removes files that were not complete when their writer was killed. */
  final void sweep() throws IOException {
    sweep(root);
  }

  private void sweep(Path part) throws IOException {
    for (var status : files.listStatus(part)) {
      if (status.isDirectory()) {
        sweep(status.getPath());
      } else if (WholeFile.isTemporary(status.getPath().getName())) {
        files.delete(status.getPath(), false);
      }
    }
  }

  public final byte[] read(Path path) throws IOException {
    try (var in = files.open(path)) {
      return in.readAllBytes();
    }
  }

  /**
   * Reads a committed file and verifies it.
   *
   * @throws DamagedFileException if its length or digest differs from the commit record
   */
  public final byte[] readVerified(Path path, CommittedFile committed) throws IOException {
    String remedy = "Run the same command with --resume to train the damaged part again.";
    byte[] bytes;
    try {
      bytes = read(path);
    } catch (FileNotFoundException e) {
      throw new DamagedFileException(path, committed.bytes() + " bytes", "no file", remedy);
    }
    if (bytes.length != committed.bytes()) {
      throw new DamagedFileException(
          path, committed.bytes() + " bytes", bytes.length + " bytes", remedy);
    }
    String found = Sha256.of(bytes);
    if (!found.equals(committed.sha256())) {
      throw new DamagedFileException(path, "SHA-256 " + committed.sha256(), found, remedy);
    }
    return bytes;
  }

  /** Returns the underlying file system. */
  public final FileSystem files() {
    return files;
  }
}

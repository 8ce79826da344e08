package org.seedbed.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.seedbed.dataset.DamagedFileException;
import org.seedbed.dataset.Sha256;
import org.seedbed.dataset.WholeFile;

/** Where everything stands in the folder of a run, and how it is read and written. */
public final class RunFolder {
  /** Parameters that a restart began with. */
  public static final String INITIALIZATION = "initialization.safetensors";

  /** What they became. */
  public static final String TRAINED = "trained.safetensors";

  /** What is known of both. */
  public static final String CARD = "card.json";

  private final Path root;
  private final FileSystem files;

  private RunFolder(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
  }

  /** The folder at {@code root}, which need not exist yet. */
  public static RunFolder at(Path root, Configuration configuration) throws IOException {
    return new RunFolder(root, WholeFile.fileSystem(root, configuration));
  }

  public Path root() {
    return root;
  }

  public Path experiment() {
    return new Path(root, "experiment.yaml");
  }

  public Path provenance() {
    return new Path(root, "provenance.json");
  }

  public Path costs() {
    return new Path(root, "costs.json");
  }

  public Path leaderboard() {
    return new Path(root, "leaderboard.json");
  }

  public Path leaderboardTable() {
    return new Path(root, "leaderboard.parquet");
  }

  public Path report() {
    return new Path(root, "report.html");
  }

  /** Folder of a stage, such as {@code rungs/00} or {@code confirmation/01}. */
  public Path stage(String stage) {
    return new Path(root, stage);
  }

  /** Commit record of a rung. */
  public Path rung(int rung) {
    return new Path(stage(rungStage(rung)), "rung.json");
  }

  /** Stage of a rung, counted from 0. */
  public static String rungStage(int rung) {
    return "rungs/%02d".formatted(rung);
  }

  /** Commit record of a population in a stage. */
  public Path population(String stage, int number) {
    return new Path(stage(stage), "population-%03d.json".formatted(number));
  }

  /** State of a population in a stage. */
  public Path state(String stage, int number) {
    return new Path(stage(stage), "population-%03d.safetensors".formatted(number));
  }

  /**
   * A file of one of the best, such as {@code best/rank-001/card.json}.
   *
   * @param file {@link #INITIALIZATION}, {@link #TRAINED} or {@link #CARD}
   */
  public Path best(int rank, String file) {
    return new Path(root, "best/rank-%03d/%s".formatted(rank, file));
  }

  /** A search of a series, counted from 0: a run of its own. */
  public RunFolder search(int number) {
    return new RunFolder(new Path(root, "searches/%04d".formatted(number)), files);
  }

  public boolean exists(Path path) throws IOException {
    return files.exists(path);
  }

  /** Names of the files in a part of the folder; none where it is not there. */
  public Set<String> names(Path part) throws IOException {
    var names = new HashSet<String>();
    try {
      for (var status : files.listStatus(part)) {
        names.add(status.getPath().getName());
      }
    } catch (FileNotFoundException e) {
      // Nothing was written there yet.
    }
    return names;
  }

  /** Whether the folder holds anything but leftovers of files that never came to be. */
  public boolean isOccupied() throws IOException {
    if (!files.exists(root)) {
      return false;
    }
    for (var status : files.listStatus(root)) {
      if (!status.getPath().getName().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the folder.
   *
   * @throws IllegalArgumentException when it cannot be made or written to
   */
  public void create() {
    try {
      files.mkdirs(root);
      var trial = new Path(root, ".writable");
      files.create(trial, true).close();
      files.delete(trial, false);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Output folder "
              + root
              + " cannot be written to: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + ". Give another --out, or make it writable.",
          e);
    }
  }

  /** Removes an optional part of the folder. */
  public void remove(Path path) throws IOException {
    files.delete(path, true);
  }

  public void writeJson(Path path, Object value) throws IOException {
    Json.write(files, path, value);
  }

  public <T> T readJson(Path path, Class<T> type) throws IOException {
    try {
      return Json.read(files, path, type);
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "No " + path.getName() + " in run " + root + ": " + path + " does not exist.", e);
    }
  }

  /** Writes a file whole and says what it holds. */
  public CommittedFile write(Path path, byte[] bytes) throws IOException {
    WholeFile.write(files, path, out -> out.write(bytes));
    return new CommittedFile(path.getName(), bytes.length, Sha256.of(bytes));
  }

  public byte[] read(Path path) throws IOException {
    try (var in = files.open(path)) {
      return in.readAllBytes();
    }
  }

  /**
   * Reads a file that was committed.
   *
   * @throws DamagedFileException when its length or digest is not what was committed
   */
  public byte[] readVerified(Path path, CommittedFile committed) throws IOException {
    String remedy = "Run the same command with --resume: what is damaged is trained again.";
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

  /** The underlying file system. */
  public FileSystem files() {
    return files;
  }

  /**
   * A file as its commit record knows it.
   *
   * @param name of the file, without its folder
   * @param bytes its length
   * @param sha256 its digest
   */
  public record CommittedFile(String name, long bytes, String sha256) {}
}

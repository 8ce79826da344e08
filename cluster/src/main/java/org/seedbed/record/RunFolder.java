package org.seedbed.record;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.seedbed.files.Folder;
import org.seedbed.files.LeaseClaim;
import org.seedbed.files.RecordDigest;
import org.seedbed.files.RunId;
import org.seedbed.files.WholeFile;

/** The layout of a run folder. Reads and writes its files. */
public final class RunFolder extends Folder {
  /** The initial parameters of a restart. */
  public static final String INITIALIZATION = "initialization.safetensors";

  /** The trained parameters of a restart. */
  public static final String TRAINED = "trained.safetensors";

  /** Stage that trains the best initializations again. */
  public static final String CONFIRMATION = "confirmation";

  /** Stage that trains the best solved restarts on to the last step. */
  public static final String FURTHER = "further";

  /** Stage that trains initializations crossed with data seeds. */
  public static final String CROSS = "cross";

  /** The description of both. */
  public static final String CARD = "card.json";

  /** Part of a run that holds its rungs. */
  static final String RUNGS = "rungs";

  /** Part of a series that holds its searches. */
  static final String SEARCHES = "searches";

  /** Read once: the experiment of a run that has begun does not change. */
  private volatile Optional<RunId> run = Optional.empty();

  private RunFolder(Path root, FileSystem files, Optional<LeaseClaim> claim) {
    super(root, files, claim);
  }

  @Override
  public RunFolder guardedBy(LeaseClaim other) {
    return new RunFolder(root(), files(), Optional.of(other));
  }

  @Override
  protected Optional<RunId> run() throws IOException {
    if (run.isEmpty() && exists(experiment())) {
      run = Optional.of(RunId.of(read(experiment())));
    }
    return run;
  }

  /**
   * Writes the run's experiment, which its records name from then on.
   *
   * @param yaml of the experiment, without its digest
   */
  void writeExperiment(byte[] yaml) throws IOException {
    byte[] sealed = RecordDigest.sealedYaml(yaml);
    write(experiment(), sealed);
    run = Optional.of(RunId.of(sealed));
  }

  /** Returns the folder at {@code root}, which need not exist yet. */
  public static RunFolder at(Path root, Configuration configuration) throws IOException {
    return new RunFolder(root, WholeFile.fileSystem(root, configuration), Optional.empty());
  }

  public Path experiment() {
    return new Path(root(), "experiment.yaml");
  }

  public Path provenance() {
    return new Path(root(), "provenance.json");
  }

  public Path costs() {
    return new Path(root(), "costs.json");
  }

  public Path leaderboard() {
    return new Path(root(), "leaderboard.json");
  }

  /** Returns the path of the plan of a sweep. */
  public Path sweep() {
    return new Path(root(), "sweep.json");
  }

  /** Returns the path of the result of a sweep. */
  public Path settings() {
    return new Path(root(), "settings.json");
  }

  /** Returns the path of the costs of training steps that a sweep measured. */
  public Path stepCosts() {
    return new Path(root(), "step-costs.json");
  }

  /** Returns the path of the experiment that the best setting of a sweep is. */
  public Path bestSetting() {
    return new Path(root(), "best-setting.yaml");
  }

  /** Returns the path of the commit record of a stage. */
  public Path decision(String stage) {
    return new Path(stage(stage), "round.json");
  }

  /** Returns the path of the result of a crossed design. */
  public Path crossed() {
    return new Path(root(), "cross.json");
  }

  public Path leaderboardTable() {
    return new Path(root(), "leaderboard.parquet");
  }

  public Path report() {
    return new Path(root(), "report.html");
  }

  /** Returns a part of the folder. */
  Path part(String name) {
    return new Path(root(), name);
  }

  /** Returns the folder of a stage, such as {@code rungs/00} or {@code confirmation}. */
  public Path stage(String stage) {
    return new Path(root(), stage);
  }

  /** Returns the path of a rung's commit record. */
  public Path rung(int rung) {
    return new Path(stage(rungStage(rung)), "rung.json");
  }

  /** Returns the stage of a rung, counted from 0. */
  public static String rungStage(int rung) {
    return RUNGS + "/%02d".formatted(rung);
  }

  /** Returns the stage that confirms the best after a rung, counted from 0. */
  public static String confirmationAfter(int rung) {
    return CONFIRMATION + "/after-rung-%02d".formatted(rung);
  }

  /** Returns the path of a population's commit record. */
  public Path population(String stage, int number) {
    return new Path(stage(stage), "population-%03d.json".formatted(number));
  }

  /** Returns the path of a population's state. */
  public Path state(String stage, int number) {
    return new Path(stage(stage), "population-%03d.safetensors".formatted(number));
  }

  /**
   * Returns the path of a file of one of the best restarts, such as {@code
   * best/rank-001/card.json}.
   *
   * @param file {@link #INITIALIZATION}, {@link #TRAINED} or {@link #CARD}
   */
  public Path best(int rank, String file) {
    return new Path(root(), "best/rank-%03d/%s".formatted(rank, file));
  }

  /** Returns the run folder of a search of a series, counted from 0. */
  public RunFolder search(int number) {
    return new RunFolder(
        new Path(root(), SEARCHES + "/%04d".formatted(number)), files(), Optional.empty());
  }
}

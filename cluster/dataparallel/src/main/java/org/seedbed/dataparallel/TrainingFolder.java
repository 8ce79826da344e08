package org.seedbed.dataparallel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentDifferences;
import org.seedbed.files.CommittedFile;
import org.seedbed.files.DamagedFileException;
import org.seedbed.files.SchemaVersion;
import org.seedbed.instrumentation.ObservedCommit;
import org.seedbed.model.LearningCurve;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.PopulationState;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.StateFile;

/** The folder of a data-parallel training. Reads and writes its files. Runs on the driver. */
public final class TrainingFolder {
  /** Number of checkpoints to keep. If the last one is damaged, the one before it is used. */
  private static final int KEPT = 2;

  private final RunFolder files;

  public TrainingFolder(RunFolder files) {
    this.files = files;
  }

  /** Returns the underlying folder, whose files are read and written like those of a run. */
  public RunFolder files() {
    return files;
  }

  /** Returns the path of the file that records what is trained and how. */
  public Path training() {
    return new Path(files.root(), "training.json");
  }

  public Path trained() {
    return new Path(files.root(), RunFolder.TRAINED);
  }

  public Path card() {
    return new Path(files.root(), RunFolder.CARD);
  }

  private Path checkpoints() {
    return new Path(files.root(), "checkpoints");
  }

  private Path checkpoint(long iteration, String extension) {
    return new Path(checkpoints(), "iteration-%08d.%s".formatted(iteration, extension));
  }

  /**
   * Begins a training, or checks that the folder holds the same training.
   *
   * @param resume whether to continue a training that is already there
   * @throws IllegalArgumentException if the folder is occupied or holds another training
   */
  public void begin(Experiment experiment, Training training, boolean resume) throws IOException {
    boolean torn =
        resume
            && files.names(files.root()).stream()
                .filter(n -> !n.startsWith("."))
                .toList()
                .equals(List.of(files.experiment().getName()));
    if (!files.isOccupied() || torn) {
      files.create();
      RunRecords.writeExperiment(files, experiment);
      files.writeJson(training(), training);
      return;
    }
    if (!resume) {
      throw new IllegalArgumentException(
          "Output folder %s is occupied. Give another --out, or --resume to continue it."
              .formatted(files.root()));
    }
    checkExperiment(experiment);
    var begun = files.readJson(training(), Training.class);
    if (!begun.equals(training)) {
      throw new IllegalArgumentException(
          "Training %s was begun with other options: %s, not %s. Give the same, or another --out."
              .formatted(files.root(), begun, training));
    }
  }

  private void checkExperiment(Experiment asked) throws IOException {
    // A series grows while one of its initializations is trained.
    var begun = RunRecords.experiment(files).withSeeds(asked.seeds());
    if (!begun.equals(asked)) {
      throw new IllegalArgumentException(
          "Training %s was begun with another experiment: %s. Give the same options, or another --out."
              .formatted(files.root(), ExperimentDifferences.between(begun, asked)));
    }
  }

  /**
   * The options that a training was started with.
   *
   * @param origin of the initialization
   * @param settings of the training
   */
  @SchemaVersion(3)
  public record Training(TrainingOrigin origin, DataParallelSettings settings) {}

  /**
   * The commit record of a checkpoint, written after its state.
   *
   * @param iteration number of iterations that each worker has completed
   * @param state parameters, moments and schedule state, as a population of one
   * @param curve learning curve so far
   */
  @SchemaVersion(3)
  record Checkpoint(long iteration, CommittedFile state, LearningCurve curve) {}

  /** A checkpoint with its state. */
  record Restored(Checkpoint checkpoint, PopulationState state) {}

  void commit(long iteration, PopulationState state, ParameterLayout layout, LearningCurve curve)
      throws IOException {
    byte[] bytes = StateFile.bytes(state, layout);
    var path = checkpoint(iteration, "safetensors");
    var written = ObservedCommit.of(bytes.length, () -> files.write(path, bytes));
    files.writeJson(checkpoint(iteration, "json"), new Checkpoint(iteration, written, curve));
    var old = recorded();
    for (Path record : old.subList(0, Math.max(0, old.size() - KEPT))) {
      files.remove(record);
      files.remove(new Path(checkpoints(), record.getName().replace(".json", ".safetensors")));
    }
  }

  /** Returns the paths of the commit records, ordered by iteration. */
  private List<Path> recorded() throws IOException {
    var paths = new ArrayList<Path>();
    if (files.exists(checkpoints())) {
      for (var status : files.files().listStatus(checkpoints())) {
        if (status.getPath().getName().matches("iteration-\\d+\\.json")) {
          paths.add(status.getPath());
        }
      }
    }
    paths.sort(Comparator.comparing(Path::getName));
    return paths;
  }

  /**
   * Returns the last intact checkpoint.
   *
   * @param listener called for each damaged checkpoint
   */
  Optional<Restored> last(ParameterLayout layout, TrainingListener listener) throws IOException {
    var records = recorded();
    for (int i = records.size() - 1; i >= 0; i--) {
      try {
        var checkpoint = files.readJson(records.get(i), Checkpoint.class);
        var path = new Path(checkpoints(), checkpoint.state().name());
        byte[] bytes = files.readVerified(path, checkpoint.state());
        return Optional.of(new Restored(checkpoint, StateFile.population(bytes, layout)));
      } catch (DamagedFileException e) {
        listener.note(e.getMessage() + " Resuming from the checkpoint before it.");
      }
    }
    return Optional.empty();
  }
}

package org.seedbed.dataparallel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.nd4j.linalg.dataset.DataSet;
import org.seedbed.dataset.SharedDatasets;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.files.SerializedConfiguration;
import org.seedbed.model.LevelBatch;
import org.seedbed.task.ExampleSource;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.Level;

/** Makes a worker's training steps, from the dataset or in place. Runs on an executor. */
final class WorkerExamples {
  private WorkerExamples() {}

  /** Returns all steps between two averagings, in order. */
  static Iterator<DataSet> of(WorkerDraws draws, String yaml, SerializedConfiguration hadoop) {
    var experiment = ExperimentModel.of(ExperimentFile.read(yaml, Map.of()));
    return steps(draws, experiment, hadoop.get());
  }

  private static <E> Iterator<DataSet> steps(
      WorkerDraws draws, ExperimentModel<E> experiment, Configuration configuration) {
    var levels = experiment.curriculum().levels();
    var task = experiment.task();
    var encoded = new ArrayList<DataSet>();
    try (var source = source(experiment, configuration)) {
      for (var draw : draws.steps()) {
        encoded.add(step(draw, levels, source).dataSet(task, levels));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return encoded.iterator();
  }

  /** Makes one step. */
  static <E> EncodedStep<E> step(
      StepDraw draw, ExperimentModel<E> experiment, Configuration configuration)
      throws IOException {
    try (var source = source(experiment, configuration)) {
      return step(draw, experiment.curriculum().levels(), source);
    }
  }

  private static <E> EncodedStep<E> step(
      StepDraw draw, List<Level> levels, ExampleSource<E> source) {
    var batches =
        draw.levels().stream()
            .map(
                own -> {
                  var level = levels.get(own.level());
                  return new LevelBatch<>(level, source.examples(level, own.first(), own.count()));
                })
            .toList();
    List<Double> shares = draw.levels().stream().map(StepDraw.LevelDraw::share).toList();
    return new EncodedStep<>(draw.step(), draw.rate(), draw.costBound(), shares, batches);
  }

  private static <E> ExampleSource<E> source(
      ExperimentModel<E> experiment, Configuration configuration) throws IOException {
    var settings = experiment.experiment();
    if (settings.data().isEmpty()) {
      return new GeneratedExamples<>(experiment.task(), settings.dataSeed());
    }
    return SharedDatasets.examples(
        experiment.task(), new Path(settings.data().get()), configuration);
  }
}

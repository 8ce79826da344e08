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
      for (var step : draws.steps()) {
        var batches =
            step.levels().stream()
                .map(
                    draw -> {
                      var level = levels.get(draw.level());
                      var examples = source.examples(level, draw.first(), draw.count());
                      return new LevelBatch<>(level, examples);
                    })
                .toList();
        List<Double> shares = step.levels().stream().map(StepDraw.LevelDraw::share).toList();
        encoded.add(
            new EncodedStep<>(step.step(), step.rate(), shares, batches).dataSet(task, levels));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return encoded.iterator();
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

package org.seedbed.model;

import java.util.ArrayList;
import java.util.List;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.Level;
import org.seedbed.task.Task;

/**
 * Examples that training never sees. They are drawn with a data seed of their own.
 *
 * @param task source of the examples
 * @param dataSeed data seed of the training stream
 */
public record HeldOut<E>(Task<E> task, long dataSeed) {
  private static final int CHUNK = 64;

  /** Returns examples {@code first … first + count − 1} of the named held-out stream. */
  public List<E> examples(String stream, Level level, long first, int count) {
    long seed = ExampleKey.of("held-out/" + stream).with(dataSeed).value();
    var examples = new ArrayList<E>(count);
    for (long index = first; index < first + count; index++) {
      examples.add(task.example(seed, level, index));
    }
    return examples;
  }

  /** Scores every seed on {@code count} examples of a stream, in chunks that fit in memory. */
  public List<BatchScore> scores(
      TrainingPopulation<E> population, String stream, Level level, int count) {
    int[] exact = new int[population.width()];
    double[] loss = new double[population.width()];
    for (int first = 0; first < count; first += CHUNK) {
      var batch = examples(stream, level, first, Math.min(CHUNK, count - first));
      var scores = population.scores(level, batch);
      for (int k = 0; k < exact.length; k++) {
        exact[k] += scores.get(k).exact();
        loss[k] += scores.get(k).loss() * batch.size() / count;
      }
    }
    var all = new ArrayList<BatchScore>();
    for (int k = 0; k < exact.length; k++) {
      all.add(new BatchScore(exact[k], loss[k]));
    }
    return all;
  }
}

package org.seedbed.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.seedbed.model.Evaluator.Outputs;
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
  /** Stream of the examples that tell whether a seed has solved the task. */
  public static final String SCORE = "score";

  /** Number of examples that are scored together. */
  static final int CHUNK = 64;

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
    var outputs = new Outputs[population.width()];
    Arrays.fill(outputs, Outputs.NONE);
    for (int first = 0; first < count; first += CHUNK) {
      var batch = examples(stream, level, first, Math.min(CHUNK, count - first));
      var scores = population.scores(level, batch);
      for (int k = 0; k < exact.length; k++) {
        exact[k] += scores.get(k).exact();
        loss[k] += scores.get(k).loss() * batch.size() / count;
        outputs[k] = outputs[k].plus(scores.get(k).outputs());
      }
    }
    var all = new ArrayList<BatchScore>();
    for (int k = 0; k < exact.length; k++) {
      all.add(new BatchScore(exact[k], loss[k], outputs[k]));
    }
    return all;
  }

  /**
   * Returns the scores of those members that are right on all {@code count} examples of a stream. A
   * member is dropped after the first chunk with a mistake.
   *
   * @param members indices, in increasing order
   */
  SortedMap<Integer, BatchScore> allRight(
      TrainingPopulation<E> population,
      String stream,
      Level level,
      int count,
      List<Integer> members) {
    var losses = new TreeMap<Integer, Double>();
    members.forEach(member -> losses.put(member, 0.0));
    for (int first = 0; first < count && !losses.isEmpty(); first += CHUNK) {
      var batch = examples(stream, level, first, Math.min(CHUNK, count - first));
      var left = List.copyOf(losses.keySet());
      var scores = population.scores(level, batch, left);
      for (int i = 0; i < left.size(); i++) {
        if (scores.get(i).exact() < batch.size()) {
          losses.remove(left.get(i));
        } else {
          losses.merge(left.get(i), scores.get(i).loss() * batch.size() / count, Double::sum);
        }
      }
    }
    var right = new TreeMap<Integer, BatchScore>();
    losses.forEach((member, loss) -> right.put(member, new BatchScore(count, loss)));
    return right;
  }
}

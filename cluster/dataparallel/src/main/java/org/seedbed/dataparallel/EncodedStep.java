package org.seedbed.dataparallel;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.ScheduleState.TrainingWindows;
import org.seedbed.task.Level;
import org.seedbed.task.StoredExample;
import org.seedbed.task.Task;

/**
 * The batches of a step, encoded for DL4J as a flat vector of floats. The vector holds step, rate,
 * bound of the cost and number of levels. For each level follow its index in the curriculum, its
 * share and its number of examples; for each example, its number of cells, then the input and the
 * expected value of every cell. All values but rate, bound and shares are integers that a float
 * represents exactly.
 *
 * @param <E> type of the examples
 * @param step of the training stream
 * @param rate factor of the learning rate
 * @param costBound bound of the weight of the model's cost; infinite for none
 * @param shares weight of each level in the loss
 * @param batches one per level
 */
record EncodedStep<E>(
    long step, float rate, float costBound, List<Double> shares, List<LevelBatch<E>> batches) {
  private static final int LARGEST_EXACT = 1 << 24;

  EncodedStep {
    shares = List.copyOf(shares);
    batches = List.copyOf(batches);
  }

  /** The schedule state of the seed that takes the step, as far as the step depends on it. */
  ScheduleState schedule() {
    var windows = new TrainingWindows(0, 0, 0, List.of(), costBound);
    return new ScheduleState(0, rate, Float.POSITIVE_INFINITY, 0).with(windows);
  }

  /** Returns the step of a seed that trains alone. */
  TrainingStep trainingStep(long dataSeed) {
    return new TrainingStep(dataSeed, step, List.of(shares), List.of(), List.of(schedule()));
  }

  /**
   * Encodes the step. The label is a placeholder, because the examples hold the expected values.
   */
  DataSet dataSet(Task<E> task, List<Level> levels) {
    var numbers = new ArrayList<Float>();
    numbers.add(exact(step));
    numbers.add(rate);
    numbers.add(costBound);
    numbers.add(exact(batches.size()));
    for (int i = 0; i < batches.size(); i++) {
      var batch = batches.get(i);
      numbers.add(exact(levels.indexOf(batch.level())));
      numbers.add(shares.get(i).floatValue());
      numbers.add(exact(batch.examples().size()));
      for (var example : batch.examples()) {
        var stored = task.stored(example);
        numbers.add(exact(stored.size()));
        for (int value : stored.input()) {
          numbers.add(exact(value));
        }
        for (int value : stored.expected()) {
          numbers.add(exact(value));
        }
      }
    }
    float[] row = new float[numbers.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = numbers.get(i);
    }
    return new DataSet(Nd4j.createFromArray(new float[][] {row}), Nd4j.zeros(1, 1));
  }

  private static float exact(long value) {
    if (Math.abs(value) > LARGEST_EXACT) {
      throw new IllegalArgumentException(
          value + " is not exact as a float; data-parallel training takes values up to 2^24");
    }
    return value;
  }

  /** Decodes a step. */
  static <E> EncodedStep<E> of(INDArray features, Task<E> task, List<Level> levels) {
    var numbers = new Numbers(features.dup('c').data().asFloat());
    long step = numbers.whole();
    float rate = numbers.next();
    float costBound = numbers.next();
    int count = numbers.whole();
    var shares = new ArrayList<Double>();
    var batches = new ArrayList<LevelBatch<E>>();
    for (int i = 0; i < count; i++) {
      var level = levels.get(numbers.whole());
      shares.add((double) numbers.next());
      int size = numbers.whole();
      var examples = new ArrayList<E>();
      for (int b = 0; b < size; b++) {
        int cells = numbers.whole();
        examples.add(task.restored(new StoredExample(numbers.whole(cells), numbers.whole(cells))));
      }
      batches.add(new LevelBatch<>(level, examples));
    }
    return new EncodedStep<>(step, rate, costBound, shares, batches);
  }

  /** Reads the values of an encoded step in order. */
  private static final class Numbers {
    private final float[] row;
    private int position;

    Numbers(float[] row) {
      this.row = row;
    }

    float next() {
      return row[position++];
    }

    int whole() {
      return (int) next();
    }

    int[] whole(int count) {
      int[] values = new int[count];
      for (int i = 0; i < count; i++) {
        values[i] = whole();
      }
      return values;
    }
  }
}

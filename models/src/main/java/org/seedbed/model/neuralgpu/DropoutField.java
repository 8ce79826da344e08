package org.seedbed.model.neuralgpu;

import java.util.Optional;
import java.util.SplittableRandom;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.CommonNoise;
import org.seedbed.task.ExampleKey;

/**
 * The numbers from which all dropout masks of a training step are read: masks for the candidate, or
 * uniform numbers for the state. They are drawn from right to left, because a sequence's columns,
 * counted from the right, do not depend on the longer sequences beside it. Each mask is the field
 * read at a random offset, which all columns share.
 */
final class DropoutField {
  /** Columns by which a field is wider than any state. */
  private static final int SPARE = 1021;

  private final int cells;
  private final int columns;
  private final float[] drawn;
  private final SplittableRandom places;

  private DropoutField(NeuralGpuSettings settings, TrainingStep step, int packed) {
    this.cells = settings.maps() * settings.rows();
    this.columns = packed + SPARE;
    this.drawn =
        settings.dropout().ofCandidates()
            ? CommonNoise.dropoutMask(
                "dropout",
                step.dataSeed(),
                step.number(),
                cells * columns,
                settings.dropoutKeepProbability())
            : CommonNoise.uniform("dropout", step.dataSeed(), step.number(), cells * columns);
    this.places = ExampleKey.of("dropout/place").with(step.dataSeed()).with(step.number()).random();
  }

  /**
   * Draws the field of a step; empty without dropout.
   *
   * @param packed columns of all sequences
   */
  static Optional<DropoutField> of(NeuralGpuSettings settings, TrainingStep step, int packed) {
    return settings.dropoutKeepProbability() == 1
        ? Optional.empty()
        : Optional.of(new DropoutField(settings, step, packed));
  }

  /** Number of columns. */
  int columns() {
    return columns;
  }

  /** Draws the offset of the next mask. */
  int nextOffset() {
    return SPARE - places.nextInt(SPARE);
  }

  /** Index in {@link #drawn} of a column's first cell; its cells follow each other. */
  int at(int column) {
    return (columns - 1 - column) * cells;
  }

  /** All numbers; see {@link #at}. */
  float[] drawn() {
    return drawn;
  }

  /** Returns the field as {@code [cells, columns]}. */
  float[] byCell() {
    float[] field = new float[drawn.length];
    for (int column = 0; column < columns; column++) {
      for (int cell = 0; cell < cells; cell++) {
        field[cell * columns + column] = drawn[at(column) + cell];
      }
    }
    return field;
  }

  /** Probability of keeping a value of the state of a sequence of {@code length} positions. */
  static float keptShare(NeuralGpuSettings settings, int length) {
    double most = 1 - settings.dropoutKeepProbability();
    return (float) (1 - most * Math.min(1, 8.0 / length));
  }
}

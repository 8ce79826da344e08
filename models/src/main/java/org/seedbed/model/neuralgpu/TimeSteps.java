package org.seedbed.model.neuralgpu;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.neuralgpu.GatedUnit.Application;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.population.CommonNoise;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.ExampleKey;

/**
 * All time steps of all sequences of a packing, forth and back. Sequences that have come to their
 * end are cut off, so that no step is taken in vain.
 *
 * <p>A kernel looks one column to either side, and a unit has two of them in a row. Rather than pad
 * before each, columns of zeros are put around the state for some steps ahead, and each convolution
 * gives up one on either side.
 *
 * <p>Nothing is recorded here. What a backward pass needs is kept if asked for, in the order in
 * which it was made, and owned by the scope that is given.
 */
final class TimeSteps {
  /** Steps between two paddings: few, so that little is computed in vain. */
  private static final int AHEAD = 16;

  /** Columns that one application of a unit gives up on either side. */
  private static final int GIVEN_UP = 2;

  /** A dropout field is wider than any state by so much, and read from a random place in it. */
  private static final int SPARE = 1021;

  private final NeuralGpuSettings settings;
  private final NDManager scope;
  private final int width;
  private final Packing packing;
  private final DataType type;
  private final boolean keeps;
  private final List<List<GatedUnit>> units; // by layer and set
  private final Optional<NDArray> field;
  private final SplittableRandom places;
  private final Deque<Stretch> stretches = new ArrayDeque<>();

  /** Some steps between two paddings, as the backward pass needs them. */
  private record Stretch(int had, int columns, int margin, List<Made> made) {}

  /** What was done to a state. */
  private sealed interface Made extends AutoCloseable {
    @Override
    void close();
  }

  /** A unit was applied. */
  private record Applied(GatedUnit unit, Application application) implements Made {
    @Override
    public void close() {
      application.close();
    }
  }

  /** Dropout. */
  private record Dropped(NDArray mask) implements Made {
    @Override
    public void close() {
      mask.close();
    }
  }

  /**
   * @param scope owner of what is made; nothing is recorded in it
   * @param units by layer and set
   * @param width K
   * @param training step for which a backward pass follows; empty where none does
   */
  TimeSteps(
      NeuralGpuSettings settings,
      NDManager scope,
      List<List<GatedUnit>> units,
      int width,
      Packing packing,
      Optional<TrainingStep> training,
      DataType type) {
    this.settings = settings;
    this.scope = scope;
    this.width = width;
    this.packing = packing;
    this.type = type;
    this.keeps = training.isPresent();
    this.units = units;
    this.field = training.flatMap(this::field);
    this.places =
        training
            .map(s -> ExampleKey.of("dropout/place").with(s.dataSeed()).with(s.number()).random())
            .orElse(new SplittableRandom(0));
  }

  private int margin(int steps) {
    return GIVEN_UP * settings.layers() * steps;
  }

  /**
   * Numbers that all dropout masks of a step are read from, {@code [1, m, w, F]}: masks of the
   * candidate, or uniform numbers for the state. Drawn from the right to the left, since a
   * sequence's columns, counted from the right, do not hang on what longer ones train beside it.
   */
  private Optional<NDArray> field(TrainingStep step) {
    if (settings.dropoutKeep() == 1) {
      return Optional.empty();
    }
    int columns = packing.columns() + 2 * margin(AHEAD) + SPARE;
    int cells = settings.maps() * settings.rows();
    float[] drawn =
        settings.dropout() == Dropout.CANDIDATE
            ? CommonNoise.dropoutMask(
                "dropout", step.dataSeed(), step.number(), cells * columns, settings.dropoutKeep())
            : CommonNoise.uniform("dropout", step.dataSeed(), step.number(), cells * columns);
    float[] field = new float[drawn.length];
    for (int fromRight = 0; fromRight < columns; fromRight++) {
      for (int cell = 0; cell < cells; cell++) {
        field[cell * columns + columns - 1 - fromRight] = drawn[fromRight * cells + cell];
      }
    }
    return Optional.of(
        Tensors.owned(scope, field, type, 1, settings.maps(), settings.rows(), columns));
  }

  /**
   * The field seen from a random place, the same for all columns.
   *
   * @param columns of the sequences that still run
   * @param outer columns beside them, on either side
   */
  private Optional<NDArray> place(Dropout of, int columns, int outer) {
    if (settings.dropout() != of) {
      return Optional.empty();
    }
    return field.map(
        all -> {
          long from =
              all.getShape().get(3)
                  - margin(AHEAD)
                  - places.nextInt(SPARE)
                  - packing.columns()
                  - outer;
          return GatedUnit.columns(all, from, from + columns + 2L * outer);
        });
  }

  /** From the first state, closed here, to each sequence's last, both {@code [K, m, w, L]}. */
  NDArray run(NDArray first) {
    NDArray state = first;
    var ended = new ArrayList<NDArray>();
    int t = 0;
    while (t < packing.timeSteps()) {
      int columns = packing.columnsAt(t);
      int had = (int) state.getShape().get(3);
      if (columns < had) {
        try (NDArray whole = state) {
          ended.add(0, GatedUnit.columns(whole, columns, had));
          state = GatedUnit.columns(whole, 0, columns);
        }
      }
      int steps = Math.min(AHEAD, packing.nextEnd(t) - t);
      state = advance(state, had, t, steps);
      t += steps;
    }
    ended.add(0, state);
    NDArray all = Tensors.join(3, ended);
    ended.forEach(NDArray::close);
    return all;
  }

  /**
   * {@code steps} time steps from step {@code t} on, none of which ends a sequence but the last.
   */
  private NDArray advance(NDArray state, int had, int t, int steps) {
    int margin = margin(steps);
    int columns = (int) state.getShape().get(3);
    int all = columns + 2 * margin;
    NDArray current;
    try (state) {
      current = framed(state, margin);
    }
    var made = new ArrayList<Made>();
    try (NDArray mask = inside(columns, margin);
        NDArray one = scope.ones(new Shape(1, 1, 1, 1), type);
        NDArray ones = one.broadcast(width, 1, settings.rows(), all)) {
      int given = 0;
      for (int step = t; step < t + steps; step++) {
        current = dropped(current, columns, margin - given, made);
        for (var sets : units) {
          var unit = sets.get(step % sets.size());
          given += GIVEN_UP;
          try (NDArray ownOnes = GatedUnit.columns(ones, given - 1, all - given + 1)) {
            var application =
                unit.apply(
                    current,
                    ownOnes,
                    GatedUnit.columns(mask, given, all - given),
                    place(Dropout.CANDIDATE, columns, margin - given));
            keepOrClose(new Applied(unit, application), current, made);
            current = application.next();
          }
        }
      }
    }
    if (keeps) {
      stretches.push(new Stretch(had, columns, margin, made));
    }
    return current;
  }

  /** Of the state of a sequence of n positions, (1 − keep)·8/n is dropped, at most (1 − keep). */
  private NDArray dropped(NDArray state, int columns, int outer, List<Made> made) {
    var numbers = place(Dropout.STATE, columns, outer);
    if (numbers.isEmpty()) {
      return state;
    }
    double most = 1 - settings.dropoutKeep();
    float[] keep = new float[columns + 2 * outer];
    Arrays.fill(keep, 1);
    float[] kept = packing.perColumn(s -> 1 - most * Math.min(1, 8.0 / s.length()));
    for (int i = 0; i < columns; i++) {
      keep[outer + i] = kept[i] == 0 ? 1 : kept[i];
    }
    NDArray mask;
    try (NDArray drawn = numbers.get();
        NDArray share = Tensors.owned(scope, keep, type, 1, 1, 1, keep.length);
        NDArray stays = drawn.lt(share);
        NDArray typed = stays.toType(type, false)) {
      mask = typed.div(share);
    }
    NDArray next = state.mul(mask);
    keepOrClose(new Dropped(mask), state, made);
    return next;
  }

  private void keepOrClose(Made one, NDArray before, List<Made> made) {
    if (keeps) {
      made.add(one);
      return;
    }
    one.close();
    before.close();
  }

  /** {@code x [·, ·, ·, L]} with {@code margin} columns of zeros on either side. */
  private NDArray framed(NDArray x, int margin) {
    var shape = x.getShape();
    var side = new Shape(shape.get(0), shape.get(1), shape.get(2), margin);
    try (NDArray zeros = scope.zeros(side, type)) {
      return Tensors.join(3, zeros, x, zeros);
    }
  }

  /** One inside of sequences, zero in gaps and margins, {@code [1, 1, 1, L + 2·margin]}. */
  private NDArray inside(int columns, int margin) {
    float[] inside = new float[columns + 2 * margin];
    System.arraycopy(packing.perColumn(s -> 1), 0, inside, margin, columns);
    return Tensors.owned(scope, inside, type, 1, 1, 1, inside.length);
  }

  /**
   * From the gradient of the last states to that of the first, both {@code [K, m, w, L]}; the units
   * take in what is theirs.
   *
   * @param saturationWeights what a saturated input of each column costs, {@code [K, L]}; empty for
   *     nothing
   */
  NDArray back(NDArray lastGradient, Optional<NDArray> saturationWeights) {
    NDArray gradient =
        GatedUnit.columns(lastGradient, 0, packing.columnsAt(packing.timeSteps() - 1));
    while (!stretches.isEmpty()) {
      var stretch = stretches.pop();
      gradient = back(gradient, stretch, saturationWeights);
      if (stretch.had() > stretch.columns()) {
        try (NDArray running = gradient;
            NDArray ended = GatedUnit.columns(lastGradient, stretch.columns(), stretch.had())) {
          gradient = Tensors.join(3, running, ended);
        }
      }
    }
    return gradient;
  }

  private NDArray back(NDArray lastGradient, Stretch stretch, Optional<NDArray> saturationWeights) {
    NDArray gradient = lastGradient;
    var weights = saturationWeights.map(all -> framedWeights(all, stretch));
    int outer = 0;
    for (int i = stretch.made().size() - 1; i >= 0; i--) {
      try (var one = stretch.made().get(i)) {
        if (one instanceof Applied applied) {
          int from = stretch.margin() - outer - 1;
          int to = stretch.margin() + stretch.columns() + outer + 1;
          var own = weights.map(all -> GatedUnit.columns(all, from, to));
          gradient = applied.unit().back(applied.application(), gradient, own);
          own.ifPresent(NDArray::close);
          outer += GIVEN_UP;
        } else if (one instanceof Dropped dropped) {
          gradient.muli(dropped.mask());
        }
      }
    }
    weights.ifPresent(NDArray::close);
    try (NDArray whole = gradient) {
      return GatedUnit.columns(whole, stretch.margin(), stretch.margin() + stretch.columns());
    }
  }

  /** {@code [K, L]} → {@code [K, 1, 1, L' + 2·margin]}. */
  private NDArray framedWeights(NDArray all, Stretch stretch) {
    try (NDArray shaped = all.reshape(width, 1, 1, all.getShape().get(1));
        NDArray own = GatedUnit.columns(shaped, 0, stretch.columns())) {
      return framed(own, stretch.margin());
    }
  }
}

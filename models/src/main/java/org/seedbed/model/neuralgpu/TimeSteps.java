package org.seedbed.model.neuralgpu;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.neuralgpu.GatedUnit.Application;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/**
 * All time steps of all sequences of a packing, forward and backward. Finished sequences are cut
 * off, so that no step is wasted.
 *
 * <p>Nothing is recorded on a tape. If a backward pass follows, the tensors it needs are kept in
 * order of creation, owned by the given scope.
 */
final class TimeSteps {
  private final NeuralGpuSettings settings;
  private final NDManager scope;
  private final List<List<GatedUnit>> units; // by layer and set
  private final int width;
  private final Packing packing;
  private final DataType type;
  private final boolean needsBackward;
  private final Optional<SaturationMeasure> measure;
  private final NDArray inside; // [1, 1, 1, L]
  private final Optional<DropoutField> drawn;
  private final Optional<NDArray> field; // [1, m, w, L + spare]
  private final Deque<Stretch> stretches = new ArrayDeque<>();

  /**
   * Consecutive time steps in which sequences end only at the last.
   *
   * @param had number of columns before finished sequences were cut off
   * @param columns number of columns afterwards
   * @param made operations in order
   */
  private record Stretch(int had, int columns, List<Made> made) {}

  /** An operation applied to a state. */
  private sealed interface Made extends AutoCloseable {
    @Override
    void close();
  }

  /** Application of a unit. */
  private record Applied(GatedUnit unit, Application application) implements Made {
    @Override
    public void close() {
      application.close();
    }
  }

  /** Dropout of the state. */
  private record Dropped(NDArray mask) implements Made {
    @Override
    public void close() {
      mask.close();
    }
  }

  /**
   * @param parameters of K seeds; their manager owns all tensors and records nothing
   * @param units by layer and set
   * @param training training step if a backward pass follows, else empty
   * @param measure sums up what saturated inputs cost; empty for nothing
   */
  TimeSteps(
      NeuralGpuSettings settings,
      Parameters parameters,
      List<List<GatedUnit>> units,
      Packing packing,
      Optional<TrainingStep> training,
      Optional<SaturationMeasure> measure) {
    this.measure = measure;
    this.settings = settings;
    this.scope = parameters.manager();
    this.units = units;
    this.width = parameters.width();
    this.packing = packing;
    this.type = parameters.rows().getDataType();
    this.needsBackward = training.isPresent();
    float[] ones = packing.alive(settings.padding());
    this.inside = Tensors.owned(parameters.manager(), ones, type, 1, 1, 1, ones.length);
    this.drawn = training.flatMap(step -> DropoutField.of(settings, step, packing.columns()));
    this.field =
        drawn.map(
            all ->
                Tensors.owned(
                    scope, all.byCell(), type, 1, settings.maps(), settings.rows(), all.columns()));
  }

  /**
   * Returns the field of the first columns, read at a random offset that all columns share; empty
   * without dropout.
   *
   * @param isDroppedOut whether the settings drop out what the field is for
   */
  private Optional<NDArray> place(boolean isDroppedOut, int columns) {
    if (!isDroppedOut) {
      return Optional.empty();
    }
    return field.map(
        all -> {
          int from = drawn.orElseThrow().nextOffset();
          return Tensors.slice(all, 3, from, from + columns);
        });
  }

  /**
   * Runs all time steps from the first state, which it closes, to each sequence's last, both {@code
   * [K, m, w, L]}.
   */
  NDArray run(NDArray first) {
    NDArray state = first;
    var ended = new ArrayList<NDArray>();
    for (int t = 0; t < packing.timeSteps(); t = packing.nextEnd(t)) {
      int columns = packing.columnsAt(t);
      int had = (int) state.getShape().get(3);
      if (columns < had) {
        try (NDArray whole = state;
            NDArray running = Tensors.slice(whole, 3, 0, columns)) {
          ended.add(0, Tensors.slice(whole, 3, columns, had));
          state = running.duplicate();
        }
      }
      state = advance(state, had, t, packing.nextEnd(t));
    }
    ended.add(0, state);
    NDArray all = Tensors.join(3, ended);
    ended.forEach(NDArray::close);
    return all;
  }

  /** Runs time steps {@code from … to − 1}; sequences end only at the last. */
  private NDArray advance(NDArray state, int had, int from, int to) {
    int columns = (int) state.getShape().get(3);
    var made = new ArrayList<Made>();
    NDArray current = state;
    for (int t = from; t < to; t++) {
      current = t == 0 ? inputDropped(current, columns, made) : current;
      current = dropped(current, columns, made);
      for (var sets : units) {
        var unit = sets.get(t % sets.size());
        var application =
            unit.apply(
                current,
                Tensors.slice(inside, 3, 0, columns),
                place(settings.dropout().ofCandidates(), columns),
                measure,
                needsBackward);
        keepOrClose(new Applied(unit, application), current, made);
        current = application.next();
      }
    }
    if (needsBackward) {
      stretches.push(new Stretch(had, columns, made));
    }
    return current;
  }

  private NDArray inputDropped(NDArray state, int columns, List<Made> made) {
    return place(settings.dropout().ofInput(), columns)
        .map(mask -> masked(state, mask, made))
        .orElse(state);
  }

  /**
   * Drops a share of (1 − keep)·8/n, at most (1 − keep), of the state of a sequence of n positions.
   */
  private NDArray dropped(NDArray state, int columns, List<Made> made) {
    var numbers = place(!settings.dropout().ofCandidates(), columns);
    if (numbers.isEmpty()) {
      return state;
    }
    float[] keep = packing.perColumn(s -> DropoutField.keptShare(settings, s.length()));
    for (int i = 0; i < keep.length; i++) {
      keep[i] = keep[i] == 0 ? 1 : keep[i]; // Gaps are zero anyway.
    }
    NDArray mask;
    try (NDArray drawn = numbers.get();
        NDArray all = Tensors.owned(scope, keep, type, 1, 1, 1, keep.length);
        NDArray share = Tensors.slice(all, 3, 0, columns);
        NDArray stays = drawn.lt(share);
        NDArray typed = stays.toType(type, false)) {
      mask = typed.div(share);
    }
    return masked(state, mask, made);
  }

  private NDArray masked(NDArray state, NDArray mask, List<Made> made) {
    NDArray next = state.mul(mask);
    keepOrClose(new Dropped(mask), state, made);
    return next;
  }

  private void keepOrClose(Made one, NDArray before, List<Made> made) {
    if (needsBackward) {
      made.add(one);
      return;
    }
    one.close();
    before.close();
  }

  /**
   * Runs the backward pass from the gradient of the last states to that of the first, both {@code
   * [K, m, w, L]}. The units accumulate the gradients of their weights.
   *
   * @param saturationWeights cost of a saturated input per column, {@code [K, L]}; empty for none
   */
  NDArray back(NDArray lastGradient, Optional<NDArray> saturationWeights) {
    int running = packing.columnsAt(packing.timeSteps() - 1);
    NDArray gradient = Tensors.slice(lastGradient, 3, 0, running);
    while (!stretches.isEmpty()) {
      var stretch = stretches.pop();
      gradient = back(gradient, stretch, saturationWeights);
      if (stretch.had() > stretch.columns()) {
        try (NDArray own = gradient;
            NDArray ended = Tensors.slice(lastGradient, 3, stretch.columns(), stretch.had())) {
          gradient = Tensors.join(3, own, ended);
        }
      }
    }
    units.forEach(sets -> sets.forEach(unit -> unit.recall().ifPresent(Recall::back)));
    return gradient;
  }

  private NDArray back(NDArray lastGradient, Stretch stretch, Optional<NDArray> saturationWeights) {
    NDArray gradient = lastGradient;
    var weights =
        saturationWeights.map(
            all -> {
              try (NDArray own = Tensors.slice(all, 1, 0, stretch.columns())) {
                return own.reshape(width, 1, 1, stretch.columns());
              }
            });
    for (int i = stretch.made().size() - 1; i >= 0; i--) {
      try (var one = stretch.made().get(i)) {
        if (one instanceof Applied applied) {
          gradient = applied.unit().back(applied.application(), gradient, weights);
        } else if (one instanceof Dropped dropped) {
          gradient.muli(dropped.mask());
        }
      }
    }
    weights.ifPresent(NDArray::close);
    return gradient;
  }
}

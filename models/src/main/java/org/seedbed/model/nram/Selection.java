package org.seedbed.model.nram;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.model.population.Tensors;

/**
 * Converts the controller's logits to one table of probabilities. Every selector is padded to the
 * choices of the widest, C, with logits of −∞, so that one softmax serves all selectors.
 */
final class Selection {
  private final SelectorLayout layout;
  private final long[] ends;
  private final List<NDArray> pads = new ArrayList<>();

  /**
   * For runs of {@code width} seeds on {@code batch} examples; {@code manager} owns its tensors.
   */
  Selection(NDManager manager, SelectorLayout layout, int width, int batch, DataType type) {
    this.layout = layout;
    this.ends = layout.selectors().stream().mapToLong(s -> s.offset() + s.choices()).toArray();
    NDArray impossible = manager.full(new Shape(), Float.NEGATIVE_INFINITY, type);
    for (var selector : layout.selectors()) {
      int missing = layout.widest() - selector.choices();
      if (missing > 0) {
        pads.add(impossible.broadcast(missing, width, batch));
      }
    }
  }

  /**
   * @param selectors probabilities {@code [S, C, L]}, zero where a selector has no such choice
   * @param finish logit of the willingness to finish, {@code [L]}
   */
  record Table(NDArray selectors, NDArray finish) implements AutoCloseable {
    @Override
    public void close() {
      selectors.close();
      finish.close();
    }
  }

  /** Returns the table for logits {@code [K, O, B]}. */
  Table of(NDArray logits) {
    try (NDArray rows = logits.transpose(1, 0, 2);
        NDList parts = rows.split(ends, 0)) {
      var padded = new ArrayList<NDArray>();
      for (int s = 0; s < layout.selectors().size(); s++) {
        padded.add(parts.get(s));
        if (s < pads.size()) {
          padded.add(pads.get(s));
        }
      }
      try (NDArray joined = Tensors.join(0, padded);
          NDArray table = joined.reshape(layout.selectors().size(), layout.widest(), -1)) {
        return new Table(table.softmax(1), parts.get(parts.size() - 1).reshape(-1));
      }
    }
  }
}

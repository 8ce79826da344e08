package org.seedbed.model.terpret;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Tensor;

/** Distributions on the engine for tiny models: {@code [values, lanes]}. */
final class EngineAlgebra implements Algebra<Tensor> {
  private final Tape tape;
  private final IdentityHashMap<Tensor, Integer> known = new IdentityHashMap<>();
  private final Map<List<Integer>, Tensor> constants = new HashMap<>();

  EngineAlgebra(Tape tape) {
    this.tape = tape;
  }

  @Override
  public Tensor constant(int value, int size) {
    return constants.computeIfAbsent(
        List.of(value, size),
        key -> {
          float[] rows = new float[size];
          rows[value] = 1;
          var constant = tape.constant(rows, new Axis("values", size));
          known.put(constant, value);
          return constant;
        });
  }

  /** A known index needs no computation. */
  @Override
  public Tensor choose(Tensor index, List<Tensor> options) {
    var value = known.get(index);
    return value == null
        ? tape.choose(index, options, new Axis("values", size(options.get(0))))
        : options.get(value);
  }

  @Override
  public Tensor rotate(Tensor v, int by) {
    var value = known.get(v);
    int shift = Math.floorMod(by, size(v));
    if (shift == 0) {
      return v;
    }
    return value == null ? tape.roll(v, shift) : constant((value + shift) % size(v), size(v));
  }

  @Override
  public int size(Tensor v) {
    return v.rows();
  }
}

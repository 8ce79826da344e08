package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.put;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/**
 * The update of a convolutional gated unit's state, s′ = inside·(g·shift(s) + (1 − g)·c·d), at each
 * position and map. If gates shift, the first third of the maps is carried over from the position
 * after, the second third from the one before (Freivalds and Liepins, 2017, section 3).
 */
public final class GatedUpdate extends Operation {
  private static final int STATE = 0;
  private static final int GATE = 1;
  private static final int CANDIDATE = 2;
  private static final int INSIDE = 3;
  private static final int DROPOUT = 4;

  private final int positions;
  private final int maps;
  private final boolean shifts;
  private final boolean drops;

  /**
   * @param state s, with its border: {@code [positions + 2, maps]}
   * @param gate g, {@code [positions, maps]}
   * @param candidate c, {@code [positions, maps]}
   * @param inside one row for each position: one inside of sequences, else zero
   * @param dropout d, {@code [positions, maps]}; empty for ones
   */
  public GatedUpdate(
      Tensor state,
      Tensor gate,
      Tensor candidate,
      Tensor inside,
      Optional<Tensor> dropout,
      boolean shifts) {
    super(inputs(state, gate, candidate, inside, dropout), result(candidate.lanes(), gate.axes()));
    this.positions = inside.rows();
    this.maps = gate.rows() / positions;
    this.shifts = shifts;
    this.drops = dropout.isPresent();
    Shapes.requireSame(gate, candidate);
    dropout.ifPresent(mask -> Shapes.requireSame(gate, mask));
    if (gate.rows() != positions * maps
        || state.rows() != (positions + 2) * maps
        || state.lanes() != gate.lanes()
        || inside.lanes() != gate.lanes()) {
      throw new IllegalArgumentException(
          "state %s and positions %s do not fit gate %s".formatted(state, inside, gate));
    }
    if (inside.isDifferentiable() || dropout.stream().anyMatch(Tensor::isDifferentiable)) {
      throw new IllegalArgumentException("masks must not depend on parameters");
    }
    if (shifts && maps % 3 != 0) {
      throw new IllegalArgumentException(maps + " maps have no thirds");
    }
  }

  private static List<Tensor> inputs(
      Tensor state, Tensor gate, Tensor candidate, Tensor inside, Optional<Tensor> dropout) {
    var inputs = new ArrayList<>(List.of(state, gate, candidate, inside));
    dropout.ifPresent(inputs::add);
    return inputs;
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  /** Positions from the one of a map to the one it is carried over from. */
  private int offset(int map) {
    int third = map / Math.max(1, maps / 3);
    return !shifts || third > 1 ? 0 : third == 0 ? 1 : -1;
  }

  /** Row of the bordered state that row {@code r} of the output is carried over from. */
  private int carried(int r) {
    return r + maps * (1 + offset(r % maps));
  }

  private int[] from;
  private int[] insideAt;

  @Override
  protected void bound() {
    int rows = out().rows();
    from = new int[rows];
    insideAt = new int[rows];
    for (int r = 0; r < rows; r++) {
      from[r] = carried(r);
      insideAt[r] = in(INSIDE).row(r / maps);
    }
  }

  @Override
  protected void forward(Arena arena) {
    for (int r = 0; r < from.length; r++) {
      if (Lanes.VECTORS) {
        InVectors.forward(arena.values(), this, r);
      } else {
        InLoops.forward(arena.values(), this, r);
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    Place state = in(STATE);
    if (state.hasGradient() && !state.accumulates()) {
      clearUncarried(arena.values(), state);
    }
    for (int r = 0; r < from.length; r++) {
      if (Lanes.VECTORS) {
        InVectors.backward(arena.values(), this, r);
      } else {
        InLoops.backward(arena.values(), this, r);
      }
    }
  }

  /** Index of a row of the dropout mask; −1 if there is none. */
  private int dropoutAt(int r) {
    return drops ? in(DROPOUT).row(r) : -1;
  }

  /** Sets the gradient of the positions to zero from which nothing is carried over. */
  private void clearUncarried(float[] a, Place state) {
    for (int map = 0; map < maps; map++) {
      int first = 1 + offset(map);
      for (int p = 0; p < positions + 2; p++) {
        if (p < first || p >= first + positions) {
          int at = state.gradientRow(p * maps + map);
          Arrays.fill(a, at, at + state.lanes(), 0);
        }
      }
    }
  }

  private static final class InVectors {
    static void forward(float[] a, GatedUpdate update, int r) {
      int dropout = update.dropoutAt(r);
      int s = update.in(STATE).row(update.from[r]);
      int g = update.in(GATE).row(r);
      int c = update.in(CANDIDATE).row(r);
      int inside = update.insideAt[r];
      int y = update.out().row(r);
      int n = update.out().lanes();
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        var kept = load(a, c + i);
        if (dropout >= 0) {
          kept = kept.mul(load(a, dropout + i));
        }
        var mixed = load(a, g + i).fma(load(a, s + i).sub(kept), kept);
        Vectors.flush(mixed.mul(load(a, inside + i))).intoArray(a, y + i);
      }
    }

    static void backward(float[] a, GatedUpdate update, int r) {
      int dropout = update.dropoutAt(r);
      Place state = update.in(STATE);
      Place gate = update.in(GATE);
      Place candidate = update.in(CANDIDATE);
      int s = state.row(update.from[r]);
      int ds = state.hasGradient() ? state.gradientRow(update.from[r]) : -1;
      int g = gate.row(r);
      int dg = gate.hasGradient() ? gate.gradientRow(r) : -1;
      int c = candidate.row(r);
      int dc = candidate.hasGradient() ? candidate.gradientRow(r) : -1;
      int inside = update.insideAt[r];
      int dy = update.out().gradientRow(r);
      int n = update.out().lanes();
      for (int i = 0; i < n; i += Vectors.LENGTH) {
        var d = load(a, dy + i).mul(load(a, inside + i));
        var kept = load(a, c + i);
        if (dropout >= 0) {
          kept = kept.mul(load(a, dropout + i));
        }
        var opened = load(a, g + i);
        var carried = Vectors.flush(d.mul(opened));
        if (dg >= 0) {
          put(Vectors.flush(load(a, s + i).sub(kept).mul(d)), a, dg + i, gate.accumulates());
        }
        if (ds >= 0) {
          put(carried, a, ds + i, state.accumulates());
        }
        if (dc >= 0) {
          var fresh = d.sub(carried);
          if (dropout >= 0) {
            fresh = fresh.mul(load(a, dropout + i));
          }
          put(Vectors.flush(fresh), a, dc + i, candidate.accumulates());
        }
      }
    }
  }

  private static final class InLoops {
    static void forward(float[] a, GatedUpdate update, int r) {
      int dropout = update.dropoutAt(r);
      int s = update.in(STATE).row(update.from[r]);
      int g = update.in(GATE).row(r);
      int c = update.in(CANDIDATE).row(r);
      int inside = update.insideAt[r];
      int y = update.out().row(r);
      for (int i = 0; i < update.out().lanes(); i++) {
        float kept = dropout < 0 ? a[c + i] : a[c + i] * a[dropout + i];
        float mixed = Math.fma(a[g + i], a[s + i] - kept, kept);
        a[y + i] = Scalars.flush(mixed * a[inside + i]);
      }
    }

    static void backward(float[] a, GatedUpdate update, int r) {
      int dropout = update.dropoutAt(r);
      Place state = update.in(STATE);
      Place gate = update.in(GATE);
      Place candidate = update.in(CANDIDATE);
      int s = state.row(update.from[r]);
      int g = gate.row(r);
      int c = candidate.row(r);
      int inside = update.insideAt[r];
      int dy = update.out().gradientRow(r);
      for (int i = 0; i < update.out().lanes(); i++) {
        float d = a[dy + i] * a[inside + i];
        float kept = dropout < 0 ? a[c + i] : a[c + i] * a[dropout + i];
        float carried = Scalars.flush(d * a[g + i]);
        if (gate.hasGradient()) {
          float x = Scalars.flush((a[s + i] - kept) * d);
          Scalars.put(x, a, gate.gradientRow(r) + i, gate.accumulates());
        }
        if (state.hasGradient()) {
          Scalars.put(carried, a, state.gradientRow(update.from[r]) + i, state.accumulates());
        }
        if (candidate.hasGradient()) {
          float fresh = d - carried;
          fresh = dropout < 0 ? fresh : fresh * a[dropout + i];
          Scalars.put(
              Scalars.flush(fresh), a, candidate.gradientRow(r) + i, candidate.accumulates());
        }
      }
    }
  }
}

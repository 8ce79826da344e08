package org.seedbed.engine.operation;

import static org.seedbed.engine.kernel.Vectors.broadcast;
import static org.seedbed.engine.kernel.Vectors.load;
import static org.seedbed.engine.kernel.Vectors.zero;

import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.Scalars;
import org.seedbed.engine.kernel.Vectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/**
 * S stacks after a superposition of actions (Joulin and Mikolov, 2015, eq. 4 and 5): cell i becomes
 * push·(cell i − 1) + pop·(cell i + 1) + keep·(cell i). What is pushed comes before cell 0; empty
 * cells follow the last.
 */
public final class StackActions extends Operation {
  private static final int CELLS = 0;
  private static final int PUSHED = 1;
  private static final int PUSH = 2;
  private static final int POP = 3;
  private static final int KEEP = 4;

  private final int stacks;
  private final int depth;
  private final boolean keeps;
  private final float empty;

  /**
   * @param cells {@code [depth, S]}, the top first
   * @param actions weights of push and pop, and perhaps of keeping the stack, each {@code [S]}
   * @param pushed {@code [S]}
   * @param empty what an empty cell holds
   */
  public StackActions(Tensor cells, List<Tensor> actions, Tensor pushed, float empty) {
    super(
        inputs(cells, actions, pushed),
        result(cells.lanes(), List.of(new Axis("cells", cells.rows() + pushed.rows()))));
    this.stacks = pushed.rows();
    this.depth = cells.rows() / stacks;
    this.keeps = actions.size() == 3;
    this.empty = empty;
    if (cells.rows() != depth * stacks || actions.size() < 2 || actions.size() > 3) {
      throw new IllegalArgumentException(
          "cells %s are not of stacks %s with %d actions, must be 2 or 3"
              .formatted(cells, pushed, actions.size()));
    }
    for (var action : actions) {
      if (action.rows() != stacks || action.lanes() != cells.lanes()) {
        throw new IllegalArgumentException(
            "an action's weights %s are not for stacks %s".formatted(action, pushed));
      }
    }
  }

  private static List<Tensor> inputs(Tensor cells, List<Tensor> actions, Tensor pushed) {
    var all = new ArrayList<Tensor>();
    all.add(cells);
    all.add(pushed);
    all.addAll(actions);
    return all;
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  @Override
  protected void forward(Arena arena) {
    for (int s = 0; s < stacks; s++) {
      if (Lanes.VECTORS) {
        InVectors.forward(this, arena.values(), s);
      } else {
        InLoops.forward(this, arena.values(), s);
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (Lanes.VECTORS) {
      InVectors.backward(this, arena.values());
    } else {
      InLoops.backward(this, arena.values());
    }
  }

  /** Index of a cell of stack s; what is pushed is cell −1. */
  private int cell(int i, int s) {
    return i < 0 ? in(PUSHED).row(s) : in(CELLS).row(i * stacks + s);
  }

  private int gradient(int i, int s) {
    return out().gradientRow(i * stacks + s);
  }

  private static final class InVectors {
    static void forward(StackActions of, float[] a, int s) {
      for (int c = 0; c < of.out().lanes(); c += Vectors.LENGTH) {
        var push = load(a, of.in(PUSH).row(s) + c);
        var pop = load(a, of.in(POP).row(s) + c);
        var keep = of.keeps ? load(a, of.in(KEEP).row(s) + c) : zero();
        var above = load(a, of.cell(-1, s) + c);
        var same = load(a, of.cell(0, s) + c);
        for (int i = 0; i <= of.depth; i++) {
          var below = read(of, a, i + 1, s, c);
          var y = pop.fma(below, push.mul(above));
          if (of.keeps) {
            y = keep.fma(same, y);
          }
          y.intoArray(a, of.out().row(i * of.stacks + s) + c);
          above = same;
          same = below;
        }
      }
    }

    private static FloatVector read(StackActions of, float[] a, int i, int s, int c) {
      return i < of.depth ? load(a, of.cell(i, s) + c) : broadcast(of.empty);
    }

    static void backward(StackActions of, float[] a) {
      for (int c = 0; c < of.out().lanes(); c += Vectors.LENGTH) {
        for (int s = 0; s < of.stacks; s++) {
          ofCells(of, a, s, c);
        }
        for (int s = 0; s < of.stacks; s++) {
          ofPushed(of, a, s, c);
        }
        for (int s = 0; s < of.stacks; s++) {
          ofActions(of, a, s, c);
        }
      }
    }

    private static void ofActions(StackActions of, float[] a, int s, int c) {
      var push = zero();
      var pop = zero();
      var keep = zero();
      var above = load(a, of.cell(-1, s) + c);
      var same = load(a, of.cell(0, s) + c);
      for (int i = 0; i <= of.depth; i++) {
        var below = read(of, a, i + 1, s, c);
        var g = load(a, of.gradient(i, s) + c);
        push = g.fma(above, push);
        pop = g.fma(below, pop);
        keep = g.fma(same, keep);
        above = same;
        same = below;
      }
      put(of.in(PUSH), a, s, c, push);
      put(of.in(POP), a, s, c, pop);
      if (of.keeps) {
        put(of.in(KEEP), a, s, c, keep);
      }
    }

    private static void put(Place of, float[] a, int row, int c, FloatVector value) {
      if (of.hasGradient()) {
        Vectors.put(Vectors.flush(value), a, of.gradientRow(row) + c, of.accumulates());
      }
    }

    private static void ofPushed(StackActions of, float[] a, int s, int c) {
      var push = load(a, of.in(PUSH).row(s) + c);
      put(of.in(PUSHED), a, s, c, push.mul(load(a, of.gradient(0, s) + c)));
    }

    private static void ofCells(StackActions of, float[] a, int s, int c) {
      var push = load(a, of.in(PUSH).row(s) + c);
      var pop = load(a, of.in(POP).row(s) + c);
      var keep = of.keeps ? load(a, of.in(KEEP).row(s) + c) : zero();
      for (int i = 0; of.in(CELLS).hasGradient() && i < of.depth; i++) {
        var g = push.mul(load(a, of.gradient(i + 1, s) + c));
        if (i > 0) {
          g = pop.fma(load(a, of.gradient(i - 1, s) + c), g);
        }
        if (of.keeps) {
          g = keep.fma(load(a, of.gradient(i, s) + c), g);
        }
        put(of.in(CELLS), a, i * of.stacks + s, c, g);
      }
    }
  }

  private static final class InLoops {
    static void forward(StackActions of, float[] a, int s) {
      for (int c = 0; c < of.out().lanes(); c++) {
        float push = a[of.in(PUSH).row(s) + c];
        float pop = a[of.in(POP).row(s) + c];
        float keep = of.keeps ? a[of.in(KEEP).row(s) + c] : 0;
        for (int i = 0; i <= of.depth; i++) {
          float y = Math.fma(pop, read(of, a, i + 1, s, c), push * read(of, a, i - 1, s, c));
          a[of.out().row(i * of.stacks + s) + c] =
              of.keeps ? Math.fma(keep, read(of, a, i, s, c), y) : y;
        }
      }
    }

    private static float read(StackActions of, float[] a, int i, int s, int c) {
      return i < of.depth ? a[of.cell(i, s) + c] : of.empty;
    }

    static void backward(StackActions of, float[] a) {
      for (int c = 0; c < of.out().lanes(); c++) {
        for (int s = 0; s < of.stacks; s++) {
          ofCells(of, a, s, c);
        }
        for (int s = 0; s < of.stacks; s++) {
          ofPushed(of, a, s, c);
        }
        for (int s = 0; s < of.stacks; s++) {
          ofActions(of, a, s, c);
        }
      }
    }

    private static void ofActions(StackActions of, float[] a, int s, int c) {
      float push = 0;
      float pop = 0;
      float keep = 0;
      for (int i = 0; i <= of.depth; i++) {
        float g = a[of.gradient(i, s) + c];
        push = Math.fma(g, read(of, a, i - 1, s, c), push);
        pop = Math.fma(g, read(of, a, i + 1, s, c), pop);
        keep = Math.fma(g, read(of, a, i, s, c), keep);
      }
      put(of.in(PUSH), a, s, c, push);
      put(of.in(POP), a, s, c, pop);
      if (of.keeps) {
        put(of.in(KEEP), a, s, c, keep);
      }
    }

    private static void put(Place of, float[] a, int row, int c, float value) {
      if (of.hasGradient()) {
        Scalars.put(Scalars.flush(value), a, of.gradientRow(row) + c, of.accumulates());
      }
    }

    private static void ofPushed(StackActions of, float[] a, int s, int c) {
      put(of.in(PUSHED), a, s, c, a[of.in(PUSH).row(s) + c] * a[of.gradient(0, s) + c]);
    }

    private static void ofCells(StackActions of, float[] a, int s, int c) {
      float push = a[of.in(PUSH).row(s) + c];
      float pop = a[of.in(POP).row(s) + c];
      float keep = of.keeps ? a[of.in(KEEP).row(s) + c] : 0;
      for (int i = 0; of.in(CELLS).hasGradient() && i < of.depth; i++) {
        float g = push * a[of.gradient(i + 1, s) + c];
        if (i > 0) {
          g = Math.fma(pop, a[of.gradient(i - 1, s) + c], g);
        }
        if (of.keeps) {
          g = Math.fma(keep, a[of.gradient(i, s) + c], g);
        }
        put(of.in(CELLS), a, i * of.stacks + s, c, g);
      }
    }
  }
}

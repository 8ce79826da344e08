package org.seedbed.model.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What recurrent networks compute with: vectors of numbers, one for each example of a batch. A
 * network that is written with these operations runs on the engine for tiny models, on PyTorch and
 * in plain Java.
 *
 * @param <V> a vector
 */
public interface VectorAlgebra<V> {
  /** Returns the vector of these numbers. */
  V constant(float... rows);

  /** Returns the learnt vector of this name: a parameter of one column. */
  V learnt(String name);

  /** Returns a vector that is drawn like a parameter, but has no gradient. */
  V fixed(String name);

  /** Returns W·x + b, where the matrix of this name is W with b as its last column. */
  V dense(String name, V x);

  V sigmoid(V x);

  V tanh(V x);

  /** Returns log(1 + e^x). */
  V softplus(V x);

  /** Returns max(x, 0). */
  V relu(V x);

  V softmax(V x);

  /**
   * Returns the probability of each option of n decisions. In a discretized run, the most probable
   * option has probability 1.
   *
   * @param x logits {@code [n, options]}
   * @return for each option, {@code [n]}
   */
  List<V> decisions(V x, int options);

  V add(V x, V y);

  V subtract(V x, V y);

  /** Returns x·y; a y of one row multiplies every row of x. */
  V multiply(V x, V y);

  /** Returns scale·x + shift. */
  V affine(V x, float scale, float shift);

  /** Returns −log max(x, floor). */
  V negativeLog(V x, float floor);

  /** Returns x, cut to the range from {@code least} to {@code most}. */
  V clip(V x, float least, float most);

  /** Returns x, whose rows move in a circle to higher indices. */
  V roll(V x, int shift);

  /**
   * Returns the cosine similarity of each cell of a memory to a key, (m·k) / √((|m|² + ε)·(|k|² +
   * ε)).
   *
   * @param memory {@code [cells, W]}
   * @param key {@code [W]}
   */
  V cosine(V memory, V key, float epsilon);

  /** Returns Σᵢ p[i]·cellᵢ of a memory {@code [cells, W]}. */
  V read(V p, V memory);

  /**
   * Returns a memory in which each cell m has become m + p·(added − m·erased) (Graves et al., 2014,
   * eq. 3 and 4).
   *
   * @param memory {@code [cells, W]}
   * @param p {@code [cells]}
   * @param erased {@code [W]}
   * @param added {@code [W]}
   */
  V eraseAndAdd(V memory, V p, V erased, V added);

  /** Returns one vector of several. */
  V join(List<V> parts);

  /** Returns rows {@code from … from + count − 1}. */
  V range(V x, int from, int count);

  /** Returns Σᵢ p[i]·valueᵢ. */
  V choose(V p, List<V> values);

  /** Returns, for each row, the sum of the rows of higher index. */
  V sumAbove(V x);

  /** Returns, for each row, the sum of the rows of lower index. */
  V sumBelow(V x);

  /** Returns the number of rows. */
  int rows(V x);

  /** Returns x·y + z; a y of one row multiplies every row of x. */
  default V multiplyAdd(V x, V y, V z) {
    return add(multiply(x, y), z);
  }

  /** Returns the smaller of x and y in each row. */
  default V smaller(V x, V y) {
    return subtract(x, relu(subtract(x, y)));
  }

  /** Returns a number as {@code rows} equal rows. */
  default V repeated(V number, int rows) {
    return multiply(constant(filled(rows, 1)), number);
  }

  /**
   * Returns S stacks after a superposition of actions (Joulin and Mikolov, 2015, eq. 4 and 5). Cell
   * i becomes push·(cell i − 1) + pop·(cell i + 1) + keep·(cell i), where what is pushed comes
   * before cell 0, and empty cells follow the last.
   *
   * @param cells {@code [depth, S]}, the top first
   * @param actions probabilities of push and pop, and perhaps of keeping the stack, each {@code
   *     [S]}
   * @param pushed {@code [S]}
   * @param empty what an empty cell holds
   * @return {@code [depth + 1, S]}
   */
  default V afterActions(V cells, List<V> actions, V pushed, float empty) {
    int stacks = rows(pushed);
    int depth = rows(cells) / stacks;
    var none = constant(filled(stacks, empty));
    var afterPop = new ArrayList<V>();
    if (depth > 1) {
      afterPop.add(range(cells, stacks, (depth - 1) * stacks));
    }
    afterPop.add(none);
    afterPop.add(none);
    var all =
        add(
            acted(join(List.of(pushed, cells)), actions.get(0)),
            acted(join(afterPop), actions.get(1)));
    return actions.size() == 2 ? all : add(all, acted(join(List.of(cells, none)), actions.get(2)));
  }

  private V acted(V cells, V action) {
    return multiply(cells, join(Collections.nCopies(rows(cells) / rows(action), action)));
  }

  private static float[] filled(int rows, float value) {
    float[] all = new float[rows];
    Arrays.fill(all, value);
    return all;
  }
}

package org.seedbed.engine;

import java.util.List;
import java.util.Optional;
import org.seedbed.engine.operation.Add;
import org.seedbed.engine.operation.Affine;
import org.seedbed.engine.operation.Border;
import org.seedbed.engine.operation.Choice;
import org.seedbed.engine.operation.CircularConvolution;
import org.seedbed.engine.operation.Clip;
import org.seedbed.engine.operation.Convolution;
import org.seedbed.engine.operation.Cosine;
import org.seedbed.engine.operation.CumulativeSum;
import org.seedbed.engine.operation.Dense;
import org.seedbed.engine.operation.Dot;
import org.seedbed.engine.operation.Entropy;
import org.seedbed.engine.operation.EraseAndAdd;
import org.seedbed.engine.operation.GatedUpdate;
import org.seedbed.engine.operation.Gather;
import org.seedbed.engine.operation.Join;
import org.seedbed.engine.operation.LogSoftmax;
import org.seedbed.engine.operation.Multiply;
import org.seedbed.engine.operation.MultiplyAdd;
import org.seedbed.engine.operation.NegativeLog;
import org.seedbed.engine.operation.Relu;
import org.seedbed.engine.operation.Roll;
import org.seedbed.engine.operation.SaturationCost;
import org.seedbed.engine.operation.Sigmoid;
import org.seedbed.engine.operation.Softmax;
import org.seedbed.engine.operation.Softplus;
import org.seedbed.engine.operation.StackActions;
import org.seedbed.engine.operation.StopGradient;
import org.seedbed.engine.operation.SumOfRows;
import org.seedbed.engine.operation.Tanh;
import org.seedbed.engine.operation.Write;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Recording;
import org.seedbed.engine.program.Tensor;

/**
 * Records one seed's step, written as ordinary tensor code, and compiles it to a static program.
 * All tensors have named axes for their rows and the batch's lanes for their columns.
 *
 * <pre>{@code
 * var tape = new Tape(32);
 * var x = tape.input(new Axis("inputs", 4));
 * var weight = tape.input();
 * var y = tape.sigmoid(tape.dense(packing.matrix("output"), x));
 * var program = tape.compile(tape.multiply(tape.negativeLog(y, 1e-6f), weight));
 * }</pre>
 */
public final class Tape {
  private final Recording recording = new Recording();
  private final int lanes;

  /**
   * @param lanes columns of inputs and constants, a multiple of 16
   */
  public Tape(int lanes) {
    this.lanes = lanes;
  }

  /** A tensor that is written before each run. */
  public Tensor input(Axis... axes) {
    return recording.input(lanes, axes);
  }

  /** A tensor whose rows are fixed, the same in all lanes. */
  public Tensor constant(float[] rows, Axis... axes) {
    return recording.constant(lanes, rows, axes);
  }

  /** W·x + b. */
  public Tensor dense(Matrix weights, Tensor x, Axis... axes) {
    return recording.add(new Dense(weights, x, axes));
  }

  /**
   * Convolutions of {@code [positions + taps − 1, maps]} by filters of the same shape, {@code
   * [filters, positions, outputs]}.
   */
  public Tensor convolve(List<Convolution.Filter> filters, Tensor x, Axis... axes) {
    return recording.add(new Convolution(filters, x, axes));
  }

  /** Positions with what comes before the first and after the last; see {@link Border}. */
  public Tensor border(Tensor x, int lanesPerPart) {
    return recording.add(new Border(x, lanesPerPart));
  }

  /** clip(slope·x + shift, low, high), with a cost of saturation in the gradient. */
  public Tensor clip(Tensor x, Clip.Range range, Optional<Clip.Saturation> saturation) {
    return recording.add(new Clip(x, range, saturation));
  }

  /** The cost of saturation in each lane, added to another; see {@link SaturationCost}. */
  public Tensor saturationCost(Tensor x, Clip.Saturation saturation, Optional<Tensor> before) {
    return recording.add(new SaturationCost(x, saturation, before));
  }

  /** The update of a gated unit's state; see {@link GatedUpdate}. */
  public Tensor gatedUpdate(
      Tensor state,
      Tensor gate,
      Tensor candidate,
      Tensor inside,
      Optional<Tensor> dropout,
      boolean shifts) {
    return recording.add(new GatedUpdate(state, gate, candidate, inside, dropout, shifts));
  }

  /** W·x + y. */
  public Tensor denseAdd(Matrix weights, Tensor x, Tensor y) {
    return recording.add(new Dense(weights, x, y));
  }

  /** max(x, 0). */
  public Tensor relu(Tensor x) {
    return recording.add(new Relu(x));
  }

  /** 1 / (1 + e^−x). */
  public Tensor sigmoid(Tensor x) {
    return recording.add(new Sigmoid(x));
  }

  /** The hyperbolic tangent. */
  public Tensor tanh(Tensor x) {
    return recording.add(new Tanh(x));
  }

  /** log(1 + e^x). */
  public Tensor softplus(Tensor x) {
    return recording.add(new Softplus(x));
  }

  /** −log max(x, floor). */
  public Tensor negativeLog(Tensor x, float floor) {
    return recording.add(new NegativeLog(x, floor));
  }

  /** −Σ p·log max(p, floor) over all rows. */
  public Tensor entropy(Tensor p, float floor) {
    return recording.add(new Entropy(p, floor));
  }

  /** Distributions over the last axis. */
  public Tensor softmax(Tensor x) {
    return recording.add(new Softmax(x));
  }

  /** Logarithms of distributions over the last axis. */
  public Tensor logSoftmax(Tensor x) {
    return recording.add(new LogSoftmax(x));
  }

  /** Σ_j p[j]·v_j; a value with fewer rows than {@code axis} counts as if zeros followed. */
  public Tensor choose(Tensor p, List<Tensor> values, Axis axis) {
    return recording.add(new Choice(p, values, axis));
  }

  /** x·y; a y of one row multiplies every row of x. */
  public Tensor multiply(Tensor x, Tensor y) {
    return recording.add(new Multiply(x, y));
  }

  /** x·y + z; a y of one row multiplies every row of x. */
  public Tensor multiplyAdd(Tensor x, Tensor y, Tensor z) {
    return recording.add(new MultiplyAdd(x, y, z));
  }

  /** x + y. */
  public Tensor add(Tensor x, Tensor y) {
    return recording.add(new Add(x, y, 1));
  }

  /** x − y. */
  public Tensor subtract(Tensor x, Tensor y) {
    return recording.add(new Add(x, y, -1));
  }

  /** scale·x + shift. */
  public Tensor affine(Tensor x, float scale, float shift) {
    return recording.add(new Affine(x, scale, shift));
  }

  /** Sum of products over the last axis. */
  public Tensor dot(Tensor x, Tensor y) {
    return recording.add(new Dot(x, y));
  }

  /** The sum of all rows. */
  public Tensor sum(Tensor x) {
    return recording.add(new SumOfRows(x));
  }

  /** For each row, the sum of the rows of higher index. */
  public Tensor sumAbove(Tensor x, boolean inclusive) {
    return recording.add(new CumulativeSum(x, true, inclusive));
  }

  /** For each row, the sum of the rows of lower index. */
  public Tensor sumBelow(Tensor x, boolean inclusive) {
    return recording.add(new CumulativeSum(x, false, inclusive));
  }

  /** Shifts rows in a circle, to higher indices. */
  public Tensor roll(Tensor x, int shift) {
    return recording.add(new Roll(x, shift));
  }

  /** The distribution of x + y modulo the number of rows. */
  public Tensor circularSum(Tensor x, Tensor y) {
    return recording.add(new CircularConvolution(x, y, false));
  }

  /** The distribution of x − y modulo the number of rows. */
  public Tensor circularDifference(Tensor x, Tensor y) {
    return recording.add(new CircularConvolution(x, y, true));
  }

  /** A soft write of y to the cells of a memory with weights p. */
  public Tensor write(Tensor memory, Tensor p, Tensor y) {
    return recording.add(new Write(memory, p, y));
  }

  /** A write to the cells of a memory with weights p, which erases and adds. */
  public Tensor eraseAndAdd(Tensor memory, Tensor p, Tensor erased, Tensor added) {
    return recording.add(new EraseAndAdd(memory, p, erased, added));
  }

  /** Cosine similarity of each cell of a memory to a key; see {@link Cosine}. */
  public Tensor cosine(Tensor memory, Tensor key, float epsilon) {
    return recording.add(new Cosine(memory, key, epsilon));
  }

  /** Stacks after a superposition of actions; see {@link StackActions}. */
  public Tensor afterActions(Tensor cells, List<Tensor> actions, Tensor pushed, float empty) {
    return recording.add(new StackActions(cells, actions, pushed, empty));
  }

  /** One tensor of several, by rows. */
  public Tensor joinRows(List<Tensor> parts, Axis... axes) {
    return recording.add(Join.ofRows(parts, axes));
  }

  /** One tensor of several, by lanes. */
  public Tensor joinLanes(List<Tensor> parts) {
    return recording.add(Join.ofLanes(parts));
  }

  /** For each lane of the indices, the lane of x that it names; see {@link Gather}. */
  public Tensor gather(Tensor x, Tensor indices) {
    return recording.add(new Gather(x, indices));
  }

  /** x, whose gradient passes only in lanes whose mask is 1; see {@link StopGradient}. */
  public Tensor stopGradient(Tensor x, Tensor passes) {
    return recording.add(new StopGradient(x, passes));
  }

  /** Compiles a program with a backward pass; the loss of a run is the sum of its lanes. */
  public Program compile(Tensor loss) {
    return compile(loss, List.of());
  }

  /**
   * Compiles a program with a backward pass.
   *
   * @param loss one row; the program's loss is its sum over lanes
   * @param outputs tensors that can be read after a run
   */
  public Program compile(Tensor loss, List<Tensor> outputs) {
    return recording.compile(loss, outputs);
  }

  /** Compiles a program without a backward pass, whose outputs can be read. */
  public Program compile(List<Tensor> outputs) {
    return recording.compile(outputs);
  }
}

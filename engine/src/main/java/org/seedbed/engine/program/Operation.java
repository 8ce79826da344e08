package org.seedbed.engine.program;

import java.util.List;
import java.util.Optional;

/**
 * An operation of a program: its kernel, its reverse, and what the compiler may do with its memory.
 *
 * <p>An implementation says which values its backward pass reads; everything else about memory,
 * such as reuse in place, zero-filling and adding to gradients, is the compiler's decision. Kernels
 * must allocate nothing, and must compute a lane from one lane of the inputs only: the same one,
 * unless the operation is there to move lanes.
 */
public abstract class Operation {
  private final List<Tensor> inputs;
  private final Tensor output;
  private Place[] inputPlaces;
  private Place outputPlace;
  private int scratchAt;
  private int[] biasPartials;

  protected Operation(List<Tensor> inputs, Tensor output) {
    this.inputs = List.copyOf(inputs);
    this.output = output;
  }

  /** Returns a new tensor for an operation's output. */
  protected static Tensor result(int lanes, List<Axis> axes) {
    return Tensor.of(Storage.Kind.RESULT, lanes, axes);
  }

  /** Computes the output. */
  protected abstract void forward(Arena arena);

  /**
   * Computes the gradients of the inputs that have one from the output's gradient, in the order of
   * the inputs. For each, {@link Place#accumulates} says whether to add to it.
   */
  protected abstract void backward(Arena arena);

  /** Whether {@link #backward} reads the output. */
  protected boolean readsOutput() {
    return false;
  }

  /** Whether {@link #backward} reads an input. */
  protected boolean readsInput(int k) {
    return false;
  }

  /** Whether {@link #backward} can store an input's gradient; if not, it always adds to it. */
  protected boolean storesGradient(int k) {
    return true;
  }

  /**
   * The input whose memory may become the output's, because each element of the output depends on
   * the same element of it, or on elements that are read before. The gradients then share their
   * memory, too.
   */
  protected Optional<Integer> reusableInput() {
    return Optional.empty();
  }

  /**
   * Whether the output contains each input unchanged, so that it may be computed in place there.
   */
  protected boolean joins() {
    return false;
  }

  /** First row of the output that contains input {@code k}, if it {@link #joins}. */
  protected int joinedRow(int k) {
    return 0;
  }

  /** First lane of the output that contains input {@code k}, if it {@link #joins}. */
  protected int joinedLane(int k) {
    return 0;
  }

  /** Parameters that it reads. */
  protected List<Matrix> matrices() {
    return List.of();
  }

  /** Number of floats of scratch memory that {@link #backward} needs. */
  protected int scratchSize() {
    return 0;
  }

  /** Called once the places are known. */
  protected void bound() {}

  final void bind(Place[] places, Place out, int scratch, int[] partials) {
    inputPlaces = places;
    outputPlace = out;
    scratchAt = scratch;
    biasPartials = partials;
    bound();
  }

  /** Returns the inputs. */
  public final List<Tensor> inputs() {
    return inputs;
  }

  /** Returns the output. */
  public final Tensor output() {
    return output;
  }

  /** Place of input {@code k}. */
  protected final Place in(int k) {
    return inputPlaces[k];
  }

  /** Place of the output. */
  protected final Place out() {
    return outputPlace;
  }

  /** Index of the scratch memory. */
  protected final int scratchAt() {
    return scratchAt;
  }

  /** Index of 16 partial sums for each row of the bias of matrix {@code k}. */
  protected final int biasPartialsAt(int k) {
    return biasPartials[k];
  }
}

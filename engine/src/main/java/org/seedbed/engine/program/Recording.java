package org.seedbed.engine.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The operations of a step in the order in which they were recorded. */
public final class Recording {
  private final List<Operation> operations = new ArrayList<>();
  private final List<Tensor> inputs = new ArrayList<>();
  private final List<Constant> constants = new ArrayList<>();

  /**
   * A tensor with the same numbers in every run.
   *
   * @param tensor its place
   * @param rows value of each row, the same in all lanes
   */
  record Constant(Tensor tensor, List<Float> rows) {}

  /** Returns a tensor that is written before a run. */
  public Tensor input(int lanes, Axis... axes) {
    var tensor = Tensor.of(Storage.Kind.INPUT, lanes, List.of(axes));
    inputs.add(tensor);
    return tensor;
  }

  /** Returns a tensor with fixed rows, each the same in all lanes. */
  public Tensor constant(int lanes, float[] rows, Axis... axes) {
    var tensor = Tensor.of(Storage.Kind.CONSTANT, lanes, List.of(axes));
    if (rows.length != tensor.rows()) {
      throw new IllegalArgumentException(
          "a constant of axes %s has %d values, must have %d"
              .formatted(List.of(axes), rows.length, tensor.rows()));
    }
    var values = new ArrayList<Float>();
    for (float row : rows) {
      values.add(row);
    }
    constants.add(new Constant(tensor, List.copyOf(values)));
    return tensor;
  }

  /** Records an operation and returns its output. */
  public Tensor add(Operation operation) {
    operations.add(operation);
    operation.output().storage().differentiable =
        !operation.matrices().isEmpty()
            || operation.inputs().stream().anyMatch(input -> input.storage().differentiable);
    return operation.output();
  }

  /**
   * Compiles a program with a backward pass.
   *
   * @param loss one row; the program's loss is its sum over lanes
   * @param outputs tensors that can be read after a run
   */
  public Program compile(Tensor loss, List<Tensor> outputs) {
    if (loss.rows() != 1) {
      throw new IllegalArgumentException("the loss " + loss + " must have one row");
    }
    if (!loss.storage().differentiable) {
      throw new IllegalArgumentException("the loss " + loss + " depends on no parameters");
    }
    return new Compiler(operations, inputs, constants, Optional.of(loss), outputs).program();
  }

  /**
   * Compiles a program without a backward pass.
   *
   * @param outputs tensors that can be read after a run
   */
  public Program compile(List<Tensor> outputs) {
    return new Compiler(operations, inputs, constants, Optional.empty(), outputs).program();
  }
}

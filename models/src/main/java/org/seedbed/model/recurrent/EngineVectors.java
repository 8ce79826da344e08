package org.seedbed.model.recurrent;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.seedbed.engine.Tape;
import org.seedbed.engine.operation.Clip;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Tensor;

/** Vectors on the engine for tiny models: {@code [rows, lanes]}. */
final class EngineVectors implements VectorAlgebra<Tensor> {
  private final Tape tape;
  private final ParameterPacking packing;
  private final Tensor one;

  EngineVectors(Tape tape, ParameterPacking packing) {
    this.tape = tape;
    this.packing = packing;
    this.one = tape.constant(new float[] {1}, rows(1));
  }

  private static Axis rows(int count) {
    return new Axis("rows", count);
  }

  @Override
  public Tensor constant(float... values) {
    return tape.constant(values, rows(values.length));
  }

  @Override
  public Tensor learnt(String name) {
    return dense(name, one);
  }

  @Override
  public Tensor dense(String name, Tensor x) {
    var weights = packing.matrix(name);
    return tape.dense(weights, x, rows(weights.rows()));
  }

  @Override
  public Tensor sigmoid(Tensor x) {
    return tape.sigmoid(x);
  }

  @Override
  public Tensor tanh(Tensor x) {
    return tape.tanh(x);
  }

  @Override
  public Tensor softplus(Tensor x) {
    return tape.softplus(x);
  }

  @Override
  public Tensor relu(Tensor x) {
    return tape.relu(x);
  }

  @Override
  public Tensor softmax(Tensor x) {
    return tape.softmax(x);
  }

  @Override
  public List<Tensor> decisions(Tensor x, int options) {
    var all = tape.softmax(x.as(rows(x.rows() / options), new Axis("options", options)));
    return IntStream.range(0, options).mapToObj(i -> all.at("options", i)).toList();
  }

  @Override
  public Tensor add(Tensor x, Tensor y) {
    return tape.add(x, y);
  }

  @Override
  public Tensor subtract(Tensor x, Tensor y) {
    return tape.subtract(x, y);
  }

  @Override
  public Tensor multiply(Tensor x, Tensor y) {
    return tape.multiply(x, y);
  }

  @Override
  public Tensor multiplyAdd(Tensor x, Tensor y, Tensor z) {
    return tape.multiplyAdd(x, y, z);
  }

  @Override
  public Tensor affine(Tensor x, float scale, float shift) {
    return tape.affine(x, scale, shift);
  }

  @Override
  public Tensor fixed(String name) {
    return tape.stopGradient(learnt(name), tape.constant(new float[] {0}));
  }

  @Override
  public Tensor negativeLog(Tensor x, float floor) {
    return tape.negativeLog(x, floor);
  }

  @Override
  public Tensor clip(Tensor x, float least, float most) {
    return tape.clip(x, new Clip.Range(1, 0, least, most), Optional.empty());
  }

  @Override
  public Tensor roll(Tensor x, int shift) {
    return tape.roll(x, Math.floorMod(shift, x.rows()));
  }

  private static Tensor asMemory(Tensor memory, int width) {
    return memory.as(new Axis("cells", memory.rows() / width), new Axis("numbers", width));
  }

  @Override
  public Tensor cosine(Tensor memory, Tensor key, float epsilon) {
    return tape.cosine(asMemory(memory, key.rows()), key, epsilon);
  }

  @Override
  public Tensor read(Tensor p, Tensor memory) {
    var cells = asMemory(memory, memory.rows() / p.rows());
    return choose(
        p, IntStream.range(0, p.rows()).mapToObj(cell -> cells.at("cells", cell)).toList());
  }

  @Override
  public Tensor eraseAndAdd(Tensor memory, Tensor p, Tensor erased, Tensor added) {
    return tape.eraseAndAdd(asMemory(memory, added.rows()), p, erased, added);
  }

  @Override
  public Tensor join(List<Tensor> parts) {
    return tape.joinRows(parts, rows(parts.stream().mapToInt(Tensor::rows).sum()));
  }

  @Override
  public Tensor range(Tensor x, int from, int count) {
    return x.as(rows(x.rows())).range(from, rows(count));
  }

  @Override
  public Tensor choose(Tensor p, List<Tensor> values) {
    return tape.choose(p, values, rows(values.get(0).rows()));
  }

  @Override
  public Tensor sumAbove(Tensor x) {
    return tape.sumAbove(x, false);
  }

  @Override
  public Tensor sumBelow(Tensor x) {
    return tape.sumBelow(x, false);
  }

  @Override
  public int rows(Tensor x) {
    return x.rows();
  }

  @Override
  public Tensor afterActions(Tensor cells, List<Tensor> actions, Tensor pushed, float empty) {
    return tape.afterActions(cells, actions, pushed, empty);
  }
}

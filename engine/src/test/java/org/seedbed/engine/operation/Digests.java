package org.seedbed.engine.operation;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.seedbed.engine.Optimizer;
import org.seedbed.engine.Tape;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.operation.Convolution.Filter;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;

/** Prints a digest of results in which every kernel takes part, for comparison between JVMs. */
public final class Digests {
  private Digests() {}

  public static void main(String[] arguments) throws Exception {
    System.out.println(Lanes.form());
    var digest = MessageDigest.getInstance("SHA-256");
    for (int modulus : new int[] {3, 8, 11}) {
      for (int lanes : new int[] {16, 32, 80}) {
        digest.update(trained(modulus, lanes));
      }
    }
    for (int lanes : new int[] {16, 48, 80}) {
      digest.update(trainedGatedUnit(lanes));
      digest.update(trainedMemories(lanes));
    }
    System.out.println(HexFormat.of().formatHex(digest.digest()));
  }

  /** Trains a network of all operations for some steps; returns its parameters as bytes. */
  private static byte[] trained(int modulus, int lanes) {
    var values = new Axis("values", modulus);
    var packing =
        new ParameterPacking(
            List.of(
                new ParameterPacking.Shape("in", 5 * modulus, 7, true),
                new ParameterPacking.Shape("state", modulus, modulus, false)));
    var tape = new Tape(lanes);
    var input = tape.input(new Axis("inputs", 7));
    var memory = tape.input(new Axis("cells", modulus), values);
    var logits = tape.dense(packing.matrix("in"), input, new Axis("groups", 5), values);
    var x = tape.softmax(logits.at("groups", 0));
    var y = tape.softmax(logits.at("groups", 1));
    var p = tape.softmax(logits.at("groups", 2));
    var gate = tape.sigmoid(logits.at("groups", 3));
    var state = tape.tanh(tape.denseAdd(packing.matrix("state"), x, logits.at("groups", 4)));
    var written = tape.write(memory, p, y);
    var cells = new ArrayList<Tensor>();
    for (int c = 0; c < modulus; c++) {
      cells.add(written.at("cells", c));
    }
    var read = tape.choose(x, cells, values);
    var short1 = tape.affine(tape.dot(x, tape.sumAbove(y, false)), -1, 1);
    var chosen =
        tape.choose(
            p.range(0, new Axis("choices", 3)),
            List.of(tape.circularSum(x, read), short1, tape.circularDifference(read, y)),
            values);
    var mixed = tape.multiplyAdd(gate, tape.roll(chosen, 1), tape.multiply(tape.relu(state), read));
    var all = tape.joinRows(List.of(mixed, tape.softplus(state)), new Axis("all", 2 * modulus));
    var loss =
        tape.add(
            tape.sum(tape.negativeLog(tape.affine(all, 0.5f, 0.6f), 1e-6f)),
            tape.subtract(
                tape.entropy(p, 1e-6f), tape.sum(tape.logSoftmax(tape.sumBelow(y, true)))));
    var random = new SplittableRandom(modulus * 100L + lanes);
    var given =
        Map.of(
            input, uniform(random, 7 * lanes), memory, uniform(random, modulus * modulus * lanes));
    return trained(tape.compile(loss), given, packing, random, lanes);
  }

  /** Trains a convolutional gated unit on folded sequences; returns its parameters as bytes. */
  private static byte[] trainedGatedUnit(int lanes) {
    var packing =
        new ParameterPacking(
            List.of(
                new ParameterPacking.Shape("in", 6, 3, false),
                new ParameterPacking.Shape("kernel", 6, 18, false, 3),
                new ParameterPacking.Shape("bias", 6, 0, true),
                new ParameterPacking.Shape("candidate", 6, 18, false, 3)));
    var positions = new Axis("positions", 3);
    var maps = new Axis("maps", 6);
    var tape = new Tape(lanes);
    var input = tape.input(positions, new Axis("symbols", 3));
    var inside = tape.input(positions);
    var dropout = tape.input(positions, maps);
    var kernel = new Filter(packing.matrix("kernel"), Optional.of(packing.matrix("bias")));
    var candidate = new Filter(packing.matrix("candidate"), Optional.empty());
    var embedding = new Filter(packing.matrix("in"), Optional.empty());
    var saturation = Optional.of(new Clip.Saturation(0.4f, inside));
    Tensor state = tape.convolve(List.of(embedding), input, positions, maps);
    for (int t = 0; t < 2; t++) {
      var around = tape.border(state, 8);
      var opened =
          tape.convolve(List.of(kernel, candidate), around, new Axis("both", 2), positions, maps);
      var gate = tape.clip(opened, new Clip.Range(0.5f, 0.5f, 0, 1), saturation);
      var fresh = tape.clip(opened.at("both", 1), new Clip.Range(1, 0, -1, 1), Optional.empty());
      state =
          tape.gatedUpdate(around, gate.at("both", 0), fresh, inside, Optional.of(dropout), true);
    }
    var loss = tape.sum(tape.logSoftmax(state).as(new Axis("all", 18)));
    var random = new SplittableRandom(lanes);
    var values =
        Map.of(
            input, uniform(random, 9 * lanes),
            inside, uniform(random, 3 * lanes),
            dropout, uniform(random, 18 * lanes));
    return trained(tape.compile(loss), values, packing, random, lanes);
  }

  /** Trains what writes to a memory and to stacks; returns its parameters as bytes. */
  private static byte[] trainedMemories(int lanes) {
    var packing = new ParameterPacking(List.of(new ParameterPacking.Shape("in", 27, 3, true)));
    var numbers = new Axis("numbers", 3);
    var tape = new Tape(lanes);
    var input = tape.input(numbers);
    var memory = tape.input(new Axis("cells", 4), numbers);
    var all = tape.dense(packing.matrix("in"), input, new Axis("groups", 9), numbers);
    var key = all.at("groups", 0);
    var p = tape.softmax(tape.cosine(memory, key, 1e-3f));
    var erased = tape.sigmoid(all.at("groups", 1));
    var written = tape.eraseAndAdd(memory, p, erased, all.at("groups", 2));
    var similar = tape.cosine(written, tape.tanh(key), 1e-3f);
    var actions = tape.softmax(all.range(3, new Axis("stacks", 3)));
    var weights =
        List.of(actions.at("numbers", 0), actions.at("numbers", 1), actions.at("numbers", 2));
    var cells = all.range(6, new Axis("depth", 2));
    var stacks = tape.afterActions(cells, weights, all.at("groups", 8), -1);
    var again = tape.afterActions(stacks, weights.subList(0, 2), erased, -1);
    var flat = tape.joinRows(List.of(similar, again), new Axis("all", 4 + again.rows()));
    var random = new SplittableRandom(7L + lanes);
    var values = Map.of(input, uniform(random, 3 * lanes), memory, uniform(random, 12 * lanes));
    return trained(tape.compile(tape.dot(flat, flat)), values, packing, random, lanes);
  }

  private static byte[] trained(
      Program program,
      Map<Tensor, float[]> inputs,
      ParameterPacking packing,
      SplittableRandom random,
      int lanes) {
    var arena = new Arena();
    arena.load(program);
    inputs.forEach((input, values) -> program.write(arena, input, values));
    float[] parameters = new float[packing.packedSize()];
    packing.pack(uniform(random, packing.flatSize()), parameters, 0);
    float[] noise = uniform(random, packing.packedSize());
    float[] first = new float[parameters.length];
    float[] second = new float[parameters.length];
    for (int i = 0; i < 20; i++) {
      float[] gradient = new float[parameters.length];
      double value = program.run(arena, parameters, 0, gradient, 0, 1f / lanes);
      double norm = Optimizer.norm(gradient, 0, gradient.length);
      if (!Double.isFinite(value) || !Double.isFinite(norm)) {
        throw new IllegalStateException("the loss is " + value);
      }
      var rules = Optimizer.Rule.values();
      var step =
          new Optimizer.Step(
              rules[i % rules.length],
              new Optimizer.Conditioning(
                  (float) (1 / Math.max(1, norm)), 1e-4f, i % 4 == 3 ? 1.2f : 0),
              new Optimizer.Decay(0.9f, 0.99f),
              new Optimizer.Divisor(1, 1e-8f),
              0.01f);
      Optimizer.step(step, parameters, first, second, 0, gradient, 0, noise, parameters.length);
    }
    var bytes = ByteBuffer.allocate(4 * parameters.length);
    bytes.asFloatBuffer().put(parameters);
    return bytes.array();
  }

  private static float[] uniform(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }
}

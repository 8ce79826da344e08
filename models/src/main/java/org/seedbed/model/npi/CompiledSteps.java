package org.seedbed.model.npi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.seedbed.engine.Tape;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.task.trace.Vocabulary;

/** Steps of one seed on the engine for tiny models. */
final class CompiledSteps implements StepNetwork {
  private final NpiSettings settings;
  private final Vocabulary vocabulary;
  private final ParameterPacking packing;
  private final float[] parameters;
  private final Map<Integer, Step> steps = new HashMap<>();
  private final Arena arena = new Arena();

  /**
   * @param flat parameters of the seed
   */
  CompiledSteps(CompiledNpi npi, float[] flat) {
    this.settings = npi.settings();
    this.vocabulary = npi.vocabulary();
    this.packing = npi.packing();
    this.parameters = Arena.allocate(packing.packedSize());
    packing.pack(flat, parameters, Arena.origin());
  }

  @Override
  public int stateSize() {
    return 2 * NpiCore.layers(settings).size() * settings.hiddenSize();
  }

  @Override
  public Stepped step(float[] inputs, float[] running, float[] states, int size) {
    // Few different programs: the number of lanes is a power of two.
    int lanes = Math.max(Lanes.BLOCK, Integer.highestOneBit(2 * size - 1));
    var step = steps.computeIfAbsent(lanes, Step::new);
    int inputRows = FramePack.inputSize(vocabulary);
    arena.load(step.program);
    step.program.write(arena, step.inputs, padded(inputs, inputRows, size, lanes));
    step.program.write(
        arena, step.running, padded(running, vocabulary.programs().size(), size, lanes));
    step.program.write(arena, step.before, padded(states, stateSize(), size, lanes));
    step.program.forward(arena, parameters, Arena.origin());
    return new Stepped(
        cut(step.program.read(arena, step.after), lanes, size),
        cut(step.program.read(arena, step.output.end()), lanes, size),
        step.output.choices().stream()
            .map(logits -> cut(step.program.read(arena, logits), lanes, size))
            .toList());
  }

  private static float[] padded(float[] values, int rows, int size, int lanes) {
    float[] all = new float[rows * lanes];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * size, all, row * lanes, size);
    }
    return all;
  }

  private static float[] cut(float[] values, int lanes, int size) {
    int rows = values.length / lanes;
    float[] first = new float[rows * size];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * lanes, first, row * size, size);
    }
    return first;
  }

  /** A program for a number of lanes. */
  private final class Step {
    private final Tensor inputs;
    private final Tensor running;
    private final Tensor before;
    private final Tensor after;
    private final NpiTape.Output output;
    private final Program program;

    Step(int lanes) {
      var tape = new Tape(lanes);
      var network = new NpiTape(tape, settings, vocabulary, packing);
      var state = new Axis("state", stateSize());
      inputs = tape.input(network.inputs());
      running = tape.input(network.programs());
      before = tape.input(state);
      var states = new ArrayList<Tensor>();
      Tensor x = network.fused(inputs, running);
      int from = 0;
      for (var layer : NpiCore.layers(settings)) {
        var hidden = before.range(from, network.hidden());
        var cell = before.range(from + settings.hiddenSize(), network.hidden());
        var next =
            network.next(
                layer, network.gates(layer, x), Optional.of(new NpiTape.State(hidden, cell)));
        states.add(next.hidden());
        states.add(next.cell());
        x = next.hidden();
        from += 2 * settings.hiddenSize();
      }
      after = tape.joinRows(states, state);
      output = network.heads(x);
      var outputs = new ArrayList<>(output.choices());
      outputs.addAll(List.of(output.end(), after));
      program = tape.compile(outputs);
    }
  }
}

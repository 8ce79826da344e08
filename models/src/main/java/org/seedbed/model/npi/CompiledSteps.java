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
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.model.LstmTape;
import org.seedbed.task.trace.Vocabulary;

/** Steps on the engine for tiny models; its programs serve all seeds. */
final class CompiledSteps {
  private final CompiledNpi npi;
  private final NpiSettings settings;
  private final Vocabulary vocabulary;
  private final Map<Integer, Step> steps = new HashMap<>();
  private final Arena arena = new Arena();

  CompiledSteps(CompiledNpi npi) {
    this.npi = npi;
    this.settings = npi.settings();
    this.vocabulary = npi.vocabulary();
  }

  /** Returns the network of a seed. */
  StepNetwork of(float[] flat) {
    return new Seed(npi.packed(flat));
  }

  private int stateSize() {
    return 2 * NpiCore.layers(settings).size() * settings.hiddenSize();
  }

  /** The network of one seed, with its packed parameters. */
  private final class Seed implements StepNetwork {
    private final float[] parameters;

    Seed(float[] parameters) {
      this.parameters = parameters;
    }

    @Override
    public int stateSize() {
      return CompiledSteps.this.stateSize();
    }

    @Override
    public Stepped step(float[] inputs, float[] running, float[] states, int size) {
      // Few different programs: the number of lanes is a power of two.
      int lanes = Math.max(Lanes.BLOCK, Integer.highestOneBit(2 * size - 1));
      return steps.computeIfAbsent(lanes, Step::new).run(parameters, inputs, running, states, size);
    }
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

    private final int lanes;

    Step(int lanes) {
      this.lanes = lanes;
      var tape = new Tape(lanes);
      var network = new NpiTape(tape, settings, vocabulary, npi.packing());
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
            network.next(layer, network.gates(layer, x), Optional.of(new LstmTape(hidden, cell)));
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

    StepNetwork.Stepped run(
        float[] parameters, float[] encoded, float[] programs, float[] states, int size) {
      arena.load(program);
      program.write(arena, inputs, padded(encoded, inputs.rows(), size, lanes));
      program.write(arena, running, padded(programs, running.rows(), size, lanes));
      program.write(arena, before, padded(states, before.rows(), size, lanes));
      program.forward(arena, parameters, Arena.origin());
      return new StepNetwork.Stepped(
          read(after, size),
          read(output.end(), size),
          output.choices().stream().map(logits -> read(logits, size)).toList());
    }

    private float[] read(Tensor tensor, int size) {
      return cut(program.read(arena, tensor), lanes, size);
    }
  }
}

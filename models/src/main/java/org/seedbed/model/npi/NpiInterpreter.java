package org.seedbed.model.npi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.seedbed.model.population.LstmLayer;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;
import org.seedbed.task.trace.Call;
import org.seedbed.task.trace.RunLimits;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.World;

/**
 * Runs a trained seed from its own predictions: algorithm 1 of Reed and de Freitas (ICLR 2016) with
 * a stack of frames, on many inputs at once. At each tick every run that has not come to its end
 * makes one call. Not shared.
 */
public final class NpiInterpreter {
  private final Npi npi;
  private final Parameters parameters;

  /**
   * @param parameters of one seed, valid as long as the interpreter is used
   */
  public NpiInterpreter(Npi npi, Parameters parameters) {
    if (parameters.width() != 1) {
      throw new IllegalArgumentException(
          "an interpreter runs one seed, was given " + parameters.width());
    }
    this.npi = npi;
    this.parameters = parameters;
  }

  /** How a run ended. */
  public enum Outcome {
    /** It ended by itself, and the world is as the task wants it. */
    RIGHT,
    /** It ended by itself, and the world is not. */
    WRONG,
    /** It made as many calls as it may, and had not ended. */
    STEP_LIMIT,
    /** More calls waited for another than may. */
    STACK_OVERFLOW,
    /** It called for a primitive that the world cannot carry out. */
    ILLEGAL_ACTION
  }

  /**
   * A run.
   *
   * @param outcome how it ended
   * @param steps calls that it made
   * @param depth most frames on its stack at one time
   * @param world as it was left
   */
  public record Run(Outcome outcome, long steps, int depth, World world) {}

  /** Is told of every call. */
  public interface Listener {
    /** Listens to nothing. */
    Listener SILENT = (run, depth, call, ends, probability) -> {};

    /**
     * A call is about to be made.
     *
     * @param run index of the input
     * @param depth frames on the stack, the caller's with it
     * @param ends whether the caller's frame ends with it
     * @param probability that the seed gives to this decision as a whole
     */
    void calls(int run, int depth, Call call, boolean ends, double probability);
  }

  /**
   * Runs the program that solves the task on each input.
   *
   * @param main that call
   * @param limits of each run
   */
  public List<Run> run(Call main, List<TraceExample> inputs, RunLimits limits, Listener listener) {
    var machines = new ArrayList<Machine>();
    for (int i = 0; i < inputs.size(); i++) {
      machines.add(new Machine(i, inputs.get(i).world(), main, limits, stateSize()));
    }
    var going = List.copyOf(machines);
    while (!going.isEmpty()) {
      tick(going, listener);
      if (going.stream().anyMatch(Machine::isOver)) {
        going = going.stream().filter(machine -> !machine.isOver()).toList();
      }
    }
    return machines.stream().map(Machine::result).toList();
  }

  private int stateSize() {
    return 2 * npi.core().layerCount() * npi.settings().units();
  }

  /** One call of each machine. */
  private void tick(List<Machine> machines, Listener listener) {
    int size = machines.size();
    var vocabulary = npi.vocabulary();
    int programs = vocabulary.programs().size();
    float[] inputs = new float[(FramePack.inputSize(vocabulary) + 1) * size];
    float[] running = new float[programs * size];
    float[] states = new float[stateSize() * size];
    for (int m = 0; m < size; m++) {
      var machine = machines.get(m);
      var frame = machine.top();
      FramePack.encode(vocabulary, machine.world.observation(), frame.call, inputs, m, size);
      running[frame.call.program() * size + m] = 1;
      for (int i = 0; i < frame.state.length; i++) {
        states[i * size + m] = frame.state[i];
      }
    }
    try (NDManager scope = parameters.manager().newSubManager()) {
      var own = parameters.within(scope);
      NDArray in = tensor(scope, inputs, FramePack.inputSize(vocabulary) + 1, size);
      var stepped =
          npi.core()
              .step(own, in, tensor(scope, running, programs, size), state(scope, states, size));
      float[] after = flat(stepped.state());
      float[] end = Npi.floats(stepped.said().end());
      var choices = stepped.said().choices().stream().map(Npi::floats).toList();
      for (int m = 0; m < size; m++) {
        var machine = machines.get(m);
        var state = machine.top().state;
        for (int i = 0; i < state.length; i++) {
          state[i] = after[i * size + m];
        }
        machine.make(Decision.of(end, choices, m, size), listener);
      }
    }
  }

  private NDArray tensor(NDManager scope, float[] values, int rows, int size) {
    return Tensors.of(scope, values, npi.type(), rows, size);
  }

  /** {@code [2·layers·H, M]} → what the layers take. */
  private NpiCore.State state(NDManager scope, float[] values, int size) {
    int units = npi.settings().units();
    NDArray all =
        Tensors.of(scope, values, npi.type(), 2L * npi.core().layerCount(), 1, units, size);
    var layers = new ArrayList<LstmLayer.State>();
    for (int i = 0; i < npi.core().layerCount(); i++) {
      layers.add(new LstmLayer.State(all.get(2L * i), all.get(2L * i + 1)));
    }
    return new NpiCore.State(layers);
  }

  private static float[] flat(NpiCore.State state) {
    var parts = new ArrayList<NDArray>();
    for (var layer : state.layers()) {
      parts.add(layer.shown());
      parts.add(layer.cell());
    }
    try (NDArray all = Tensors.join(1, parts)) {
      return Npi.floats(all);
    }
  }

  /**
   * What the seed says at one step.
   *
   * @param call most likely one
   * @param ends whether the frame ends with it
   * @param probability of both
   */
  private record Decision(Call call, boolean ends, double probability) {
    static Decision of(float[] end, List<float[]> choices, int column, int size) {
      double probability = 1 / (1 + Math.exp(-Math.abs(end[column])));
      int[] chosen = new int[choices.size()];
      for (int c = 0; c < chosen.length; c++) {
        float[] logits = choices.get(c);
        int width = logits.length / size;
        int best = 0;
        for (int i = 1; i < width; i++) {
          best = logits[i * size + column] > logits[best * size + column] ? i : best;
        }
        double others = 0;
        for (int i = 0; i < width; i++) {
          others += Math.exp(logits[i * size + column] - logits[best * size + column]);
        }
        chosen[c] = best;
        probability /= others;
      }
      return new Decision(
          new Call(chosen[0], chosen[1], chosen[2], chosen[3]), end[column] > 0, probability);
    }
  }

  /** A call on the stack: what runs, its layers' state, and whether its end has been decided. */
  private static final class StackFrame {
    private final Call call;
    private final float[] state;
    private boolean ended;

    StackFrame(Call call, int stateSize) {
      this.call = call;
      this.state = new float[stateSize];
    }
  }

  /** One run. */
  private static final class Machine {
    private final int number;
    private final World world;
    private final RunLimits limits;
    private final int stateSize;
    private final Deque<StackFrame> stack = new ArrayDeque<>();
    private long steps;
    private int depth = 1;
    private Outcome outcome;

    Machine(int number, World world, Call main, RunLimits limits, int stateSize) {
      this.number = number;
      this.world = world;
      this.limits = limits;
      this.stateSize = stateSize;
      stack.push(new StackFrame(main, stateSize));
    }

    StackFrame top() {
      return stack.element();
    }

    boolean isOver() {
      return outcome != null;
    }

    Run result() {
      return new Run(outcome, steps, depth, world);
    }

    void make(Decision decision, Listener listener) {
      if (steps == limits.steps()) {
        outcome = Outcome.STEP_LIMIT;
        return;
      }
      steps++;
      listener.calls(
          number, stack.size(), decision.call(), decision.ends(), decision.probability());
      top().ended = decision.ends();
      if (!decision.call().isAct()) {
        if (stack.size() == limits.depth()) {
          outcome = Outcome.STACK_OVERFLOW;
          return;
        }
        stack.push(new StackFrame(decision.call(), stateSize));
        depth = Math.max(depth, stack.size());
        return;
      }
      if (!world.act(decision.call())) {
        outcome = Outcome.ILLEGAL_ACTION;
        return;
      }
      while (!stack.isEmpty() && top().ended) {
        stack.pop();
      }
      if (stack.isEmpty()) {
        outcome = world.isSolved() ? Outcome.RIGHT : Outcome.WRONG;
      }
    }
  }
}

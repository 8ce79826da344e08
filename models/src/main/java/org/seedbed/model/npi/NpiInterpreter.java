package org.seedbed.model.npi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.seedbed.model.population.Parameters;
import org.seedbed.task.trace.Call;
import org.seedbed.task.trace.RunLimits;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.Vocabulary;
import org.seedbed.task.trace.World;

/**
 * Runs a trained seed on its own predictions, on many inputs at once: algorithm 1 of Reed and de
 * Freitas (ICLR 2016) with a stack of frames. A decision depends only on its frame's call and
 * observations so far, so decisions are memoized. Not thread-safe.
 */
public final class NpiInterpreter {
  /** Maximum floats of memoized states. */
  private static final long KEPT = 40_000_000;

  private final Vocabulary vocabulary;
  private final OneHotInputs oneHot;
  private final StepNetwork network;
  private final Map<Call, MemoizedDecision> beginnings = new HashMap<>();
  private long kept;

  /**
   * Runs a seed on PyTorch.
   *
   * @param parameters parameters of one seed; must stay valid while the interpreter is in use
   */
  public NpiInterpreter(Npi npi, Parameters parameters) {
    this(npi.vocabulary(), new PyTorchSteps(npi, parameters));
  }

  NpiInterpreter(Vocabulary vocabulary, StepNetwork network) {
    this.vocabulary = vocabulary;
    this.oneHot = new OneHotInputs(vocabulary);
    this.network = network;
  }

  /** How a run ended. */
  public enum Outcome {
    /** The run ended by itself, and the task is solved. */
    RIGHT,
    /** The run ended by itself, and the task is not solved. */
    WRONG,
    /** The run or one of its frames reached its limit of calls before it ended. */
    STEP_LIMIT,
    /** A call would have exceeded the stack's depth limit. */
    STACK_OVERFLOW,
    /** The run called a primitive that the world cannot execute. */
    ILLEGAL_ACTION
  }

  /**
   * Result of a run.
   *
   * @param outcome how it ended
   * @param steps number of calls that it made
   * @param depth maximum number of frames on its stack
   * @param world final state of the world
   */
  public record Run(Outcome outcome, long steps, int depth, World world) {}

  /** Callback for every call. */
  public interface Listener {
    /** Does nothing. */
    Listener SILENT = (run, depth, call, ends, probability) -> {};

    /**
     * Called before each call is made.
     *
     * @param run index of the input
     * @param depth number of frames on the stack, including the caller's
     * @param ends whether the caller's frame ends with this call
     * @param probability the seed's joint probability of the call and {@code ends}
     */
    void calls(int run, int depth, Call call, boolean ends, double probability);
  }

  /**
   * Runs the program that solves the task on each input.
   *
   * @param main call of that program
   */
  public List<Run> run(Call main, List<TraceExample> inputs, Listener listener) {
    return run(main, inputs, TraceExample::limits, listener);
  }

  /** Runs the program with the given limits instead of the inputs' own. */
  List<Run> run(
      Call main,
      List<TraceExample> inputs,
      Function<TraceExample, RunLimits> limits,
      Listener listener) {
    var runs = new ArrayList<RunState>();
    for (int i = 0; i < inputs.size(); i++) {
      runs.add(
          new RunState(
              i,
              inputs.get(i),
              main,
              limits.apply(inputs.get(i)),
              this::beginning,
              this::decision));
    }
    var going = List.copyOf(runs);
    while (!going.isEmpty()) {
      going.forEach(run -> advance(run, listener));
      going = going.stream().filter(run -> !run.isOver()).toList();
      if (!going.isEmpty()) {
        decide(going);
      }
    }
    return runs.stream().map(RunState::result).toList();
  }

  private MemoizedDecision beginning(Call running) {
    return beginnings.computeIfAbsent(
        running, call -> MemoizedDecision.beginning(call, network.stateSize()));
  }

  /** Makes calls while their decisions are known. */
  private void advance(RunState run, Listener listener) {
    while (!run.isOver() && run.next.decision != null) {
      run.make(listener, this::decision);
    }
  }

  /**
   * Returns the decision that follows {@code before} on an observation: the memoized one if it
   * exists.
   */
  private MemoizedDecision decision(Call running, MemoizedDecision before, int[] observation) {
    long code = 0;
    for (int i = 0; i < observation.length; i++) {
      code = code * vocabulary.fields().get(i).values() + observation[i];
    }
    var known = before.after.get(code);
    if (known != null) {
      return known;
    }
    var decision = new MemoizedDecision(running, before, observation);
    if (kept < KEPT) {
      kept += network.stateSize();
      before.after.put(code, decision);
    }
    return decision;
  }

  /** Computes the pending decisions of the runs, each distinct one once. */
  private void decide(List<RunState> runs) {
    var pending = runs.stream().map(run -> run.next).distinct().toList();
    int size = pending.size();
    int programs = vocabulary.programs().size();
    float[] inputs = new float[(FramePack.inputSize(vocabulary) + 1) * size];
    float[] running = new float[programs * size];
    float[] states = new float[network.stateSize() * size];
    for (int m = 0; m < size; m++) {
      var decision = pending.get(m);
      oneHot.write(i -> decision.observation[i], decision.running, inputs, m, size);
      running[decision.running.program() * size + m] = 1;
      float[] before = decision.before.state;
      for (int i = 0; i < before.length; i++) {
        states[i * size + m] = before[i];
      }
    }
    var stepped = network.step(inputs, running, states, size);
    for (int m = 0; m < size; m++) {
      var decision = pending.get(m);
      decision.state = new float[network.stateSize()];
      for (int i = 0; i < decision.state.length; i++) {
        decision.state[i] = stepped.states()[i * size + m];
      }
      decision.decision = Decision.of(stepped.end(), stepped.choices(), m, size);
    }
  }

  /**
   * The seed's decision at one step.
   *
   * @param call most likely call
   * @param ends whether the frame ends with this call
   * @param probability joint probability of both
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

  /**
   * Memoized decision at a step of a frame: the observation, the preceding decision and the seed's
   * decision. A frame starts from a zero state whoever calls it, so all frames of a call share
   * their decisions.
   */
  private static final class MemoizedDecision {
    private final Call running;
    private final MemoizedDecision before;
    private final int[] observation;
    private final Map<Long, MemoizedDecision> after = new HashMap<>();
    private float[] state;
    private Decision decision;

    MemoizedDecision(Call running, MemoizedDecision before, int[] observation) {
      this.running = running;
      this.before = before;
      this.observation = observation;
    }

    /** Returns the entry before the first step of a call: no observation and a zero state. */
    static MemoizedDecision beginning(Call running, int stateSize) {
      var decision = new MemoizedDecision(running, null, new int[0]);
      decision.state = new float[stateSize];
      return decision;
    }
  }

  /** Finds the decision of a frame that follows another. */
  private interface Decisions {
    MemoizedDecision at(Call running, MemoizedDecision before, int[] observation);
  }

  /** A frame on the stack: its call, its last decision, and whether that decision ends it. */
  private static final class StackFrame {
    private final Call call;
    private MemoizedDecision last;
    private int steps;
    private boolean ended;

    StackFrame(Call call, MemoizedDecision beginning) {
      this.call = call;
      this.last = beginning;
    }
  }

  /** State of one run. */
  private static final class RunState {
    private final int number;
    private final World world;
    private final RunLimits limits;
    private final Function<Call, MemoizedDecision> beginnings;
    private final Deque<StackFrame> stack = new ArrayDeque<>();
    private MemoizedDecision next;
    private long steps;
    private int depth = 1;
    private Outcome outcome;

    RunState(
        int number,
        TraceExample input,
        Call main,
        RunLimits limits,
        Function<Call, MemoizedDecision> beginnings,
        Decisions decisions) {
      this.number = number;
      this.world = input.world();
      this.limits = limits;
      this.beginnings = beginnings;
      stack.push(new StackFrame(main, beginnings.apply(main)));
      look(decisions);
    }

    private void look(Decisions decisions) {
      next = decisions.at(top().call, top().last, world.observation());
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

    void make(Listener listener, Decisions decisions) {
      if (steps == limits.steps() || top().steps == limits.frameSteps()) {
        outcome = Outcome.STEP_LIMIT;
        return;
      }
      steps++;
      var decision = next.decision;
      var call = decision.call();
      listener.calls(number, stack.size(), call, decision.ends(), decision.probability());
      top().steps++;
      top().last = next;
      top().ended = decision.ends();
      if (call.isAct()) {
        act(call);
      } else if (stack.size() == limits.depth()) {
        outcome = Outcome.STACK_OVERFLOW;
      } else {
        stack.push(new StackFrame(call, beginnings.apply(call)));
        depth = Math.max(depth, stack.size());
      }
      if (!isOver()) {
        look(decisions);
      }
    }

    private void act(Call call) {
      if (!world.act(call)) {
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

package org.seedbed.model.neuralgpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.model.neuralgpu.NeuralGpuTape.Recalled;
import org.seedbed.model.neuralgpu.Packing.Sequence;

/**
 * A Neural GPU's run on sequences of one length, without a backward pass. One time step is compiled
 * and repeated, so that memory does not grow with their number.
 */
final class NeuralGpuRun {
  private final NeuralGpuSettings settings;
  private final int symbols;
  private final boolean observed;
  private final ParameterPacking packing;
  private final Folding folding;
  private final FoldedSequences folded;
  private final Start start;
  private final List<TimeStep> timeSteps; // by set
  private final End end;

  /**
   * What a run is compiled for.
   *
   * @param length n: positions of each sequence
   * @param sequences number of sequences
   * @param observed whether it counts saturated inputs of nonlinearities
   */
  record Shape(int length, int sequences, boolean observed) {}

  /**
   * The inputs of a nonlinearity.
   *
   * @param values {@code [2, positions, maps]} of gates, {@code [positions, maps]} of others
   */
  private record Inputs(Tensor values, boolean ofGates) {}

  /**
   * The first state.
   *
   * @param recalled what each set of each layer recalls, by its unit's name
   * @param inputs those that are observed
   */
  private record Start(
      Program program,
      Tensor given,
      Tensor state,
      Map<String, Recalled> recalled,
      List<Inputs> inputs) {}

  /**
   * A time step with one set of parameters.
   *
   * @param recalled inputs for what each layer recalls, by its unit's name
   * @param inputs those of nonlinearities that are observed
   */
  private record TimeStep(
      Program program,
      Tensor inside,
      Tensor before,
      Map<String, Recalled> recalled,
      Tensor after,
      List<Inputs> inputs) {}

  /** What the last state answers. */
  private record End(
      Program program, Tensor state, Tensor asked, Tensor logits, Tensor crossEntropy) {}

  /**
   * @param symbols S: size of the alphabet
   */
  NeuralGpuRun(NeuralGpuSettings settings, int symbols, ParameterPacking packing, Shape shape) {
    this.settings = settings;
    this.symbols = symbols;
    this.observed = shape.observed();
    this.packing = packing;
    this.folding = Folding.of(shape.length(), shape.sequences());
    this.folded = new FoldedSequences(settings.padding(), symbols, folding);
    this.start = start();
    this.timeSteps =
        IntStream.range(0, settings.relaxation().sets()).mapToObj(this::timeStep).toList();
    this.end = end();
  }

  private NeuralGpuTape newTape() {
    return new NeuralGpuTape(settings, symbols, packing, folding);
  }

  private Start start() {
    var tape = newTape();
    var given = tape.symbols();
    var inputs = new ArrayList<Inputs>();
    var state = clipping(tape, inputs).clip(tape.embedding(given), NeuralGpuTape.CANDIDATE);
    var outputs = new ArrayList<>(List.of(state));
    inputs.forEach(input -> outputs.add(input.values()));
    var recalled = new LinkedHashMap<String, Recalled>();
    for (int set = 0; set < settings.relaxation().sets(); set++) {
      for (int layer = 0; layer < settings.layers(); layer++) {
        var unit = NeuralGpu.unit(layer, set);
        tape.recalled(unit, given)
            .ifPresent(
                own -> {
                  recalled.put(unit, own);
                  outputs.addAll(List.of(own.gates(), own.candidate()));
                });
      }
    }
    return new Start(tape.tape().compile(outputs), given, state, recalled, inputs);
  }

  /** Nonlinearities, whose inputs it notes if they are observed. */
  private NeuralGpuTape.Clipping clipping(NeuralGpuTape tape, List<Inputs> inputs) {
    return (x, range) -> {
      if (observed) {
        inputs.add(new Inputs(x, range.equals(NeuralGpuTape.GATE)));
      }
      return tape.clip(x, range);
    };
  }

  private TimeStep timeStep(int set) {
    var tape = newTape();
    var inside = tape.rows();
    var before = tape.cells();
    var recalled = new LinkedHashMap<String, Recalled>();
    var inputs = new ArrayList<Inputs>();
    var clipping = clipping(tape, inputs);
    var state = before;
    for (int layer = 0; layer < settings.layers(); layer++) {
      var unit = NeuralGpu.unit(layer, set);
      var own = tape.recalledInput();
      own.ifPresent(input -> recalled.put(unit, input));
      state = tape.update(unit, state, own, inside, Optional.empty(), clipping);
    }
    var outputs = new ArrayList<>(List.of(state));
    inputs.forEach(input -> outputs.add(input.values()));
    return new TimeStep(tape.tape().compile(outputs), inside, before, recalled, state, inputs);
  }

  private End end() {
    var tape = newTape();
    var state = tape.cells();
    var asked = tape.symbols();
    var logits = tape.logits(state);
    var crossEntropy = tape.crossEntropy(logits, asked);
    var program = tape.tape().compile(List.of(logits, crossEntropy));
    return new End(program, state, asked, logits, crossEntropy);
  }

  /** Sequences in the memory that they run in. */
  final class Loaded {
    private final int sequences;
    private final SaturatedInputs saturated =
        new SaturatedInputs(folding, settings.maps(), settings.saturationLimit());
    private final Arena ofStart;
    private final List<Arena> ofTimeSteps;
    private final Arena ofEnd;

    private Loaded(List<Sequence> sequences, int batch, Supplier<Arena> arenas) {
      this.sequences = sequences.size();
      this.ofStart = arenas.get();
      this.ofTimeSteps = timeSteps.stream().map(step -> arenas.get()).toList();
      this.ofEnd = arenas.get();
      ofStart.load(start.program());
      start.program().write(ofStart, start.given(), folded.given(sequences));
      for (int set = 0; set < timeSteps.size(); set++) {
        var step = timeSteps.get(set);
        ofTimeSteps.get(set).load(step.program());
        step.program().write(ofTimeSteps.get(set), step.inside(), folded.inside(sequences));
      }
      ofEnd.load(end.program());
      end.program().write(ofEnd, end.asked(), folded.asked(sequences, batch));
    }

    /** Runs all time steps with one seed's packed parameters. */
    void run(float[] parameters, int at) {
      saturated.clear();
      start.program().forward(ofStart, parameters, at);
      start.inputs().forEach(input -> count(start.program(), ofStart, input, folding.length()));
      feedRecalled();
      var from = start.program();
      var arena = ofStart;
      var state = start.state();
      for (int t = 0; t < folding.length(); t++) {
        int set = t % timeSteps.size();
        var step = timeSteps.get(set);
        from.feed(arena, state, step.program(), ofTimeSteps.get(set), step.before());
        from = step.program();
        arena = ofTimeSteps.get(set);
        state = step.after();
        from.forward(arena, parameters, at);
        for (var input : step.inputs()) {
          count(from, arena, input, 1);
        }
      }
      from.feed(arena, state, end.program(), ofEnd, end.state());
      end.program().forward(ofEnd, parameters, at);
    }

    private void count(Program program, Arena arena, Inputs inputs, int times) {
      saturated.add(program.read(arena, inputs.values()), sequences, inputs.ofGates(), times);
    }

    /** Returns what the last run observed. */
    SaturatedInputs saturated() {
      return saturated;
    }

    private void feedRecalled() {
      for (int set = 0; set < timeSteps.size(); set++) {
        var step = timeSteps.get(set);
        var to = ofTimeSteps.get(set);
        step.recalled()
            .forEach(
                (unit, inputs) -> {
                  var from = start.recalled().get(unit);
                  feedStart(from.gates(), step.program(), to, inputs.gates());
                  feedStart(from.candidate(), step.program(), to, inputs.candidate());
                });
      }
    }

    private void feedStart(Tensor output, Program program, Arena arena, Tensor input) {
      start.program().feed(ofStart, output, program, arena, input);
    }

    /** Returns the loss of the last run. */
    double loss() {
      return NeuralGpuTape.sum(end.program().read(ofEnd, end.crossEntropy()));
    }

    /** Returns the most likely symbols of the last run, for each sequence. */
    List<int[]> answers() {
      return folded.mostLikely(end.program().read(ofEnd, end.logits()), sequences);
    }
  }

  /**
   * Loads sequences to run them.
   *
   * @param sequences all of the shape's length
   * @param batch number of examples that the loss is the mean of
   * @param arenas supplies memory that nothing else uses until the last run
   */
  Loaded load(List<Sequence> sequences, int batch, Supplier<Arena> arenas) {
    return new Loaded(sequences, batch, arenas);
  }
}

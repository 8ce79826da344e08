package org.seedbed.model.nram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.task.memory.MemoryExample;

/**
 * A trained Neural RAM as a discretized program: every selector is replaced by its argmax, every
 * distribution by an integer. Runs with any modulus, in time linear in the steps.
 *
 * <pre>{@code
 * var program = new NramProgram(settings, row);
 * boolean right = program.solves(task.example(seed, level, 0), level.timeSteps());
 * }</pre>
 */
public final class NramProgram {
  /** Choices of the controller that are kept, at some kilobytes each. */
  private static final int KEPT = 10_000;

  private final SelectorLayout layout;
  private final Supplier<Controller.IntegerRun> controller;
  private final boolean memoryless;
  private final ChosenInstructions chosen;

  /**
   * @param row trained parameters of one seed, {@code [P]}
   */
  public NramProgram(NramSettings settings, float[] row) {
    this.layout = SelectorLayout.of(settings);
    var controllerOfSettings = Nram.controller(settings, layout);
    this.memoryless = settings.controller() == NramSettings.ControllerKind.FEED_FORWARD;
    var parameterLayout = new ParameterLayout(controllerOfSettings.parameters());
    float[] own = row.clone();
    this.controller =
        controllerOfSettings.onIntegers(
            name -> {
              int offset = parameterLayout.offset(name);
              return Arrays.copyOfRange(
                  own, offset, offset + parameterLayout.parameter(name).size());
            });
    this.chosen = new ChosenInstructions(layout, controller, memoryless, KEPT);
  }

  /** Whether the run leaves the expected value in every output cell. */
  public boolean solves(MemoryExample example, int maxSteps) {
    return example.isSolvedBy(memoryAfter(example, maxSteps));
  }

  /** Returns the number of wrong cells that the run leaves on each example. */
  int[] wrongCells(List<MemoryExample> examples, int maxSteps) {
    return examples.stream().mapToInt(e -> e.wrongCells(memoryAfter(e, maxSteps))).toArray();
  }

  /** Returns the memory after a run on an example. */
  int[] memoryAfter(MemoryExample example, int maxSteps) {
    int[] memory = example.inputMemory();
    run(memory, maxSteps, (step, before, instruction, values) -> {});
    return memory;
  }

  /** Callback for each step of a run. */
  interface Observer {
    /**
     * @param step from 1
     * @param registers before the step
     * @param instruction executed instruction
     * @param values registers before the step, then the calls' outputs
     */
    void onStep(int step, int[] registers, Instruction instruction, int[] values);
  }

  /**
   * Runs on {@code memory}, in place, until the program finishes or {@code maxSteps} steps are
   * taken.
   */
  void run(int[] memory, int maxSteps, Observer observer) {
    int r = layout.registers();
    int[] registers = new int[r];
    var choices = chosen.begin();
    for (int step = 1; step <= maxSteps; step++) {
      var instruction = choices.next(registers);
      int[] values = Arrays.copyOf(registers, layout.widest());
      for (var call : layout.calls()) {
        var arguments = instruction.arguments().get(call.position());
        int a = arguments.isEmpty() ? 0 : values[arguments.get(0)];
        int b = arguments.size() < 2 ? 0 : values[arguments.get(1)];
        values[r + call.position()] = call.module().act(memory, a, b);
      }
      observer.onStep(step, registers, instruction, values);
      registers = instruction.registers().stream().mapToInt(value -> values[value]).toArray();
      if (instruction.finishes()) {
        return;
      }
    }
  }

  /**
   * Registers that the controller chose an instruction by: the instruction would be another if one
   * of them alone were 0 or were not. A controller with a memory may choose by any.
   */
  private Set<Integer> steering(int[] registers, Instruction chosen) {
    var all = IntStream.range(0, registers.length).boxed();
    if (!memoryless) {
      return all.collect(Collectors.toSet());
    }
    return all.filter(
            register -> {
              boolean[] other = ChosenInstructions.zeros(registers);
              other[register] = !other[register];
              return !Instruction.of(layout, controller.get().logits(other)).equals(chosen);
            })
        .collect(Collectors.toSet());
  }

  /**
   * Renders the program, then its run on an example, one line per call that matters, with its
   * output.
   */
  public String circuitOn(MemoryExample example, int maxSteps) {
    int[] memory = example.inputMemory();
    var made = new ArrayList<Made>();
    run(
        memory,
        maxSteps,
        (step, registers, instruction, values) ->
            made.add(new Made(registers, instruction, values)));
    var live =
        LiveRegisters.of(
            made.stream()
                .map(
                    step ->
                        new LiveRegisters.Step(
                            step.instruction, steering(step.registers, step.instruction)))
                .toList());
    var lines = new ArrayList<List<String>>();
    var text = new StringBuilder("input   " + example + "\n");
    for (var step : made) {
      var matter = live.after(step.instruction);
      lines.add(step.instruction.lines(matter));
      text.append("step ").append(lines.size()).append("  registers ");
      append(text, step, matter);
    }
    text.append("output  ").append(Arrays.toString(memory));
    text.append(example.isSolvedBy(memory) ? "  right\n" : "  WRONG\n");
    return "program\n" + ProgramListing.of(lines).text() + text;
  }

  /** A step of a run; see {@link Observer#onStep}. */
  @SuppressWarnings("ArrayRecordComponent") // Read by its maker alone.
  private record Made(int[] registers, Instruction instruction, int[] values) {}

  private void append(StringBuilder text, Made step, Set<Integer> live) {
    text.append(Arrays.toString(step.registers)).append('\n');
    for (var call : step.instruction.callsThatMatter(live)) {
      text.append("    ").append(step.instruction.text(call));
      if (call.module() != Module.WRITE) {
        text.append(" = ").append(step.values[layout.registers() + call.position()]);
      }
      text.append('\n');
    }
    String moves = step.instruction.registerMoves(live);
    text.append("    ").append(moves.isEmpty() ? "registers stay" : moves).append('\n');
    if (step.instruction.finishes()) {
      text.append("    finish\n");
    }
  }
}

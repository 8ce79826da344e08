package org.seedbed.model.terpret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seedbed.task.Level;
import org.seedbed.task.memory.MemoryExample;

/**
 * A machine of basic blocks (Gaunt et al., TerpreT, 2016, section 4.3): a memory of M cells,
 * registers, and blocks. A block executes one instruction, then goes on with one of two blocks,
 * depending on whether a register is above 0. The machine starts in block 1 with registers of 0 and
 * halts in block 0. The outputs are the memory and whether the machine has halted.
 *
 * <p>On distributions, a step of each block is computed as if the machine were in it; the results
 * are mixed by the probability of each block.
 *
 * @param registers number of registers
 * @param blocks number of blocks, without the halting one
 */
record BasicBlock(int registers, int blocks) implements Machine<MemoryExample> {
  private static final String INSTRUCTION = "instruction";
  private static final String FIRST = "first-argument";
  private static final String SECOND = "second-argument";
  private static final String OUTPUT = "output";
  private static final String CONDITION = "condition";
  private static final String THEN = "then";
  private static final String ELSE = "else";

  /** Instructions. The first two change no register. */
  private enum Instruction {
    NOOP("noop"),
    WRITE("memory[%2$s] := %3$s"),
    READ("%1$s := memory[%2$s]"),
    ZERO("%1$s := 0"),
    INC("%1$s := %2$s + 1"),
    DEC("%1$s := %2$s - 1"),
    ADD("%1$s := %2$s + %3$s"),
    SUB("%1$s := %2$s - %3$s"),
    LESS("%1$s := %2$s < %3$s");

    private static final List<Instruction> ALL = List.of(values());

    private final String text;

    Instruction(String text) {
      this.text = text;
    }

    int number() {
      return ALL.indexOf(this);
    }
  }

  @Override
  public List<ProgramParameter> parameters() {
    return List.of(
        new ProgramParameter(INSTRUCTION, blocks, Instruction.ALL.size()),
        new ProgramParameter(FIRST, blocks, registers),
        new ProgramParameter(SECOND, blocks, registers),
        new ProgramParameter(OUTPUT, blocks, registers),
        new ProgramParameter(CONDITION, blocks, registers),
        new ProgramParameter(THEN, blocks, blocks + 1),
        new ProgramParameter(ELSE, blocks, blocks + 1));
  }

  @Override
  public Inputs inputs(Level level) {
    return new Inputs(level.modulus(), level.modulus());
  }

  /** The machine between two steps. */
  private record State<V>(V block, List<V> registers, List<V> memory) {}

  @Override
  public <V> List<V> run(
      Algebra<V> algebra, Level level, List<V> inputs, Map<String, List<V>> program) {
    int values = inputs.size();
    var zeros = IntStream.range(0, registers).mapToObj(r -> algebra.constant(0, values)).toList();
    var state = new State<>(algebra.constant(1, blocks + 1), zeros, inputs);
    for (int t = 0; t < level.timeSteps(); t++) {
      var before = state;
      var after = new ArrayList<State<V>>();
      after.add(new State<>(algebra.constant(0, blocks + 1), before.registers(), before.memory()));
      for (int b = 0; b < blocks; b++) {
        after.add(step(algebra, before, ofBlock(program, b)));
      }
      state = mixed(algebra, before.block(), after);
    }
    var outputs = new ArrayList<>(state.memory());
    outputs.add(algebra.is(state.block(), 0));
    return outputs;
  }

  private static <V> Map<String, V> ofBlock(Map<String, List<V>> program, int block) {
    var one = new HashMap<String, V>();
    program.forEach((name, values) -> one.put(name, values.get(block)));
    return one;
  }

  /** Returns the state after a block. */
  private <V> State<V> step(Algebra<V> algebra, State<V> state, Map<String, V> block) {
    V instruction = block.get(INSTRUCTION);
    V x = algebra.choose(block.get(FIRST), state.registers());
    V y = algebra.choose(block.get(SECOND), state.registers());
    V result = algebra.choose(instruction, results(algebra, x, y, state.memory()));
    V keeps = algebra.map(instruction, i -> i <= Instruction.WRITE.number() ? 1 : 0, 2);
    var registersAfter = new ArrayList<V>();
    for (int r = 0; r < registers; r++) {
      V before = state.registers().get(r);
      V changed = algebra.either(algebra.is(block.get(OUTPUT), r), result, before);
      registersAfter.add(algebra.either(keeps, before, changed));
    }
    V writes = algebra.is(instruction, Instruction.WRITE.number());
    var memoryAfter = new ArrayList<V>();
    for (int cell = 0; cell < state.memory().size(); cell++) {
      V before = state.memory().get(cell);
      V changed = algebra.either(algebra.is(x, cell), y, before);
      memoryAfter.add(algebra.either(writes, changed, before));
    }
    V condition = algebra.choose(block.get(CONDITION), registersAfter);
    V isPositive = algebra.map(condition, i -> i > 0 ? 1 : 0, 2);
    V next = algebra.either(isPositive, block.get(THEN), block.get(ELSE));
    return new State<>(next, registersAfter, memoryAfter);
  }

  /** Returns the result of each instruction; 0 for those that have none. */
  private static <V> List<V> results(Algebra<V> algebra, V x, V y, List<V> memory) {
    V zero = algebra.constant(0, memory.size());
    return Instruction.ALL.stream()
        .map(
            instruction ->
                switch (instruction) {
                  case NOOP, WRITE, ZERO -> zero;
                  case READ -> algebra.choose(x, memory);
                  case INC -> algebra.rotate(x, 1);
                  case DEC -> algebra.rotate(x, -1);
                  case ADD -> algebra.sum(x, y);
                  case SUB -> algebra.difference(x, y);
                  case LESS -> algebra.less(x, y, memory.size());
                })
        .toList();
  }

  private static <V> State<V> mixed(Algebra<V> algebra, V block, List<State<V>> after) {
    return new State<>(
        algebra.choose(block, after.stream().map(State::block).toList()),
        each(algebra, block, after.stream().map(State::registers).toList()),
        each(algebra, block, after.stream().map(State::memory).toList()));
  }

  private static <V> List<V> each(Algebra<V> algebra, V block, List<List<V>> after) {
    return IntStream.range(0, after.get(0).size())
        .mapToObj(i -> algebra.choose(block, after.stream().map(each -> each.get(i)).toList()))
        .toList();
  }

  @Override
  public int[] input(MemoryExample example) {
    return example.inputMemory();
  }

  @Override
  public int[] expected(MemoryExample example) {
    int cells = example.modulus();
    return IntStream.rangeClosed(0, cells)
        .map(
            i -> {
              if (i == cells) {
                return 1;
              }
              return example.isOutput(i) ? example.expected(i) : NOT_OBSERVED;
            })
        .toArray();
  }

  @Override
  public String listing(Map<String, int[]> program) {
    return IntStream.range(0, blocks).mapToObj(b -> line(b, program)).collect(Collectors.joining());
  }

  private static String line(int block, Map<String, int[]> program) {
    var instruction = Instruction.ALL.get(program.get(INSTRUCTION)[block]);
    String done =
        instruction.text.formatted(
            register(program.get(OUTPUT)[block]),
            register(program.get(FIRST)[block]),
            register(program.get(SECOND)[block]));
    int then = program.get(THEN)[block];
    int otherwise = program.get(ELSE)[block];
    String next =
        then == otherwise
            ? target(then)
            : "if %s > 0 %s, else %s"
                .formatted(
                    register(program.get(CONDITION)[block]), target(then), target(otherwise));
    return "block %d: %s; %s%n".formatted(block + 1, done, next);
  }

  private static String register(int number) {
    return "r" + number;
  }

  private static String target(int block) {
    return block == 0 ? "halt" : "block " + block;
  }

  @Override
  public String rendered(int[] outputs) {
    return Machine.cellsAndHalt(outputs, String::valueOf);
  }
}

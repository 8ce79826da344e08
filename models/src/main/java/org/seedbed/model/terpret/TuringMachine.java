package org.seedbed.model.terpret;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.seedbed.task.Level;
import org.seedbed.task.terpret.TapeExample;

/**
 * A Turing machine on a circular tape (Gaunt et al., TerpreT, 2016, section 4.1). It starts in
 * state 1 on cell 0 and halts in state 0. For each state and symbol, the program tells the symbol
 * to write, the move and the next state. The outputs are the tape and whether the machine has
 * halted.
 *
 * @param states number of states, with the halting one
 */
record TuringMachine(int states) implements Machine<TapeExample> {
  private static final String WRITE = "write";
  private static final String MOVE = "move";
  private static final String NEXT = "next";
  private static final List<String> MOVES = List.of("stay", "right", "left");
  private static final int SYMBOLS = TapeExample.SYMBOLS;

  @Override
  public List<ProgramParameter> parameters() {
    int rules = states * SYMBOLS;
    return List.of(
        new ProgramParameter(WRITE, rules, SYMBOLS),
        new ProgramParameter(MOVE, rules, MOVES.size()),
        new ProgramParameter(NEXT, rules, states));
  }

  @Override
  public Inputs inputs(Level level) {
    return new Inputs(level.modulus(), SYMBOLS);
  }

  @Override
  public <V> List<V> run(
      Algebra<V> algebra, Level level, List<V> inputs, Map<String, List<V>> program) {
    var tape = inputs;
    V position = algebra.constant(0, inputs.size());
    V state = algebra.constant(1, states);
    V halted = algebra.constant(0, 2);
    for (int t = 0; t < level.timeSteps(); t++) {
      V symbol = algebra.choose(position, tape);
      V written = rule(algebra, state, symbol, program.get(WRITE));
      V move = rule(algebra, state, symbol, program.get(MOVE));
      V next = rule(algebra, state, symbol, program.get(NEXT));
      tape = written(algebra, tape, position, written, halted);
      V moved =
          algebra.choose(
              move, List.of(position, algebra.rotate(position, 1), algebra.rotate(position, -1)));
      position = algebra.either(halted, position, moved);
      state = algebra.either(halted, state, next);
      halted = algebra.either(halted, algebra.constant(1, 2), algebra.is(next, 0));
    }
    var outputs = new ArrayList<>(tape);
    outputs.add(halted);
    return outputs;
  }

  /** Returns what the program says for a state and a symbol. */
  private <V> V rule(Algebra<V> algebra, V state, V symbol, List<V> rules) {
    var ofStates = new ArrayList<V>();
    for (int s = 0; s < states; s++) {
      ofStates.add(algebra.choose(symbol, rules.subList(s * SYMBOLS, (s + 1) * SYMBOLS)));
    }
    return algebra.choose(state, ofStates);
  }

  private static <V> List<V> written(
      Algebra<V> algebra, List<V> tape, V position, V symbol, V halted) {
    var after = new ArrayList<V>();
    for (int cell = 0; cell < tape.size(); cell++) {
      V before = tape.get(cell);
      V changed = algebra.either(algebra.is(position, cell), symbol, before);
      after.add(algebra.either(halted, before, changed));
    }
    return after;
  }

  @Override
  public int[] input(TapeExample example) {
    return example.input().stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public int[] expected(TapeExample example) {
    return IntStream.concat(
            example.expected().stream().mapToInt(Integer::intValue), IntStream.of(1))
        .toArray();
  }

  @Override
  public String listing(Map<String, int[]> program) {
    var lines = new StringBuilder();
    for (int s = 1; s < states; s++) {
      for (int symbol = 0; symbol < SYMBOLS; symbol++) {
        int rule = s * SYMBOLS + symbol;
        int next = program.get(NEXT)[rule];
        lines.append(
            "state %d on %s: write %s, %s, %s%n"
                .formatted(
                    s,
                    TapeExample.text(symbol),
                    TapeExample.text(program.get(WRITE)[rule]),
                    MOVES.get(program.get(MOVE)[rule]),
                    next == 0 ? "halt" : "state " + next));
      }
    }
    return lines.toString();
  }

  @Override
  public String rendered(int[] outputs) {
    return Machine.cellsAndHalt(outputs, TapeExample::text);
  }
}

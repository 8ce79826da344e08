package org.seedbed.model.terpret;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;

/** Programs that were written by hand, one for each task. */
final class KnownPrograms {
  private KnownPrograms() {}

  /**
   * A program.
   *
   * @param values of all parameters, in order
   */
  @SuppressWarnings("ArrayRecordComponent") // Never written after the constructor.
  record Known<E>(Machine<E> machine, Task<E> task, int... values) {
    Level level(int length) {
      return task.level(length, OptionalInt.empty());
    }

    /** Logits whose most probable values are the program, by a lead of 1. */
    float[] logits() {
      var sizes =
          machine.parameters().stream()
              .flatMapToInt(p -> IntStream.generate(p::values).limit(p.count()))
              .toArray();
      float[] logits = new float[IntStream.of(sizes).sum()];
      int at = 0;
      for (int i = 0; i < sizes.length; i++) {
        logits[at + values[i]] = 1;
        at += sizes[i];
      }
      return logits;
    }

    @Override
    public String toString() {
      return task.name();
    }
  }

  private static <E> Known<E> known(Machine<E> machine, String task, int... values) {
    @SuppressWarnings("unchecked") // The types of the machine's and the task's examples agree.
    var typed = (Task<E>) TaskCatalogue.task("terpret/" + task);
    return new Known<>(machine, typed, values);
  }

  private static final int RIGHT = 1;
  private static final int LEFT = 2;
  private static final int BLANK = 2;

  /** Joins the rows of each kind of parameters. */
  private static int[] join(int[]... kinds) {
    return Stream.of(kinds).flatMapToInt(IntStream::of).toArray();
  }

  private static int[] row(int... values) {
    return values;
  }

  static Stream<Known<?>> tapes() {
    return Stream.of(
        // State 1 inverts and goes right, and halts at the blank.
        known(
            new TuringMachine(2),
            "tape-invert",
            join(
                row(0, 1, BLANK, 1, 0, BLANK),
                row(0, 0, 0, RIGHT, RIGHT, 0),
                row(0, 0, 0, 1, 1, 0))),
        // States 1 and 2 carry a 0 and a 1.
        known(
            new TuringMachine(3),
            "tape-prepend",
            join(
                row(0, 1, BLANK, 0, 0, 0, 1, 1, 1),
                row(0, 0, 0, RIGHT, RIGHT, 0, RIGHT, RIGHT, 0),
                row(0, 0, 0, 1, 2, 0, 1, 2, 0))),
        // State 1 goes to the blank; state 2 goes back and borrows.
        known(
            new TuringMachine(3),
            "tape-decrement",
            join(
                row(0, 1, BLANK, 0, 1, BLANK, 1, 0, BLANK),
                row(0, 0, 0, RIGHT, RIGHT, LEFT, LEFT, 0, 0),
                row(0, 0, 0, 1, 1, 2, 2, 0, 0))));
  }

  private static final int AND = 0;
  private static final int OR = 1;
  private static final int XOR = 2;
  private static final int COPY = 4;

  static Stream<Known<?>> circuits() {
    return Stream.of(
        // d := a ^ b; d := d & c; a := a ^ d; b := b ^ d, on wires c, a, b, d.
        known(
            new BooleanCircuit(4, 5),
            "circuit-swap",
            join(
                row(XOR, AND, XOR, XOR, COPY),
                row(1, 3, 1, 2, 3),
                row(2, 0, 3, 3, 0),
                row(3, 3, 1, 2, 3))),
        known(
            new BooleanCircuit(4, 5),
            "circuit-full-adder",
            join(
                row(XOR, AND, XOR, AND, OR),
                row(0, 0, 3, 3, 1),
                row(1, 1, 2, 2, 2),
                row(3, 1, 0, 2, 1))),
        known(
            new BooleanCircuit(5, 8),
            "circuit-two-bit-adder",
            join(
                row(AND, XOR, AND, XOR, AND, XOR, OR, COPY),
                row(0, 0, 1, 1, 1, 1, 2, 4),
                row(2, 2, 3, 3, 4, 4, 3, 0),
                row(4, 0, 2, 1, 3, 1, 2, 4))));
  }

  private static final int WRITE = 1;
  private static final int READ = 2;
  private static final int INC = 4;
  private static final int DEC = 5;

  static Stream<Known<?>> blocks() {
    return Stream.of(
        known(
            new BasicBlock(2, 4),
            "block-access",
            join(
                row(READ, INC, READ, WRITE),
                row(0, 1, 1, 0),
                row(0, 0, 0, 1),
                row(1, 1, 1, 0),
                row(0, 0, 0, 0),
                row(2, 3, 4, 0),
                row(2, 3, 4, 0))),
        known(
            new BasicBlock(2, 4),
            "block-decrement",
            join(
                row(READ, DEC, WRITE, INC),
                row(0, 1, 0, 0),
                row(0, 0, 1, 0),
                row(1, 1, 0, 0),
                row(1, 0, 0, 0),
                row(2, 3, 4, 1),
                row(0, 3, 4, 1))),
        // r1 := head; r0 := k; while r0 > 0: r1 := next, r0 := r0 - 1; memory[0] := value.
        known(
            new BasicBlock(2, 8),
            "block-listk",
            join(
                row(READ, INC, READ, READ, DEC, INC, READ, WRITE),
                row(0, 0, 0, 1, 0, 1, 1, 0),
                row(0, 0, 0, 0, 0, 0, 0, 1),
                row(1, 0, 0, 1, 0, 1, 1, 0),
                row(0, 0, 0, 0, 0, 0, 0, 0),
                row(2, 3, 4, 5, 4, 7, 8, 0),
                row(2, 3, 6, 5, 6, 7, 8, 0))));
  }

  static Stream<Known<?>> all() {
    return Stream.of(tapes(), circuits(), blocks()).flatMap(each -> each);
  }
}

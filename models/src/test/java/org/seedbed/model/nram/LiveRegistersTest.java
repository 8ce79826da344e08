package org.seedbed.model.nram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.seedbed.model.nram.LiveRegisters.Step;

class LiveRegistersTest {
  private static final SelectorLayout LAYOUT = SelectorLayout.of(4, Module.ALL, 1);
  private static final int REGISTERS = 4;
  private static final int READ = REGISTERS;
  private static final int INC = REGISTERS + Module.INC.position();
  private static final int ADD = REGISTERS + Module.ADD.position();

  /** READ(r0), INC(r0), ADD(r1, r2), WRITE(r1, READ); registers take the given values. */
  private static Instruction instruction(Integer... registers) {
    var arguments = new ArrayList<List<Integer>>();
    for (var call : LAYOUT.calls()) {
      arguments.add(
          switch (call.module()) {
            case READ -> List.of(0);
            case INC -> List.of(0);
            case ADD -> List.of(1, 2);
            case WRITE -> List.of(1, READ);
            default -> Collections.nCopies(call.module().arguments(), 3);
          });
    }
    return new Instruction(LAYOUT.calls(), arguments, List.of(registers), false);
  }

  /** r2 is only ever added to r1 for r3, and nothing uses r3. */
  @Test
  void whatNothingUsesIsLeftOut() {
    var loop = instruction(INC, 1, 2, ADD);
    var run = List.of(new Step(loop, Set.of()), new Step(loop, Set.of()));
    var live = LiveRegisters.of(run).after(loop);
    assertThat(live).containsExactlyInAnyOrder(0, 1);
    assertThat(loop.lines(live))
        .containsExactly("READ(r0)", "INC(r0)", "WRITE(r1, READ)", "r0 ← INC");
    assertThat(loop.registersUsed(live)).containsExactlyInAnyOrder(0, 1);
  }

  @Test
  void whatTheControllerChoosesByMatters() {
    var loop = instruction(INC, 1, 2, ADD);
    var live =
        LiveRegisters.of(List.of(new Step(loop, Set.of()), new Step(loop, Set.of(3)))).after(loop);
    assertThat(live).containsExactlyInAnyOrder(0, 1, 2, 3);
    assertThat(loop.lines(live)).contains("ADD(r1, r2)", "r0 ← INC, r3 ← ADD");
  }

  /** The value goes round: r3 → r2 → r1, which WRITE uses two steps later. */
  @Test
  void aValueMayMatterStepsLater() {
    var first = instruction(0, 1, 2, ADD);
    var second = instruction(0, 1, 3, 3);
    var third = instruction(0, 2, 2, 3);
    var last = instruction(INC, 1, 2, 3);
    var live =
        LiveRegisters.of(
            List.of(
                new Step(first, Set.of()),
                new Step(second, Set.of()),
                new Step(third, Set.of()),
                new Step(last, Set.of())));
    assertThat(live.after(first)).contains(3);
    assertThat(live.after(second)).contains(2);
    assertThat(live.after(third)).contains(1).doesNotContain(2, 3);
    assertThat(live.after(last)).isEmpty();
  }
}

package org.seedbed.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.seedbed.evaluation.ExhaustiveCheck.Bounds;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;

/**
 * A Neural RAM whose weights are set by hand to a program for access-index: READ(r1), INC(READ),
 * WRITE(r0, READ), r1 ← INC, and finish once r1 is not 0.
 */
class ExhaustiveCheckTest {
  private static final int REGISTERS = 2;
  private static final int HIDDEN = 1;

  /** Logits of the chosen values: each selector's first logit and the choice. */
  private static final int[] CHOSEN = {0 + 1, 2 + 2, 167 + 0, 182 + 2, 197 + 0, 213 + 6};

  private static final int FINISH = 229;

  private final ExperimentModel<?> access =
      ExperimentModel.of(
          ExperimentFile.read(
              "task: memory/access-index\nnram: {registers: 2, hiddenSize: 1}", Map.of()));

  private float[] program(float finishes) {
    float[] all = new float[access.layout().size()];
    int hidden = access.layout().offset("controller/hidden");
    int output = access.layout().offset("controller/output");
    int columns = HIDDEN + 1;
    all[hidden + 1] = 1; // The hidden unit is 1 while r1 is 0.
    for (int logit : CHOSEN) {
      all[output + logit * columns + HIDDEN] = 9;
    }
    all[output + FINISH * columns] = -2 * finishes;
    all[output + FINISH * columns + HIDDEN] = finishes;
    assertThat(all).hasSize(HIDDEN * (REGISTERS + 1) + (FINISH + 1) * columns);
    return all;
  }

  private ExhaustiveCheck check(float finishes, OptionalInt modulus) {
    return check(finishes, OptionalInt.empty(), modulus, OptionalInt.empty());
  }

  private ExhaustiveCheck check(
      float finishes, OptionalInt first, OptionalInt last, OptionalInt length) {
    return ExhaustiveCheck.of(access, program(finishes), new Bounds(first, last, length))
        .orElseThrow();
  }

  /** Inputs are counted by hand: Σ_n n·(M − 1)^n over n up to M − 2. */
  @Test
  void aRightProgramIsRightOnEveryInput() {
    var check = check(5, OptionalInt.of(6));
    assertThat(check.proved()).isTrue();
    assertThat(check.inputs())
        .isEqualTo((3 + 2 * 9) + (4 + 2 * 16 + 3 * 64) + (5 + 2 * 25 + 3 * 125 + 4 * 625));
    assertThat(check.smallest()).isEqualTo(4);
    assertThat(check.largest()).isEqualTo(6);
    assertThat(check.length()).isEqualTo(4);
    assertThat(check(5, OptionalInt.empty()).largest()).isEqualTo(7);
  }

  /** One or two elements, counted by hand. */
  @Test
  void lengthsAndTheSmallestModulusAreBounded() {
    var check = check(5, OptionalInt.of(5), OptionalInt.of(9), OptionalInt.of(2));
    assertThat(check.proved()).isTrue();
    assertThat(check.inputs())
        .isEqualTo((4 + 2 * 16) + (5 + 2 * 25) + (6 + 2 * 36) + (7 + 2 * 49) + (8 + 2 * 64));
    assertThat(check.smallest()).isEqualTo(5);
    assertThat(check.largest()).isEqualTo(9);
    assertThat(check.length()).isEqualTo(2);
    var far = check(5, OptionalInt.of(70), OptionalInt.empty(), OptionalInt.of(1));
    assertThat(far.largest()).isEqualTo(70);
    assertThat(far.inputs()).isEqualTo(69);
  }

  /** It goes on after the answer is written, and reads elsewhere. */
  @Test
  void aWrongProgramHasACounterexample() {
    var check = check(-5, OptionalInt.of(6));
    assertThat(check.proved()).isFalse();
    assertThat(check.largest()).isEqualTo(4);
    assertThat(check.inputs()).isBetween(1L, 21L);
    assertThat(check.counterexample().orElseThrow()).contains("READ(r1)").endsWith("WRONG\n");
  }

  @Test
  void boundsThatCannotBeAreRefused() {
    assertThatThrownBy(() -> check(5, OptionalInt.of(3)))
        .hasMessage(
            "--modulus is 3, must be 4 or more: no input of task 'memory/access-index' is smaller");
    assertThatThrownBy(
            () ->
                ExhaustiveCheck.of(
                        access,
                        program(5),
                        new Bounds(OptionalInt.empty(), OptionalInt.of(8), OptionalInt.empty()),
                        1000)
                    .orElseThrow())
        .hasMessageContaining(
            "more than 1,000 inputs with M = 6. Give a smaller --modulus or --length.");
    assertThatThrownBy(() -> check(5, OptionalInt.of(7), OptionalInt.of(6), OptionalInt.empty()))
        .hasMessage("--first-modulus is 7, above --modulus, which is 6");
    assertThatThrownBy(() -> check(5, OptionalInt.of(3), OptionalInt.empty(), OptionalInt.empty()))
        .hasMessageContaining("--first-modulus is 3, must be 4 or more");
    assertThatThrownBy(() -> check(5, OptionalInt.empty(), OptionalInt.empty(), OptionalInt.of(0)))
        .hasMessage("--length is 0, must be 1 or more");
  }

  @Test
  void aTaskWithoutAListIsNotChecked() {
    var copy = ExperimentModel.of(ExperimentFile.read("model: diagonal-neural-gpu", Map.of()));
    assertThat(ExhaustiveCheck.of(copy, new float[copy.layout().size()], Bounds.NONE)).isEmpty();
  }
}

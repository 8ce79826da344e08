package org.seedbed.model.npi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.seedbed.model.npi.FrameDraw.Rule;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.TraceTask;
import org.seedbed.task.trace.TraceTasks;

class FrameChoiceTest {
  private static final TraceTask<?> TASK = TraceTasks.task("addition-recursive");
  private static final int ADD = 1;
  private static final int ADD1 = 2;
  private static final int CARRY = 3;
  private static final int LSHIFT = 4;

  /** Distinct frames of one trace, as a pack orders them: of four programs. */
  private static final List<Frame> FRAMES =
      FramePack.of(
              TASK.vocabulary(),
              TASK.parse("98765432109876543210+99999999991111111111").frames().stream()
                  .distinct()
                  .toList())
          .frames();

  private static long ofProgram(int[] frames, int program) {
    return Arrays.stream(frames).filter(f -> FRAMES.get(f).call().program() == program).count();
  }

  private static double[] losses(int program, double own, double others) {
    return FRAMES.stream()
        .mapToDouble(frame -> frame.call().program() == program ? own : others)
        .toArray();
  }

  private static double[] ones() {
    return FRAMES.stream().mapToDouble(frame -> 1).toArray();
  }

  private static FrameChoice choice(Rule rule, double share, double random, double temperature) {
    return new FrameChoice(new FrameDraw(rule, share, random, temperature), FRAMES, 0);
  }

  @Test
  void drawsTheHardestAndSomeOthers() {
    double[] losses = IntStream.range(0, FRAMES.size()).mapToDouble(f -> f).toArray();
    int count = (int) Math.round(0.5 * FRAMES.size());
    int[] hardest = choice(Rule.HARDEST, 0.5, 0, 1).draw(ones(), losses).frames();
    assertThat(hardest)
        .containsExactly(IntStream.range(FRAMES.size() - count, FRAMES.size()).toArray());
    int[] mixed = choice(Rule.HARDEST, 0.5, 0.5, 1).draw(ones(), losses).frames();
    assertThat(mixed).hasSize(count).contains(0, FRAMES.size() - 1).isSorted();
    int[] any = choice(Rule.HARDEST, 0.5, 1, 1).draw(ones(), losses).frames();
    assertThat(any)
        .containsExactly(IntStream.range(0, count).map(i -> i * FRAMES.size() / count).toArray());
  }

  /**
   * Softmax at temperature 0.25 of twice 1 (ADD1 with and without a carry) and four times 0.5 (ADD
   * and its base case, CARRY, LSHIFT).
   */
  @Test
  void drawsFramesOfProgramsByASoftmaxOverTheirLosses() {
    var choice = choice(Rule.PROGRAM, 0.25, 0, 0.25);
    int[] frames = choice.draw(ones(), losses(ADD1, 0.2, 0.1)).frames();
    double share = Math.exp(4) / (2 * Math.exp(4) + 4 * Math.exp(2));
    long each = Math.round(share * Math.round(FRAMES.size() / 4.0));
    assertThat(ofProgram(frames, ADD1)).isEqualTo(2 * each);
    for (int program : new int[] {ADD, CARRY, LSHIFT}) {
      assertThat(ofProgram(frames, program)).as("program %d", program).isPositive();
    }
  }

  @Test
  void equalLossesDrawEqualNumbersAndAlwaysTheBaseCase() {
    int[] frames = choice(Rule.PROGRAM, 0.4, 0, 0.25).draw(ones(), losses(ADD1, 0, 0)).frames();
    long each = Math.round(Math.round(0.4 * FRAMES.size()) / 6.0);
    assertThat(ofProgram(frames, ADD)).isEqualTo(each + 1);
    assertThat(ofProgram(frames, ADD1)).isEqualTo(2 * each);
    assertThat(ofProgram(frames, CARRY)).isEqualTo(each);
    assertThat(ofProgram(frames, LSHIFT)).isEqualTo(each);
  }

  /** The frame of each program that has the highest loss is drawn, and as many as by PROGRAM. */
  @Test
  void drawsTheHardestOfEachProgram() {
    double[] losses = losses(ADD1, 2, 1);
    var last = new HashMap<Integer, Integer>();
    for (int f = 0; f < FRAMES.size(); f++) {
      last.put(FRAMES.get(f).call().program(), f);
    }
    last.values().forEach(f -> losses[f] += 1e-3);
    var hardest = choice(Rule.HARDEST_OF_PROGRAM, 0.25, 0, 0.25).draw(ones(), losses);
    var spread = choice(Rule.PROGRAM, 0.25, 0, 0.25).draw(ones(), losses);
    assertThat(hardest.frames()).contains(last.values().toArray(Integer[]::new)).isSorted();
    assertThat(hardest.frames()).hasSameSizeAs(spread.frames()).doesNotHaveDuplicates();
    assertThat(spread.frames()).doesNotContain(last.get(CARRY));
    assertThat(hardest.loss())
        .isCloseTo(
            IntStream.range(0, FRAMES.size())
                .mapToDouble(f -> losses[f] * FRAMES.get(f).steps().size())
                .sum(),
            within(1e-9));
  }

  /** Of up to 16 frames of each group, spread over the pack. */
  @Test
  void estimatesProgramsByFewFrames() {
    var choice = choice(Rule.PROGRAM, 0.25, 0, 0.25);
    assertThat(choice.probes()).hasSizeLessThanOrEqualTo(6 * 16).isSorted();
    double[] losses = new double[FRAMES.size()];
    Arrays.fill(losses, Double.NaN);
    double[] known = losses(ADD1, 3, 1);
    Arrays.stream(choice.probes()).forEach(f -> losses[f] = known[f]);
    assertThat(choice.draw(ones(), losses)).isNotNull();
    double expected =
        IntStream.range(0, FRAMES.size())
            .mapToDouble(f -> known[f] * FRAMES.get(f).steps().size())
            .sum();
    assertThat(choice.draw(ones(), losses).loss()).isCloseTo(expected, within(1e-9));
  }

  /** Also the one frame of a program that ends it, which is the last of its pack. */
  @Test
  void whatIsTakenWhateverItsLossIsEachFrameInTheLongRun() {
    for (var rule : List.of(Rule.PROGRAM, Rule.HARDEST, Rule.HARDEST_OF_PROGRAM)) {
      int[] times = new int[FRAMES.size()];
      for (long step = 0; step < 1000; step++) {
        var draw = new FrameDraw(rule, 0.4, 1, 0.25);
        var choice = new FrameChoice(draw, FRAMES, step);
        Arrays.stream(choice.draw(ones(), losses(ADD1, 0, 0)).frames()).forEach(f -> times[f]++);
        assertThat(choice.probes()).doesNotHaveDuplicates();
      }
      assertThat(Arrays.stream(times)).as("%s", rule).allMatch(count -> count > 100);
    }
  }

  @Test
  void weightsKeepTheirSum() {
    double[] weights = IntStream.range(0, FRAMES.size()).mapToDouble(f -> 1.0 / (1 + f)).toArray();
    for (var rule : Rule.values()) {
      var drawn = choice(rule, 0.3, 0.25, 0.25).draw(weights, losses(ADD1, 3, 1));
      double sum =
          IntStream.range(0, drawn.frames().length)
              .mapToDouble(i -> drawn.weights()[i] * FRAMES.get(drawn.frames()[i]).steps().size())
              .sum();
      double all =
          IntStream.range(0, weights.length)
              .mapToDouble(f -> weights[f] * FRAMES.get(f).steps().size())
              .sum();
      assertThat(sum).as("%s", rule).isCloseTo(all, within(1e-9));
    }
  }

  /** Losses that are no numbers do not end the search: the seed diverges by its loss. */
  @Test
  void aSeedWithoutNumbersStillDraws() {
    for (var rule : Rule.values()) {
      var drawn = choice(rule, 0.3, 0.25, 0.25).draw(ones(), losses(ADD1, Double.NaN, Double.NaN));
      assertThat(drawn.frames()).isNotEmpty();
      assertThat(drawn.loss()).isNaN();
    }
  }

  @Test
  void refusesWhatIsNoDraw() {
    assertThatThrownBy(() -> new FrameDraw(Rule.HARDEST, 0, 0, 1))
        .hasMessageContaining("share is 0.0");
    assertThatThrownBy(() -> new FrameDraw(Rule.HARDEST, 1, 2, 1))
        .hasMessageContaining("random is 2.0");
    assertThatThrownBy(() -> new FrameDraw(Rule.PROGRAM, 1, 0, 0))
        .hasMessageContaining("temperature is 0.0");
    assertThatThrownBy(
            () ->
                new NpiSettings(
                    1,
                    1,
                    1,
                    NpiSettings.Weighting.COUNT,
                    0.5,
                    new FrameDraw(Rule.HARDEST, 1, 0, 1),
                    NpiSettings.Subprograms.NONE))
        .hasMessageContaining("weightByLoss is 0.5");
  }
}

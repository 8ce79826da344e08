package org.seedbed.task.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameTest {
  private static final Call CALL = new Call(1, 0, 0, 0);

  private static Step step(int observed, int program) {
    return new Step(List.of(observed, 7), new Call(program, 0, 0, 2));
  }

  private static Frame frame(Step... steps) {
    return new Frame(CALL, Arrays.asList(steps));
  }

  private static void assertCommon(Frame one, Frame other, int steps) {
    assertThat(one.commonSteps(other)).isEqualTo(steps);
    assertThat(other.commonSteps(one)).isEqualTo(steps);
  }

  @Test
  void framesHaveStepsInCommonUntilTheyDiffer() {
    var frame = frame(step(1, 2), step(3, 4), step(5, 6));
    assertCommon(frame, frame(step(1, 2), step(3, 4), step(5, 6)), 3);
    assertCommon(frame, frame(step(1, 2), step(3, 4), step(5, 7)), 2);
    assertCommon(frame, frame(step(1, 2), step(0, 4), step(5, 6)), 1);
    assertCommon(frame, frame(step(1, 3), step(3, 4), step(5, 6)), 0);
    assertCommon(frame, new Frame(new Call(1, 0, 1, 0), frame.steps()), 0);
  }

  /** After its last step, a frame must end, and the longer one must not. */
  @Test
  void theLastStepOfTheShorterFrameIsNotInCommon() {
    var frame = frame(step(1, 2), step(3, 4), step(5, 6));
    assertCommon(frame, frame(step(1, 2), step(3, 4)), 1);
    assertCommon(frame, frame(step(1, 2)), 0);
  }

  @Test
  void inTheirNaturalOrderFramesHaveMostInCommonWithTheirNeighbours() {
    var frames = new ArrayList<Frame>();
    for (int first = 0; first < 3; first++) {
      for (int second = 0; second < 3; second++) {
        frames.add(frame(step(first, 2), step(second, 2)));
        frames.add(frame(step(first, 2), step(second, 2), step(first, second)));
      }
    }
    Collections.shuffle(frames, new Random(1));
    Collections.sort(frames);
    for (int i = 1; i < frames.size(); i++) {
      int withNeighbour = frames.get(i - 1).commonSteps(frames.get(i));
      for (int j = 0; j < i; j++) {
        assertThat(frames.get(j).commonSteps(frames.get(i))).isLessThanOrEqualTo(withNeighbour);
      }
    }
  }
}

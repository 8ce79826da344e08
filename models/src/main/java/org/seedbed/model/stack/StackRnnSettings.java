package org.seedbed.model.stack;

import java.util.List;
import org.seedbed.task.Bounds;

/**
 * Settings of a stack-augmented recurrent network.
 *
 * @param hiddenSize H: number of hidden units, 1 to 4096
 * @param stacks S: number of stacks, 1 to 256
 * @param topCells number of cells of each stack that the hidden units see, 1 to 16
 * @param keepAction whether an action that leaves a stack as it is comes beside push and pop
 * @param recurrent whether the hidden units see those of the step before, too
 * @param discretized whether runs are evaluated with the most probable action at each step
 * @param readsPadding whether the padding of an input that is shorter than its answer is read
 *     before its symbols
 */
public record StackRnnSettings(
    int hiddenSize,
    int stacks,
    int topCells,
    boolean keepAction,
    boolean recurrent,
    boolean discretized,
    boolean readsPadding) {
  public StackRnnSettings {
    Bounds.check("hiddenSize", hiddenSize, 1, 4096);
    Bounds.check("stacks", stacks, 1, 256);
    Bounds.check("topCells", topCells, 1, 16);
  }

  /** Names of the actions. */
  List<String> actions() {
    return keepAction ? List.of("push", "pop", "keep") : List.of("push", "pop");
  }
}

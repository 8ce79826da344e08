package org.seedbed.job;

import java.util.List;

/** Arguments for a search that takes seconds, and for the dataset that it can train on. */
final class SmallSearch {
  /** A sweep that takes seconds, as the content of a file. */
  static final String SWEEP =
      """
      task: memory/copy
      curriculum: {lastLevel: 2}
      nram: {hiddenSize: 8}
      search: {rungs: [40], width: 6, slots: 2}
      evaluation: {examples: 32, lengths: [2]}
      space:
        training.adam.learningRate: {loguniform: [0.01, 0.1]}
        nram.registers: [3, 4]
      sweep: {settings: 6, rounds: [2, 4]}
      """;

  static final List<String> GENERATE =
      List.of(
          "generate",
          "--task",
          "memory/increment",
          "--examples",
          "3000",
          "--last-level",
          "2",
          "--widenings",
          "0");
  static final List<String> RESTARTS =
      List.of(
          "restarts",
          "--task",
          "memory/increment",
          "--seeds",
          "8",
          "--width",
          "4",
          "--set",
          "search.slots=2",
          "--set",
          "curriculum.lastLevel=2",
          "--set",
          "curriculum.widenings=0",
          "--set",
          "search.rungs=[10,20]",
          "--set",
          "nram.hiddenSize=8",
          "--set",
          "evaluation.examples=32",
          "--set",
          "evaluation.top=2",
          "--set",
          "evaluation.lengths=[2,4]");

  /** A search of the model of the example, which solves its task in seconds. */
  static final List<String> THRESHOLD =
      List.of(
          "restarts",
          "--model",
          "threshold",
          "--seeds",
          "8",
          "--width",
          "4",
          "--set",
          "search.slots=2",
          // All seeds solve it, so none would be left for later rungs.
          "--set",
          "search.solved=train");

  private SmallSearch() {}
}

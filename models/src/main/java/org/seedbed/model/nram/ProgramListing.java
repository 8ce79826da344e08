package org.seedbed.model.nram;

import java.util.ArrayList;
import java.util.List;

/**
 * Steps of a run as text. Steps that repeat are folded into one loop.
 *
 * @param blocks in the order of the run
 */
record ProgramListing(List<Block> blocks) {
  /** Longest loop that is looked for, in steps. */
  private static final int LONGEST_LOOP = 4;

  ProgramListing {
    blocks = List.copyOf(blocks);
  }

  /**
   * Steps that are made once or more often.
   *
   * @param first number of the first step, from 1
   * @param steps lines of each step
   * @param times how often they are made, 1 or more
   */
  record Block(int first, List<List<String>> steps, int times) {
    Block {
      steps = steps.stream().map(List::copyOf).toList();
    }

    /** Number of the last step, from 1. */
    int last() {
      return first + steps.size() * times - 1;
    }

    private String title() {
      if (times == 1) {
        return "step " + first;
      }
      String loop = steps.size() == 1 ? "the same" : "the same " + steps.size();
      return "steps " + first + " to " + last() + ": " + loop + ", " + times + " times";
    }
  }

  /**
   * Returns the listing of a run.
   *
   * @param run lines of each step
   */
  static ProgramListing of(List<List<String>> run) {
    var blocks = new ArrayList<Block>();
    int at = 0;
    while (at < run.size()) {
      var block = blockAt(run, at);
      blocks.add(block);
      at = block.last();
    }
    return new ProgramListing(blocks);
  }

  /** Returns the loop at a step that covers most steps, the shortest of these; else the step. */
  private static Block blockAt(List<List<String>> run, int at) {
    var best = new Block(at + 1, run.subList(at, at + 1), 1);
    for (int size = 1; size <= LONGEST_LOOP && at + size <= run.size(); size++) {
      var steps = run.subList(at, at + size);
      int times = 1;
      while (at + (times + 1) * size <= run.size()
          && run.subList(at + times * size, at + (times + 1) * size).equals(steps)) {
        times++;
      }
      var loop = new Block(at + 1, steps, times);
      if (times > 1 && loop.last() > best.last()) {
        best = loop;
      }
    }
    return best;
  }

  /** Returns the listing, two spaces deep. */
  String text() {
    var text = new StringBuilder();
    for (var block : blocks) {
      text.append("  ").append(block.title()).append('\n');
      for (int i = 0; i < block.steps().size(); i++) {
        text.append(i > 0 ? "    then\n" : "");
        block.steps().get(i).forEach(line -> text.append("    ").append(line).append('\n'));
      }
    }
    return text.toString();
  }
}

package org.seedbed.job;

import java.util.ArrayList;
import java.util.List;
import org.seedbed.restart.Experiment;
import org.seedbed.restart.ExperimentFile;

/** Says in which lines two experiments differ. */
final class Differences {
  private Differences() {}

  /** Such as {@code count: 64 (now count: 32)}. */
  static String between(Experiment before, Experiment now) {
    List<String> old = ExperimentFile.write(before).lines().toList();
    List<String> current = ExperimentFile.write(now).lines().toList();
    if (old.size() != current.size()) {
      return "their files differ in length";
    }
    var differing = new ArrayList<String>();
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).equals(current.get(i))) {
        differing.add(old.get(i).strip() + " (now " + current.get(i).strip() + ")");
      }
    }
    return String.join(", ", differing);
  }
}

package org.seedbed.experiment;

import java.util.ArrayList;
import java.util.List;

/** Describes the lines in which two experiments differ. */
public final class ExperimentDifferences {
  private ExperimentDifferences() {}

  /** Returns the differences, such as {@code count: 64 (now count: 32)}. */
  public static String between(Experiment before, Experiment now) {
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

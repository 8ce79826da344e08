package org.seedbed.sweep;

import java.util.List;
import org.seedbed.files.SchemaVersion;

/**
 * The commit record of a round, written once all its populations are committed. A resumed sweep
 * must come to the same decision.
 *
 * @param bracket from 0
 * @param round from 0
 * @param seeds that each of its settings has trained
 * @param results of its settings over all their seeds, in the order of their numbers
 * @param continuing settings that train the next round's seeds, if there is one
 */
@SchemaVersion(3)
public record SweepRound(
    int bracket, int round, int seeds, List<SettingResult> results, List<Integer> continuing) {
  public SweepRound {
    results = List.copyOf(results);
    continuing = List.copyOf(continuing);
  }
}

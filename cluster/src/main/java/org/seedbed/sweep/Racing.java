package org.seedbed.sweep;

import java.util.ArrayList;
import java.util.List;

/**
 * Decides which settings continue after a round: successive halving (Karnin, Koren and Somekh,
 * 2013) over settings, where a setting beyond the share that is kept continues, too, while its cost
 * per solved seed may be as low as that of the last one that is. Pure.
 *
 * @param keep see {@link SweepSettings}
 * @param undecided see {@link SweepSettings}
 */
record Racing(double keep, double undecided) {
  static Racing of(SweepSettings sweep) {
    return new Racing(sweep.keep(), sweep.undecided());
  }

  /**
   * Returns the settings that continue, in order of their numbers. The default always does, since
   * others are compared with it.
   *
   * @param results of all settings of the round
   */
  List<Integer> continuing(List<SettingResult> results) {
    var ranked =
        results.stream().filter(r -> r.setting() != 0).sorted(SettingResult.ORDER).toList();
    var continuing = new ArrayList<Integer>();
    results.stream().filter(r -> r.setting() == 0).forEach(r -> continuing.add(0));
    int certain = (int) Math.ceil(keep * ranked.size());
    int most = Math.max(certain, (int) (undecided * ranked.size()));
    for (int i = 0; i < most; i++) {
      var result = ranked.get(i);
      if (i < certain || isUndecided(result, ranked.get(certain - 1))) {
        continuing.add(result.setting());
      }
    }
    return continuing.stream().sorted().toList();
  }

  private static boolean isUndecided(SettingResult result, SettingResult lastCertain) {
    return lastCertain.solved() == 0 || result.costLow() <= lastCertain.shrunkenCost();
  }
}

package org.seedbed.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.files.DamagedFileException;

/** Finds the searches of a folder: the folder itself, or a series of searches in subfolders. */
public final class RunSeries {
  private RunSeries() {}

  /**
   * Returns the folders of a series' started searches, in order; empty if it is not a series.
   *
   * @throws DamagedFileException if a search has lost its experiment
   */
  public static List<RunFolder> begun(RunFolder folder) throws IOException {
    var there = folder.names(folder.part(RunFolder.SEARCHES));
    var begun = new ArrayList<RunFolder>();
    for (int number = 0; there.contains(folder.search(number).root().getName()); number++) {
      var search = folder.search(number);
      var files = search.names(search.root());
      if (!files.contains(search.experiment().getName())) {
        checkNotBegun(search, files);
        return begun;
      }
      begun.add(search);
    }
    return begun;
  }

  private static void checkNotBegun(RunFolder search, Set<String> files) {
    boolean begun =
        files.contains(RunFolder.RUNGS) || files.contains(search.leaderboard().getName());
    if (begun) {
      throw new DamagedFileException(
          search.experiment(), "the experiment of a search", "no file", ExperimentFile.REMEDY);
    }
  }

  /**
   * Returns whether a series can begin in a folder: it holds nothing, or what was left of a start.
   */
  public static boolean isFree(RunFolder folder) throws IOException {
    return folder.names(folder.root()).stream()
        .allMatch(
            name ->
                name.startsWith(".")
                    || name.equals(RunFolder.SEARCHES)
                    || name.equals(RunFolder.METRICS));
  }

  /** Returns the folders of a series' started searches; only the folder itself if not a series. */
  public static List<RunFolder> searches(RunFolder folder) throws IOException {
    var searches = begun(folder);
    return searches.isEmpty() ? List.of(folder) : searches;
  }

  /** Returns the search that holds a seed; the folder itself if it is not a series or none does. */
  public static RunFolder holding(RunFolder folder, long seed) throws IOException {
    for (var search : searches(folder)) {
      if (RunRecords.experiment(search).seeds().has(seed)) {
        return search;
      }
    }
    return folder;
  }
}

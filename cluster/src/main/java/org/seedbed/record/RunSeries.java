package org.seedbed.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The searches of a folder: one, or a series of them in folders of their own. */
public final class RunSeries {
  private RunSeries() {}

  /** Folders of the searches of a series that were begun, in order; none where it is no series. */
  public static List<RunFolder> begun(RunFolder folder) throws IOException {
    var begun = new ArrayList<RunFolder>();
    for (int number = 0; ; number++) {
      var search = folder.search(number);
      if (!search.exists(search.experiment())) {
        return begun;
      }
      begun.add(search);
    }
  }

  /** Folders of the searches that were begun, in order; the folder alone where it is no series. */
  public static List<RunFolder> searches(RunFolder folder) throws IOException {
    var searches = begun(folder);
    return searches.isEmpty() ? List.of(folder) : searches;
  }

  /** The search that has a restart; the folder itself where it is no series, or has no such. */
  public static RunFolder holding(RunFolder folder, long seed) throws IOException {
    for (var search : searches(folder)) {
      if (RunRecords.experiment(search).seeds().has(seed)) {
        return search;
      }
    }
    return folder;
  }
}

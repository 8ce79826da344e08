package org.seedbed.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.Seeds;
import org.seedbed.files.DamagedFileException;
import org.seedbed.record.Card;
import org.seedbed.record.ConfirmationEffect;
import org.seedbed.record.Costs;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.LeaderboardTable;
import org.seedbed.record.Provenance;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.RunSeries;

/**
 * A series of searches of one experiment, each over fresh seeds, and their merged results. Every
 * search is a run in its own subfolder of the series. The merged results have the layout of a run
 * and can be rebuilt from the searches at any time. Runs on the driver.
 *
 * <pre>{@code
 * var series = new SearchSeries(folder);
 * series.next(experiment).ifPresent(search -> ...); // run it to completion
 * Leaderboard all = series.merge(configuration);
 * }</pre>
 */
public final class SearchSeries {
  private final RunFolder folder;

  public SearchSeries(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * One search of the series.
   *
   * @param folder of this search
   * @param experiment the series' experiment with the seeds of this search
   */
  public record Search(RunFolder folder, Experiment experiment) {}

  /** Returns the folders of all searches started so far, in order. */
  public List<RunFolder> begun() throws IOException {
    return RunSeries.begun(folder);
  }

  /**
   * Returns the next search: an unfinished one from an earlier session, or a new one over as many
   * fresh seeds as the experiment has. Empty if only merging a finished search is left.
   */
  public Optional<Search> next(Experiment experiment) throws IOException {
    var begun = begun();
    if (begun.isEmpty()) {
      return Optional.of(new Search(folder.search(0), experiment));
    }
    var last = begun.get(begun.size() - 1);
    var earlier = RunRecords.experiment(last);
    var alike = experiment.controlledAs(earlier);
    var seeds = earlier.seeds();
    if (!last.exists(last.leaderboard())) {
      return Optional.of(new Search(last, alike.withSeeds(seeds)));
    }
    if (merged() < seeds.end()) {
      return Optional.empty();
    }
    return Optional.of(
        new Search(
            folder.search(begun.size()),
            alike.withSeeds(new Seeds(seeds.end(), experiment.seeds().count()))));
  }

  /** Returns the first seed after those on the merged leaderboard. */
  private long merged() throws IOException {
    if (!folder.exists(folder.leaderboard())) {
      return Long.MIN_VALUE;
    }
    try {
      return RunRecords.leaderboard(folder).experiment().seeds().end();
    } catch (DamagedFileException e) {
      // A merge that was interrupted leaves the result of the one before. Merging again mends it.
      return Long.MIN_VALUE;
    }
  }

  /**
   * Checks that the searches so far were trained on the same dataset.
   *
   * @param dataset digest of the examples of the next search; empty if they are generated in place
   * @throws IllegalArgumentException if one was trained on another
   */
  public void checkDataset(Optional<String> dataset) throws IOException {
    for (var search : begun()) {
      if (search.exists(search.provenance())) {
        search
            .readJson(search.provenance(), Provenance.class)
            .checkDataset("The dataset", dataset, search.root() + " was trained");
      }
    }
  }

  /** Merges all finished searches into one leaderboard, and stores the overall best beside it. */
  public Leaderboard merge(Configuration configuration) throws IOException {
    var finished = new ArrayList<RunFolder>();
    for (var search : begun()) {
      if (search.exists(search.leaderboard())) {
        finished.add(search);
      }
    }
    var parts = new ArrayList<Leaderboard>();
    var costs = new ArrayList<Costs>();
    var homes = new HashMap<Long, Home>();
    long merged = merged();
    for (var search : finished) {
      // Those that are merged already were checked then, and hold their digest.
      if (RunRecords.experiment(search).seeds().end() > merged) {
        RunIntegrity.check(search);
      }
      var part = RunRecords.leaderboard(search);
      part.entries().forEach(entry -> homes.put(entry.seed(), new Home(search, entry.rank())));
      parts.add(part);
      costs.add(search.readJson(search.costs(), Costs.class));
    }
    var all = Leaderboard.merged(parts);
    var newest = finished.get(finished.size() - 1);
    RunRecords.writeExperiment(folder, all.experiment());
    folder.writeJson(folder.provenance(), newest.readJson(newest.provenance(), Provenance.class));
    folder.writeJson(folder.costs(), Costs.sum(costs, all.statistics().solved()));
    var effect = all.confirmationEffect();
    for (var entry : all.best()) {
      store(entry, homes, effect);
    }
    LeaderboardTable.write(folder, all, configuration);
    // Written last: its presence means that everything above is complete.
    folder.writeJson(folder.leaderboard(), all);
    return all;
  }

  /**
   * The search that trained a restart.
   *
   * @param search folder of the search
   * @param rank of the restart in that search
   */
  private record Home(RunFolder search, int rank) {}

  /** Copies a restart from its search: the overall best are also among the best stored there. */
  private void store(
      Leaderboard.Entry entry, Map<Long, Home> homes, Optional<ConfirmationEffect> effect)
      throws IOException {
    var home = homes.get(entry.seed());
    for (var file : List.of(RunFolder.INITIALIZATION, RunFolder.TRAINED)) {
      folder.write(
          folder.best(entry.rank(), file),
          home.search().read(home.search().best(home.rank(), file)));
    }
    var card = home.search().readJson(home.search().best(home.rank(), RunFolder.CARD), Card.class);
    String name = home.search().root().getName();
    var said = effect.flatMap(confirmation -> confirmation.text(entry));
    folder.writeJson(
        folder.best(entry.rank(), RunFolder.CARD), card.in("searches/" + name, entry, said));
  }
}

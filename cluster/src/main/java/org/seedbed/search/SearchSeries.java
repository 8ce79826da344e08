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
import org.seedbed.record.Card;
import org.seedbed.record.Costs;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.LeaderboardTable;
import org.seedbed.record.Provenance;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.RunSeries;

/**
 * Searches of one experiment, each over seeds that those before it have not tried, and what they
 * found together. Every search is a run of its own in the series' folder; what is merged reads like
 * a run, and can be made again from the searches at any time. Driver.
 *
 * <pre>{@code
 * var series = new SearchSeries(folder);
 * series.next(experiment).ifPresent(search -> ...); // to its end
 * Leaderboard all = series.merge(configuration);
 * }</pre>
 */
public final class SearchSeries {
  private final RunFolder folder;

  public SearchSeries(RunFolder folder) {
    this.folder = folder;
  }

  /**
   * A search of the series.
   *
   * @param folder of its own
   * @param experiment the series' with this search's seeds
   */
  public record Search(RunFolder folder, Experiment experiment) {}

  /** Folders of the searches that were begun, in order. */
  public List<RunFolder> begun() throws IOException {
    return RunSeries.begun(folder);
  }

  /**
   * What there is to search: what an earlier session left unfinished, or fresh seeds, as many as
   * the experiment has. Empty where only the merging of a finished search is left to do.
   */
  public Optional<Search> next(Experiment experiment) throws IOException {
    var begun = begun();
    if (begun.isEmpty()) {
      return Optional.of(new Search(folder.search(0), experiment));
    }
    var last = begun.get(begun.size() - 1);
    var seeds = RunRecords.experiment(last).seeds();
    if (!last.exists(last.leaderboard())) {
      return Optional.of(new Search(last, experiment.withSeeds(seeds)));
    }
    if (merged() < seeds.end()) {
      return Optional.empty();
    }
    return Optional.of(
        new Search(
            folder.search(begun.size()),
            experiment.withSeeds(new Seeds(seeds.end(), experiment.seeds().count()))));
  }

  /** The lowest seed that the merged leaderboard does not have yet. */
  private long merged() throws IOException {
    if (!folder.exists(folder.leaderboard())) {
      return Long.MIN_VALUE;
    }
    return RunRecords.leaderboard(folder).experiment().seeds().end();
  }

  /** Makes one leaderboard of all searches that are finished, with the best of all beside it. */
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
    for (var search : finished) {
      var part = RunRecords.leaderboard(search);
      part.entries().forEach(entry -> homes.put(entry.seed(), new Home(search, entry.rank())));
      parts.add(part);
      costs.add(search.readJson(search.costs(), Costs.class));
    }
    var merged = Leaderboard.merged(parts);
    var newest = finished.get(finished.size() - 1);
    RunRecords.writeExperiment(folder, merged.experiment());
    folder.writeJson(folder.provenance(), newest.readJson(newest.provenance(), Provenance.class));
    folder.writeJson(folder.costs(), Costs.sum(costs, merged.statistics().solved()));
    int top = Math.min(merged.experiment().evaluation().top(), merged.entries().size());
    for (var entry : merged.entries().subList(0, top)) {
      store(entry, homes);
    }
    LeaderboardTable.write(folder, merged, configuration);
    // Last: it says that all before it is there.
    folder.writeJson(folder.leaderboard(), merged);
    return merged;
  }

  /**
   * Where a restart was trained.
   *
   * @param search its run
   * @param rank its rank there
   */
  private record Home(RunFolder search, int rank) {}

  /** Who is among the best of all is among the best of its own search, which has stored it. */
  private void store(Leaderboard.Entry entry, Map<Long, Home> homes) throws IOException {
    var home = homes.get(entry.seed());
    for (var file : List.of(RunFolder.INITIALIZATION, RunFolder.TRAINED)) {
      folder.write(
          folder.best(entry.rank(), file),
          home.search().read(home.search().best(home.rank(), file)));
    }
    var card = home.search().readJson(home.search().best(home.rank(), RunFolder.CARD), Card.class);
    String name = home.search().root().getName();
    folder.writeJson(folder.best(entry.rank(), RunFolder.CARD), card.in("searches/" + name, entry));
  }
}

package org.seedbed.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.seedbed.experiment.Experiment;
import org.seedbed.files.CommittedFile;
import org.seedbed.files.DamagedFileException;
import org.seedbed.record.Card;
import org.seedbed.record.Costs;
import org.seedbed.record.Leaderboard;
import org.seedbed.record.PopulationPlan;
import org.seedbed.record.PopulationRecord;
import org.seedbed.record.Provenance;
import org.seedbed.record.RunFolder;
import org.seedbed.record.RunRecords;
import org.seedbed.record.RunSeries;
import org.seedbed.record.RungRecord;

/**
 * Checks the records of a run against each other. Decisions, ranking and statistics are computed
 * again from the populations' outcomes; states that are there must have their recorded length; the
 * best initializations must match their cards. Reads all records, but not the states.
 */
public final class RunIntegrity {
  private static final String REMEDY =
      "Remove it and run the same command with --resume, or read the run with --unverified.";

  private static final int READERS = 16;

  private final RunFolder run;
  private final Experiment experiment;
  private final Map<String, Map<String, Long>> lengths = new HashMap<>();

  private RunIntegrity(RunFolder run) throws IOException {
    this.run = run;
    this.experiment = RunRecords.experiment(run);
  }

  /**
   * Checks a run, or a series of searches and its merged result. Of a run that is not finished, the
   * committed rungs are checked.
   *
   * @throws DamagedFileException that names the first file that is missing, damaged or disagrees
   */
  public static void check(RunFolder folder) throws IOException {
    var begun = RunSeries.begun(folder);
    for (var search : begun) {
      new RunIntegrity(search).check();
    }
    if (begun.isEmpty()) {
      new RunIntegrity(folder).check();
    } else if (folder.exists(folder.leaderboard())) {
      try {
        new RunIntegrity(folder).checkMerged(begun);
      } catch (DamagedFileException e) {
        throw new DamagedFileException(
            e, "If a merge was interrupted, 'seedbed restarts --fresh-seeds' merges again.");
      }
    }
  }

  private void check() throws IOException {
    boolean finished = run.exists(run.leaderboard());
    if (finished || run.exists(run.provenance())) {
      run.readJson(run.provenance(), Provenance.class);
    }
    if (finished || run.exists(run.costs())) {
      run.readJson(run.costs(), Costs.class);
    }
    var decisions = new SearchDecisions(experiment);
    List<Long> alive = experiment.seeds().all();
    for (int rung = 0; rung < experiment.search().ends().size() && !alive.isEmpty(); rung++) {
      if (!finished && !run.exists(run.rung(rung))) {
        return;
      }
      var decided = rung(rung, alive, decisions);
      alive = decided.alive();
      var after = decisions.confirmationAfter(rung);
      if (after.isPresent()) {
        if (!finished && !run.exists(run.rung(rung + 1))) {
          return; // It may have been interrupted in this confirmation.
        }
        addConfirmation(RunFolder.confirmationAfter(rung), after.get());
        decisions.stopIfConfirmed(after.get(), decided);
      }
      if (decisions.isStopped()) {
        break;
      }
    }
    if (finished) {
      addFurther(decisions);
      var ranked = decisions.leaderboard();
      var confirmation = decisions.confirmation(ranked);
      addConfirmation(RunFolder.CONFIRMATION, confirmation);
      var leaderboard = ranked.with(confirmation.ofCandidates(), confirmation.ofControls());
      checkLeaderboard(run, leaderboard);
      checkBest(leaderboard.best());
    }
  }

  private RungRecord rung(int rung, List<Long> alive, SearchDecisions decisions)
      throws IOException {
    var planned = PopulationPlan.of(experiment, rung, alive);
    var decided = decisions.add(rung, ofRung(rung, planned, decisions));
    checkExists(run.rung(rung), "the decision of rung " + (rung + 1));
    checkSame(
        run.rung(rung),
        "the decision that its outcomes give",
        run.readJson(run.rung(rung), RungRecord.class),
        decided);
    return decided;
  }

  /** Returns the records of a rung, up to the population at which a search without rungs stops. */
  private List<PopulationRecord> ofRung(
      int rung, List<PopulationPlan.Planned> planned, SearchDecisions decisions)
      throws IOException {
    String stage = RunFolder.rungStage(rung);
    if (!experiment.search().stop().mayStop()) {
      return records(stage, 0, planned);
    }
    var first = new FirstPopulations(0, records -> decisions.isEnough(records, planned));
    int from = 0;
    for (int to = 1; to <= planned.size() && !first.areEnough(); to++) {
      if (planned.get(to - 1).endsWave()) {
        records(stage, from, planned.subList(from, to)).forEach(first::add);
        from = to;
      }
    }
    return first.records();
  }

  private void addFurther(SearchDecisions decisions) throws IOException {
    var populations =
        decisions.further(decisions.leaderboard()).stream()
            .map(further -> toLastStep(further.seeds()))
            .toList();
    if (!populations.isEmpty()) {
      decisions.addFurther(records(RunFolder.FURTHER, 0, populations));
    }
  }

  private void addConfirmation(String stage, ConfirmationRounds rounds) throws IOException {
    for (var phase = rounds.next(); !phase.isEmpty(); phase = rounds.next()) {
      var populations = phase.stream().map(round -> toLastStep(round.seeds())).toList();
      rounds.add(records(stage, phase.get(0).number(), populations));
    }
  }

  /** Lists a stage once: stores answer slowly. */
  private Map<String, Long> lengthsOf(String stage) throws IOException {
    var known = lengths.get(stage);
    if (known == null) {
      known = run.lengths(run.stage(stage));
      lengths.put(stage, known);
    }
    return known;
  }

  private PopulationPlan.Planned toLastStep(List<Long> seeds) {
    return new PopulationPlan.Planned(seeds, experiment.search().lastStep(), false);
  }

  /**
   * Returns records of a stage, ordered by number, each of the seeds that it must have.
   *
   * @param first number of the first
   */
  private List<PopulationRecord> records(
      String stage, int first, List<PopulationPlan.Planned> populations) throws IOException {
    var lengths = lengthsOf(stage);
    // Stores answer slowly, and many requests at once.
    var readers = new ForkJoinPool(Math.min(READERS, populations.size()));
    try {
      var all =
          readers
              .submit(
                  () ->
                      IntStream.range(0, populations.size())
                          .parallel()
                          .mapToObj(n -> read(stage, first + n, populations.get(n), lengths))
                          .toList())
              .join();
      var records = new ArrayList<PopulationRecord>(all.size());
      for (var one : all) {
        // Throws for the first by number, whichever was read first.
        records.add(one.get());
      }
      return records;
    } finally {
      readers.shutdown();
    }
  }

  /** What was read of a population: its record, or why it could not be read. */
  private sealed interface Read {
    PopulationRecord get() throws IOException;

    record Whole(PopulationRecord record) implements Read {
      @Override
      public PopulationRecord get() {
        return record;
      }
    }

    record Unreadable(IOException failure) implements Read {
      @Override
      public PopulationRecord get() throws IOException {
        throw failure;
      }
    }

    record Damaged(RuntimeException failure) implements Read {
      @Override
      public PopulationRecord get() {
        throw failure;
      }
    }
  }

  private Read read(
      String stage, int number, PopulationPlan.Planned planned, Map<String, Long> lengths) {
    try {
      var path = run.population(stage, number);
      if (!lengths.containsKey(path.getName())) {
        throw missing(path, "the record of a population");
      }
      var record = record(stage, number, planned.seeds(), planned.untilStep());
      checkState(record, Optional.ofNullable(lengths.get(record.state().name())));
      return new Read.Whole(record);
    } catch (IOException e) {
      return new Read.Unreadable(e);
    } catch (RuntimeException e) {
      return new Read.Damaged(e);
    }
  }

  private PopulationRecord record(String stage, int number, List<Long> seeds, int step)
      throws IOException {
    var path = run.population(stage, number);
    var record = run.readJson(path, PopulationRecord.class);
    var expected =
        "population %d of %s with %d seeds at step %d".formatted(number, stage, seeds.size(), step);
    boolean right =
        record.stage().equals(stage)
            && record.number() == number
            && record.step() == step
            && record.seeds().equals(seeds);
    if (!right) {
      throw new DamagedFileException(
          path,
          expected,
          "population %d of %s with %d seeds at step %d"
              .formatted(record.number(), record.stage(), record.outcomes().size(), record.step()),
          REMEDY);
    }
    return record;
  }

  /** A state that was removed to save space is missed only by verbs that read it. */
  private void checkState(PopulationRecord record, Optional<Long> length) {
    var path = run.state(record.stage(), record.number());
    var state = record.state();
    if (!path.getName().equals(state.name())) {
      throw new DamagedFileException(path, "state " + path.getName(), state.name(), REMEDY);
    }
    if (length.isPresent() && length.get() != state.bytes()) {
      throw new DamagedFileException(
          path, state.bytes() + " bytes", length.get() + " bytes", REMEDY);
    }
  }

  private void checkBest(List<Leaderboard.Entry> best) throws IOException {
    for (var entry : best) {
      var path = run.best(entry.rank(), RunFolder.CARD);
      checkExists(path, "the card of rank " + entry.rank());
      var card = run.readJson(path, Card.class);
      checkSame(path, "the leaderboard's entry", card.entry(), entry);
      checkTensors(entry.rank(), RunFolder.INITIALIZATION, card.initializationSha256());
      checkTensors(entry.rank(), RunFolder.TRAINED, card.trainedSha256());
    }
  }

  private void checkTensors(int rank, String name, String sha256) throws IOException {
    var path = run.best(rank, name);
    checkExists(path, "the parameters of rank " + rank);
    long length = run.files().getFileStatus(path).getLen();
    run.readVerified(path, new CommittedFile(name, length, sha256));
  }

  private void checkMerged(List<RunFolder> searches) throws IOException {
    var parts = new ArrayList<Leaderboard>();
    for (var search : searches) {
      // A search that ended since is not merged yet.
      boolean merged = RunRecords.experiment(search).seeds().end() <= experiment.seeds().end();
      if (merged && search.exists(search.leaderboard())) {
        parts.add(RunRecords.leaderboard(search));
      }
    }
    if (parts.isEmpty()) {
      throw new DamagedFileException(
          run.leaderboard(), "the result of a search", "no finished search", REMEDY);
    }
    var merged = Leaderboard.merged(parts);
    checkLeaderboard(run, merged);
    run.readJson(run.provenance(), Provenance.class);
    run.readJson(run.costs(), Costs.class);
    checkBest(merged.best());
  }

  private void checkExists(Path path, String what) throws IOException {
    if (!run.exists(path)) {
      throw missing(path, what);
    }
  }

  private static DamagedFileException missing(Path path, String what) {
    return new DamagedFileException(path, what, "no file", REMEDY);
  }

  /**
   * Checks that the recorded leaderboard is the one that the outcomes give.
   *
   * @throws DamagedFileException if it is not
   */
  static void checkLeaderboard(RunFolder run, Leaderboard computed) throws IOException {
    var recorded = RunRecords.leaderboard(run);
    // The experiment is that of the run, which the record names.
    checkSame(
        run.leaderboard(),
        "the statistics of the recorded outcomes",
        recorded.statistics(),
        computed.statistics());
    checkSame(
        run.leaderboard(),
        "the ranking of the recorded outcomes",
        recorded.entries(),
        computed.entries());
    checkSame(
        run.leaderboard(),
        "the recorded controls of the confirmation",
        recorded.controls(),
        computed.controls());
  }

  /**
   * Checks that a record holds what follows from other records.
   *
   * @param expected what must be in it, for the message
   * @throws DamagedFileException if it does not
   */
  static void checkSame(Path path, String expected, Object recorded, Object computed) {
    if (!recorded.equals(computed)) {
      throw new DamagedFileException(path, expected, "another one", REMEDY);
    }
  }
}

package org.seedbed.record;

import java.util.List;
import java.util.Locale;
import org.seedbed.experiment.Experiment;
import org.seedbed.files.SchemaVersion;
import org.seedbed.statistics.BetaBinomial;
import org.seedbed.statistics.CrossedDesign;
import org.seedbed.statistics.WilsonInterval;

/**
 * The result of a crossed design: initializations, each trained under each of the data seeds.
 *
 * @param experiment that was run; its seeds are the initializations
 * @param dataSeeds in the order of the results
 * @param rows one per initialization
 * @param effects what the results say
 */
@SchemaVersion(1)
public record CrossedResult(
    Experiment experiment, List<Long> dataSeeds, List<Row> rows, Effects effects) {
  public CrossedResult {
    dataSeeds = List.copyOf(dataSeeds);
    rows = List.copyOf(rows);
  }

  /**
   * The results of an initialization.
   *
   * @param seed of the initialization
   * @param solved under each data seed
   */
  public record Row(long seed, List<Boolean> solved) {
    public Row {
      solved = List.copyOf(solved);
    }
  }

  /**
   * What initialization and data seed do to the chance of a solution.
   *
   * @param share of the pairs that solved the task
   * @param interval 95 % confidence interval of the share, as if pairs were independent
   * @param initializationPvalue of initializations that differ so much, if they were alike
   * @param dataSeedPvalue of data seeds that differ so much, if they were alike
   * @param correlation of two trials of one initialization (intraclass correlation)
   * @param correlationLow lower end of its 95 % confidence interval
   */
  public record Effects(
      double share,
      WilsonInterval interval,
      double initializationPvalue,
      double dataSeedPvalue,
      double correlation,
      double correlationLow,
      double correlationHigh) {

    /** Computes the effects of a design. */
    static Effects of(CrossedDesign design) {
      var fit = BetaBinomial.fit(design.byInitialization());
      int pairs = design.solved().size() * design.solved().get(0).size();
      return new Effects(
          design.share(),
          WilsonInterval.of(design.count(), pairs),
          design.pvalueOfRows(),
          design.transposed().pvalueOfRows(),
          fit.estimate().correlation(),
          fit.low(),
          fit.high());
    }
  }

  /** Returns the result of trained initializations. */
  public static CrossedResult of(Experiment experiment, List<Long> dataSeeds, List<Row> rows) {
    return new CrossedResult(
        experiment,
        dataSeeds,
        rows,
        Effects.of(new CrossedDesign(rows.stream().map(Row::solved).toList())));
  }

  /** Returns the result in words, one line per figure and one sentence of what it means. */
  public String text() {
    long solved = Math.round(effects.share() * rows.size() * dataSeeds.size());
    return format(
        """
        %s on %s: %d initializations x %d data seeds, %d of %d solved the task (%.1f %%)
        initialization: p = %s; intraclass correlation %.2f (95 %% interval %.2f to %.2f)
        data seed: p = %s
        %s
        """,
        experiment.model(),
        experiment.task(),
        rows.size(),
        dataSeeds.size(),
        solved,
        rows.size() * dataSeeds.size(),
        100 * effects.share(),
        pvalue(effects.initializationPvalue()),
        effects.correlation(),
        effects.correlationLow(),
        effects.correlationHigh(),
        pvalue(effects.dataSeedPvalue()),
        meaning());
  }

  /** Says what it means for the choice of an initialization. */
  public String meaning() {
    if (effects.share() == 0 || effects.share() == 1) {
      return "All pairs ended alike, so the design says nothing of initializations."
          + " Take a task or steps that some seeds solve and others do not.";
    }
    double fresh = effects.share();
    double selected = new BetaBinomial(fresh, effects.correlation()).meanOfSelected();
    if (effects.initializationPvalue() <= 0.05) {
      return format(
          "The initialization matters: one that solved the task once solves it under other training data with probability %.2f, a fresh seed with %.2f.",
          selected, fresh);
    }
    return format(
        "No effect of the initialization was found: one that solved the task once is no better than a fresh seed, as far as these trials tell (they leave up to %.2f against %.2f).",
        new BetaBinomial(fresh, effects.correlationHigh()).meanOfSelected(), fresh);
  }

  private static String pvalue(double value) {
    return value < 0.001 ? format("%.4f", value) : format("%.3f", value);
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}

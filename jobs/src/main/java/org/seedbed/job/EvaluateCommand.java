package org.seedbed.job;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.seedbed.evaluation.AdversarialEvaluation;
import org.seedbed.evaluation.Generalization;
import org.seedbed.experiment.CurriculumSettings;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Backend;
import org.seedbed.model.Engine;
import org.seedbed.statistics.WilsonInterval;
import org.seedbed.task.Bounds;
import org.seedbed.task.LevelRange;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code seedbed evaluate}. */
@Command(
    name = "evaluate",
    description =
        "Evaluates a trained restart on held-out examples of any length, or on adversarial ones.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private RankedRestart restart;

  @Mixin private RunForm form;

  @Option(
      names = "--lengths",
      split = ",",
      description = "Lengths to evaluate (default: the experiment's).")
  private List<Integer> lengths;

  @Option(
      names = "--examples",
      description = "Held-out examples per length (default: the experiment's).")
  private Integer examples;

  @Option(
      names = "--adversarial",
      description = {
        "Evaluate on adversarial inputs, which random tests miss, at each of --lengths (default:",
        "the last training length). Not every task has adversarial inputs."
      })
  private boolean adversarial;

  @Option(
      names = "--extra-time-steps",
      paramLabel = "N",
      description = {
        "Time steps added to those of the task's levels, or taken from them if below 0 (default: the",
        "experiment's curriculum.extraTimeSteps). A trained machine may need more than it was given."
      })
  private Integer extraTimeSteps;

  @Option(names = "--threads", description = "Threads per operation (default: all processors).")
  private Integer threads;

  @Override
  public Integer call() throws Exception {
    int used = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    Bounds.check("--threads", used, 1, 1024);
    if (examples != null) {
      Bounds.check("--examples", examples, 1, 1_000_000);
    }
    if (lengths != null) {
      lengths.forEach(length -> Bounds.check("--lengths", length, 1, LevelRange.LONGEST));
    }
    if (extraTimeSteps != null) {
      int most = CurriculumSettings.MOST_EXTRA_TIME_STEPS;
      Bounds.check("--extra-time-steps", extraTimeSteps, -most, most);
    }
    var opened = restart.open();
    var out = spec.commandLine().getOut();
    var experiment =
        form.of(
            extraTimeSteps == null
                ? opened.experiment()
                : ExperimentModel.of(
                    opened.experiment().experiment().withExtraTimeSteps(extraTimeSteps)));
    if (!experiment.experiment().engine().equals(Optional.of(Engine.JVM))) {
      Backend.start(used);
    }
    var evaluation = experiment.experiment().evaluation();
    int count = examples == null ? evaluation.lengthExamples() : examples;
    float[] parameters = opened.trainedParameters(restart.rank());
    long seed = opened.leaderboard().atRank(restart.rank()).seed();
    out.printf(
        "rank %d, seed %d%s%s%n",
        restart.rank(),
        seed,
        RunForm.told(experiment),
        extraTimeSteps == null ? "" : ", extra time steps " + extraTimeSteps);
    if (adversarial) {
      adversarial(out, experiment, parameters, count);
    } else {
      byLength(
          out, experiment, parameters, count, lengths == null ? evaluation.lengths() : lengths);
    }
    return ExitCode.OK.code();
  }

  private static void byLength(
      PrintWriter out,
      ExperimentModel<?> experiment,
      float[] parameters,
      int count,
      List<Integer> lengths) {
    boolean isFirst = true;
    for (int length : lengths) {
      var at = Generalization.at(experiment, parameters, length, count);
      if (isFirst) {
        String error = at.error().isPresent() ? "     wrong outputs" : "";
        String before = at.rightBeforeError().isPresent() ? "  before first error" : "";
        out.println("length     M  exact           share  95 % interval" + error + before);
        isFirst = false;
      }
      out.printf(
          "%6d %5d  %s%s%s%s%n",
          at.length(),
          at.modulus(),
          share(at.exact(), at.examples()),
          percent(11, at.error()),
          percent(16, at.rightBeforeError()),
          failures(at.failures()));
      out.flush();
    }
  }

  private static String percent(int width, Optional<Double> share) {
    return share.map(s -> String.format(Locale.ROOT, "  %" + width + ".3f %%", 100 * s)).orElse("");
  }

  /** Formats failures, such as {@code wrong 3, step limit 1}. */
  private static String failures(Map<String, Integer> failures) {
    return failures.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", ", failures.isEmpty() ? "" : "  ", ""));
  }

  private void adversarial(
      PrintWriter out, ExperimentModel<?> experiment, float[] parameters, int count) {
    var chosen = lengths == null ? List.of(experiment.curriculum().last().length()) : lengths;
    out.println("length  kind               degree  exact           share  95 % interval");
    for (int length : chosen) {
      for (var on : AdversarialEvaluation.at(experiment, parameters, length, count)) {
        out.printf(
            "%6d  %-18s  %5s  %s%n",
            length,
            on.title(),
            on.degree() == 0 ? "-" : String.valueOf(on.degree()),
            share(on.exact(), on.examples()));
        out.flush();
      }
    }
  }

  private static String share(int exact, int examples) {
    var interval = WilsonInterval.of(exact, examples);
    return String.format(
        Locale.ROOT,
        "%5d of %5d  %.4f  %.4f to %.4f",
        exact,
        examples,
        exact / (double) examples,
        interval.low(),
        interval.high());
  }
}

package org.seedbed.job;

import org.seedbed.experiment.ExperimentModel;
import picocli.CommandLine.Option;

/** Option for the form in which a trained restart is run. */
final class RunForm {
  @Option(
      names = "--discretized",
      description = {
        "Take the most probable option of every decision, such as the action on a stack (default: as",
        "the experiment says). Models whose runs have no such form refuse it."
      })
  private boolean discretized;

  ExperimentModel<?> of(ExperimentModel<?> experiment) {
    return discretized ? experiment.discretized() : experiment;
  }

  /** Returns the form as it is told behind a restart's seed; nothing if it is that of training. */
  static String told(ExperimentModel<?> experiment) {
    return experiment.evaluator().form().map(form -> ", " + form).orElse("");
  }
}

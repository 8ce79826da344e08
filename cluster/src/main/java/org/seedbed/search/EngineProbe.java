package org.seedbed.search;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Optional;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.Engine;

/** Finds the faster engine for an experiment by a dry run of each. Runs on the driver. */
final class EngineProbe {
  private static final double SECONDS = 1.5;
  private static final int WIDTH = 8;

  private EngineProbe() {}

  /**
   * Returns the engine that the experiment names, or else the faster of those that its model trains
   * on.
   *
   * @param listener called with what was measured
   */
  static Engine of(ExperimentModel<?> model, SearchListener listener) {
    var experiment = model.experiment();
    if (experiment.engine().isPresent() || model.engines().size() == 1) {
      return experiment.engine().orElseGet(() -> model.engines().iterator().next());
    }
    var rates = new EnumMap<Engine, Double>(Engine.class);
    for (var engine : model.engines()) {
      rates.put(engine, rate(experiment, engine));
    }
    var faster = model.engines().stream().max(Comparator.comparing(rates::get)).orElseThrow();
    listener.note(
        "engine: auto takes %s; seed-steps per second: %s".formatted(faster, text(rates)));
    return faster;
  }

  private static String text(EnumMap<Engine, Double> rates) {
    var text = new StringBuilder();
    rates.forEach(
        (engine, rate) ->
            text.append(text.isEmpty() ? "" : ", ").append("%s %.0f".formatted(engine, rate)));
    return text.toString();
  }

  private static double rate(Experiment experiment, Engine engine) {
    var model = ExperimentModel.of(experiment.on(Optional.of(engine)));
    int width = Math.min(WIDTH, experiment.seeds().count());
    return new DryRun<>(model, width).seedStepsPerSecond(SECONDS);
  }
}

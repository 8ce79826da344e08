package org.seedbed.bench;

import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs {@link GenerationBenchmark}. */
@Command(
    name = "generation",
    description = "Examples per second and core, generated in memory (JMH).",
    mixinStandardHelpOptions = true)
final class GenerationRate implements Callable<Integer> {
  @Mixin private Figures figures;

  @Override
  public Integer call() throws Exception {
    var options = new OptionsBuilder().include(GenerationBenchmark.class.getSimpleName()).build();
    for (var result : new Runner(options).run()) {
      var score = result.getPrimaryResult();
      var error = score.getStatistics();
      figures.add(
          "task",
          result.getParams().getParam("task"),
          "examples per second",
          new Spread(error.getPercentile(50), error.getMin(), error.getMax()));
    }
    return 0;
  }
}

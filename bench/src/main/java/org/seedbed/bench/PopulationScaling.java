package org.seedbed.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What several populations on as many cores train, against one, in turn. */
@Command(
    name = "scaling",
    description = {
      "Seed-steps that several populations train in one process, each on a core of its own, as a",
      "multiple of what one trains, in turn. Engine jvm."
    },
    mixinStandardHelpOptions = true)
final class PopulationScaling implements Callable<Integer> {
  @Mixin private Figures figures;

  @Mixin private Turns turns;

  @Option(
      names = "--case",
      split = ",",
      converter = CaseAndWidth.Converter.class,
      defaultValue = "nram:32,npi:16,neural-gpu-24:8,neural-gpu-48:8",
      description = "Cases with their numbers of seeds (default: ${DEFAULT-VALUE}).")
  private List<CaseAndWidth> cases;

  @Option(
      names = "--populations",
      defaultValue = "2",
      description = "Populations beside each other (default: ${DEFAULT-VALUE}).")
  private int populations;

  @Override
  public Integer call() throws Exception {
    for (var one : cases) {
      measure(one.model(), one.width());
    }
    return 0;
  }

  private void measure(String model, int width) throws Exception {
    try (var alone = new ServedPeer(ServedPeer.seedbed(model, "jvm", width, 1));
        var together = new ServedPeer(ServedPeer.seedbed(model, "jvm", width, populations))) {
      var ofOne = new ArrayList<Double>();
      var ofAll = new ArrayList<Double>();
      var multiples = new ArrayList<Double>();
      for (int round = 0; round < turns.rounds(); round++) {
        double before = milliseconds(alone);
        double all = milliseconds(together);
        double after = milliseconds(alone);
        ofOne.add((before + after) / 2);
        ofAll.add(all);
        multiples.add((before + after) / 2 / all);
      }
      figures.add(
          "case",
          model,
          "K",
          width,
          "ms per seed-step, one population",
          Spread.of(ofOne),
          populations + " populations",
          Spread.of(ofAll),
          "multiple",
          Spread.of(multiples));
    }
  }

  private double milliseconds(ServedPeer peer) throws Exception {
    return peer.train(turns.seconds()).path("wall_ms_per_seed_step").asDouble();
  }
}

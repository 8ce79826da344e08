package org.seedbed.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.seedbed.job.Charts.Share;
import org.seedbed.restart.Card;
import org.seedbed.task.sequence.AdversarialSet.Kind;

/** Pictures of how the best restart does, as PNG in Base64. */
final class BestCharts {
  private BestCharts() {}

  /** Share of examples exactly right against length. */
  static String byLength(Card card) throws IOException {
    var chart = Charts.lines("length", "share exactly right");
    var shares =
        card.generalization().stream()
            .map(at -> new Share(at.length(), at.exact(), at.examples()))
            .toList();
    Charts.addShares(chart, "95 % interval", shares);
    return Charts.png(chart);
  }

  /**
   * Share of examples wrong against carry chain, and for other kinds right of the longest chain.
   */
  static String adversarial(Card card) throws IOException {
    var chart = Charts.lines("columns that carry over in a row", "share wrong");
    chart.getStyler().setLegendVisible(true);
    var chains = new ArrayList<Share>();
    int x = 0;
    for (var on : card.adversarial()) {
      var wrong = new Share(on.chain(), on.examples() - on.exact(), on.examples());
      if (on.kind() == Kind.CARRY_CHAIN) {
        chains.add(wrong);
        x = Math.max(x, on.chain());
      } else {
        x += 2;
        String name = on.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        Charts.addShares(chart, name, List.of(new Share(x, wrong.successes(), wrong.trials())));
      }
    }
    Charts.addShares(chart, "carry chain", chains);
    return Charts.png(chart);
  }
}

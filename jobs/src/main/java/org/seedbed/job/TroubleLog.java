package org.seedbed.job;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Tells a user once of each trouble that lasts, and once more when it is over. Troubles are the
 * same if {@link Trouble#what} is. Not safe for use by several threads.
 */
final class TroubleLog {
  private final Duration patience;
  private final Consumer<String> out;
  private final Map<String, Known> known = new LinkedHashMap<>();

  /**
   * Creates a log.
   *
   * @param patience how long a trouble lasts before it is told
   * @param out receives each line
   */
  TroubleLog(Duration patience, Consumer<String> out) {
    this.patience = patience;
    this.out = out;
  }

  private record Known(Trouble trouble, Duration since, boolean isTold) {
    Known told() {
      return new Known(trouble, since, true);
    }
  }

  /**
   * Takes note of all troubles at a time.
   *
   * @param now of any clock that never goes back
   */
  void at(Duration now, Collection<Trouble> troubles) {
    var present = troubles.stream().map(Trouble::what).collect(Collectors.toSet());
    known
        .values()
        .removeIf(
            former -> {
              boolean isOver = !present.contains(former.trouble().what());
              if (isOver && former.isTold()) {
                out.accept(
                    "%s, after %d s"
                        .formatted(former.trouble().over(), now.minus(former.since()).toSeconds()));
              }
              return isOver;
            });
    for (var trouble : troubles) {
      known.putIfAbsent(trouble.what(), new Known(trouble, now, false));
    }
    known.replaceAll((what, is) -> isDue(is, now) ? tell(is) : is);
  }

  private boolean isDue(Known trouble, Duration now) {
    return !trouble.isTold() && now.minus(trouble.since()).compareTo(patience) >= 0;
  }

  private Known tell(Known known) {
    var trouble = known.trouble();
    out.accept("%s: %s. Look with: %s".formatted(trouble.what(), trouble.cause(), trouble.look()));
    return known.told();
  }
}

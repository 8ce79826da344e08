package org.seedbed.model;

import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.Bounds;

/**
 * Settings that a member of a population has for itself, so that one population trains seeds under
 * different settings. They change no shape of the member's parameters or examples.
 *
 * @param model hyperparameters of the model; members differ only where their family allows it, see
 *     {@link ModelFamily#shared}
 * @param adam the optimizer; members share its rule
 * @param promotion see {@link Curriculum}
 * @param reduceOnPlateau when to reduce the learning rate
 */
public record MemberSettings(
    Record model, AdamSettings adam, double promotion, ReduceOnPlateau reduceOnPlateau) {
  public MemberSettings {
    Bounds.check(promotion > 0 && promotion <= 1, "promotion", promotion, "in (0, 1]");
  }
}

package org.seedbed.search;

import java.io.Serializable;

/**
 * A population state that does not match its commit record.
 *
 * @param number of the population in its stage
 * @param message what was expected, what was found, and what to do
 */
public record DamagedState(int number, String message) implements Serializable {
  private static final long serialVersionUID = 1L;
}

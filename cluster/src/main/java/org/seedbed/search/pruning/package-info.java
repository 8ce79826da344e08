/**
 * Rules that decide between rungs which restarts continue. Pure: they see a {@link
 * org.seedbed.search.pruning.Rung}, know nothing of where restarts run, and are tested against
 * recorded curves.
 */
package org.seedbed.search.pruning;

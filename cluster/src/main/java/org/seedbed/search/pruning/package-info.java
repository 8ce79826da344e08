/**
 * Rules that decide between rungs which restarts continue. Rules are pure functions of a {@link
 * org.seedbed.search.pruning.Rung}, do not depend on where restarts run, and are tested against
 * recorded curves.
 */
package org.seedbed.search.pruning;

/**
 * Rules that decide between rungs which restarts go on. Pure: they know nothing of where restarts
 * run, and are tested against recorded curves.
 */
package org.seedbed.restart.pruning;

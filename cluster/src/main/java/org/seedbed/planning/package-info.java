/**
 * Plans of searches, played on recorded seeds: what a solved seed would cost with other rungs or
 * cutoffs. Pure: nothing here reads files or clocks.
 */
package org.seedbed.planning;

/** Statistics of restarts: pure functions that know nothing of runs, files or Spark. */
package org.seedbed.statistics;

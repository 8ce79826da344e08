/** Statistics of restarts: pure functions, independent of runs, files and Spark. */
package org.seedbed.statistics;

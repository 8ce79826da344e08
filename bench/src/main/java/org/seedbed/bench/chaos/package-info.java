/** Searches whose processes are killed, whose disks fill and whose files are cut short. */
package org.seedbed.bench.chaos;

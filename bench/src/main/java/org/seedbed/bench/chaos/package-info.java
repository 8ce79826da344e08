/** Fault injection: kills processes, fills disks and truncates files during searches. */
package org.seedbed.bench.chaos;

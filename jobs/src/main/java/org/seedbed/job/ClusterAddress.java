package org.seedbed.job;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a driver finds its cluster, and where the cluster finds the driver.
 *
 * @param master to submit to, such as {@code spark://127.0.0.1:7077}
 * @param bind address of this machine that the driver listens on
 * @param settings file with the cluster's Spark settings and its secret; empty if the cluster is
 *     not ours
 */
record ClusterAddress(String master, String bind, Optional<Path> settings) {}

/**
 * What Seedbed tells Prometheus: {@link org.seedbed.metrics.Metric} names every metric once, {@link
 * org.seedbed.metrics.ProcessMetrics} holds those of a process, and {@link
 * org.seedbed.metrics.MetricsPlugin} serves them from driver and executors.
 */
package org.seedbed.metrics;

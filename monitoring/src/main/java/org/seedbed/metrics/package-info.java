/**
 * Metrics for Prometheus. {@link org.seedbed.metrics.Metric} defines all metrics, {@link
 * org.seedbed.metrics.ProcessMetrics} holds those of a process, and {@link
 * org.seedbed.metrics.MetricsPlugin} serves them from the driver and the executors.
 */
package org.seedbed.metrics;

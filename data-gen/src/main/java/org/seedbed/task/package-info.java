/**
 * Tasks as pure functions: (task, data seed, level, index) → example.
 *
 * <pre>
 * TaskCatalogue ──▶ Task ──example(dataSeed, level, index)──▶ example
 *                     │
 *                     └─ levels ──▶ Curriculum draws one per step
 * </pre>
 *
 * <p>This package does not depend on Spark, files or clocks.
 */
package org.seedbed.task;

/**
 * Tasks as pure functions: (task, data seed, level, index) → example.
 *
 * <pre>
 * TaskCatalogue ──▶ Task ──example(dataSeed, level, index)──▶ example
 *                     │
 *                     └─ levels ──▶ Curriculum draws one a step
 * </pre>
 *
 * <p>Nothing here knows of Spark, files or clocks.
 */
package org.seedbed.task;

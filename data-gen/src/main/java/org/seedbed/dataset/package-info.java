/**
 * Datasets of examples as Parquet files: planned by pure functions, written by Spark, committed by
 * a manifest.
 *
 * <pre>
 * DatasetPlan ──parts──▶ DatasetGeneration (Spark) ──WrittenPart──▶ DatasetManifest, written last
 *                                                                        │
 *                        DatasetExamples ◀── Dataset.open ◀──────────────┘
 * </pre>
 *
 * <p>Readers read only files that the manifest lists, with their length and SHA-256.
 */
package org.seedbed.dataset;

/**
 * Datasets of examples as Parquet files: planned purely, written by Spark, committed by a manifest.
 *
 * <pre>
 * DatasetPlan ──parts──▶ DatasetGeneration (Spark) ──WrittenPart──▶ DatasetManifest, written last
 *                                                                        │
 *                        DatasetExamples ◀── Dataset.open ◀──────────────┘
 * </pre>
 *
 * <p>Only what a manifest lists, with its length and SHA-256, is ever read.
 */
package org.seedbed.dataset;

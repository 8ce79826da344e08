/**
 * The experiment file: its parts, its checks, and the resolution of its names.
 *
 * <pre>
 * defaults.yaml ─▶ the model's defaults ─▶ a user's file ─▶ settings ──ExperimentFile──▶ Experiment
 *                                                                                           │
 *                            ModelCatalogue, TaskCatalogue ──▶ ExperimentModel ◀────────────┘
 * </pre>
 */
package org.seedbed.experiment;

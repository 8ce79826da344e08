/**
 * The experiment file, its parts and checks, and what its names stand for.
 *
 * <pre>
 * defaults.yaml ─▶ the model's defaults ─▶ a user's file ─▶ settings ──ExperimentFile──▶ Experiment
 *                                                                                           │
 *                            ModelCatalogue, TaskCatalogue ──▶ ExperimentModel ◀────────────┘
 * </pre>
 */
package org.seedbed.experiment;

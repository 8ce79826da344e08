/**
 * The population engine: parameters of K seeds as one tensor {@code [K, P]}, and everything that
 * trains them as one program. Each seed keeps its own loss, clipping and divergence.
 *
 * <pre>
 * ParameterLayout ─▶ Initialization(seed, name) ─▶ PopulationState ⇄ Population (native)
 *                                                                      │ views [K, shape…]
 *                          GradientTape ◀── Model.losses ◀── Parameters ◀─┘
 *                              └─ gradient [K, P] ─▶ PopulationAdam ─▶ Population
 * </pre>
 */
package org.seedbed.model.population;

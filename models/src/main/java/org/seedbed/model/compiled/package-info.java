/**
 * Populations on the engine for tiny models: one seed's step is compiled once and run for every
 * seed in turn, so a seed's results do not depend on the population's width.
 */
package org.seedbed.model.compiled;

/**
 * TerpreT machines (Gaunt et al., "TerpreT: A Probabilistic Programming Language for Program
 * Induction", 2016): programs of discrete parameters, each a distribution over its values, whose
 * interpreter computes with independent marginals. Their restarts are all that a seed holds, and
 * take tens of steps.
 */
package org.seedbed.model.terpret;

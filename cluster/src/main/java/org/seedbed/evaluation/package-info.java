/**
 * Evaluates trained parameters: beyond training lengths, on adversarial inputs, on every input
 * where the task can be verified, and as rendered text. Does not depend on Spark or on files.
 */
package org.seedbed.evaluation;

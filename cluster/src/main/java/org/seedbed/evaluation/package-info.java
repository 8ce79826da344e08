/**
 * How trained parameters are judged: beyond training lengths, on adversarial inputs, on every input
 * where that can be verified, and by what people can read. It knows nothing of Spark or of files.
 */
package org.seedbed.evaluation;

/** Turns what happens in searches and trainings into the metrics of the catalogue. */
package org.seedbed.instrumentation;

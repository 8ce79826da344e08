/** Instruments searches and trainings with the metrics of the catalogue. */
package org.seedbed.instrumentation;

/**
 * The command line: one class per verb. A verb turns its options into the records of {@link
 * org.seedbed.experiment} and {@link org.seedbed.search} and prints the results.
 */
package org.seedbed.job;

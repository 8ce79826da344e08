/**
 * The {@code seedbed} command: one verb a class, each of which turns its options into the records
 * of {@link org.seedbed.restart} and prints what comes back.
 */
package org.seedbed.job;

package org.seedbed.search;

/**
 * The measurements of one population width.
 *
 * @param width K
 * @param seedStepsPerSecond throughput
 * @param bytes growth of the process's resident memory
 */
public record WidthTrial(int width, double seedStepsPerSecond, long bytes) {}

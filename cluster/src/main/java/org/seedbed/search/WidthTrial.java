package org.seedbed.search;

/**
 * One width of a population, tried out.
 *
 * @param width K
 * @param seedStepsPerSecond its throughput
 * @param bytes that the process grew by
 */
public record WidthTrial(int width, double seedStepsPerSecond, long bytes) {}

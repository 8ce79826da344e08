package org.seedbed.bench;

import java.util.Map;

/**
 * One line of measured figures: a row of a table.
 *
 * @param benchmark verb of the benchmark
 * @param machine machine of the measurement
 * @param commit commit of the source
 * @param command command line of the measurement
 * @param measured date of the measurement, {@code YYYY-MM-DD}
 * @param figures ordered figures by name: numbers, texts, or spreads with median, lowest and
 *     highest
 */
record FigureLine(
    String benchmark,
    Machine machine,
    String commit,
    String command,
    String measured,
    Map<String, Object> figures) {}

package org.seedbed.bench;

import java.util.Map;

/**
 * One line of measured figures: a row of a table.
 *
 * @param benchmark verb that measured it
 * @param machine that it was measured on
 * @param commit of the source
 * @param command that measured it
 * @param measured date, {@code YYYY-MM-DD}
 * @param figures by their names, in order: numbers, texts, or spreads with median, lowest and
 *     highest
 */
record FigureLine(
    String benchmark,
    Machine machine,
    String commit,
    String command,
    String measured,
    Map<String, Object> figures) {}

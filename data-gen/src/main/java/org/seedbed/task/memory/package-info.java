/**
 * The ten memory tasks of the Neural RAM (Kurach, Andrychowicz and Sutskever, ICLR 2016): the input
 * is the integers in cells 0 … M−1 of a memory; some cells are the output.
 */
package org.seedbed.task.memory;

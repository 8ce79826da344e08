/**
 * The ten memory tasks of the Neural RAM (Kurach, Andrychowicz and Sutskever, ICLR 2016): integers
 * in cells 0 … M−1 of a memory go in, some cells are named as output.
 */
package org.seedbed.task.memory;

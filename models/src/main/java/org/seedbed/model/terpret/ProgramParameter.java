package org.seedbed.model.terpret;

/**
 * A discrete parameter of a machine's program, or several of one kind.
 *
 * @param name what it decides, unique in the machine
 * @param count how many there are, 1 or more
 * @param values number of values of each, 2 or more
 */
record ProgramParameter(String name, int count, int values) {}

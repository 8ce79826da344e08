package org.seedbed.job;

/**
 * Something outside this process that keeps a command from going on.
 *
 * @param what the trouble, such as <i>executors cannot be scheduled</i>
 * @param cause in the words of what reported it
 * @param look command that shows more of it
 * @param over what holds when it is over, such as <i>executors are scheduled</i>
 */
record Trouble(String what, String cause, String look, String over) {}

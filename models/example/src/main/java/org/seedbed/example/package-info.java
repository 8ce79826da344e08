/**
 * A model and a task that are no part of Seedbed: an example of a plug-in, and the proof that
 * nothing else has to be touched. Put its jar on the class path ({@code SEEDBED_CLASSPATH}, or
 * {@code --jars} of spark-submit).
 */
package org.seedbed.example;

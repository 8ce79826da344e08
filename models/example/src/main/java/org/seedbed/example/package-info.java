/**
 * Example of a plug-in: a model and a task outside of Seedbed, added without changes to any other
 * code. To use it, put its jar on the class path ({@code SEEDBED_CLASSPATH}, or {@code --jars} of
 * spark-submit).
 */
package org.seedbed.example;

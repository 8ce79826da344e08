/**
 * Kryo serialization of what driver and executors send to each other. Nothing written by it is
 * stored.
 */
package org.seedbed.serialization;

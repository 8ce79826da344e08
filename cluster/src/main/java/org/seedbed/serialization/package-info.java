/**
 * What travels between driver and executors, and how Kryo writes it. Nothing here is ever stored.
 */
package org.seedbed.serialization;

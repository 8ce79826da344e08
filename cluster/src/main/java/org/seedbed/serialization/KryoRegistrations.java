package org.seedbed.serialization;

import com.esotericsoftware.kryo.Kryo;

/**
 * What another module sends between driver and executors, found by {@link java.util.ServiceLoader}.
 */
public interface KryoRegistrations {
  /** Registers every class that travels, in an order that never depends on anything. */
  void register(Kryo kryo);
}

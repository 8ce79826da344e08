package org.seedbed.serialization;

import com.esotericsoftware.kryo.Kryo;

/**
 * Registers the classes that another module sends between driver and executors. Implementations are
 * found by {@link java.util.ServiceLoader}.
 */
public interface KryoRegistrations {
  /** Registers every class that is sent, always in the same order. */
  void register(Kryo kryo);
}

package org.seedbed.files;

import java.io.Serializable;
import java.util.HashMap;
import org.apache.hadoop.conf.Configuration;

/** Hadoop's configuration on its way to executors, as its entries: it does not serialize itself. */
public final class SerializedConfiguration implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, String> entries = new HashMap<>();

  public SerializedConfiguration(Configuration configuration) {
    configuration.forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
  }

  /** The configuration, made anew. */
  public Configuration get() {
    var configuration = new Configuration(false);
    entries.forEach(configuration::set);
    return configuration;
  }
}

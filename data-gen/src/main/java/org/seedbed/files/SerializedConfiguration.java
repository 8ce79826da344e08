package org.seedbed.files;

import java.io.Serializable;
import java.util.HashMap;
import org.apache.hadoop.conf.Configuration;

/**
 * The entries of a Hadoop configuration, to send it to executors: {@link Configuration} is not
 * serializable.
 */
public final class SerializedConfiguration implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, String> entries = new HashMap<>();

  public SerializedConfiguration(Configuration configuration) {
    configuration.forEach(entry -> entries.put(entry.getKey(), entry.getValue()));
  }

  /** Returns a new configuration with these entries. */
  public Configuration get() {
    var configuration = new Configuration(false);
    entries.forEach(configuration::set);
    return configuration;
  }
}

package org.seedbed.dataparallel;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** A network's configuration, in DL4J's own JSON. */
final class NetworkConfigurationSerializer extends Serializer<MultiLayerConfiguration> {
  @Override
  public void write(Kryo kryo, Output output, MultiLayerConfiguration configuration) {
    output.writeString(configuration.toJson());
  }

  @Override
  public MultiLayerConfiguration read(Kryo kryo, Input input, Class<MultiLayerConfiguration> type) {
    return MultiLayerConfiguration.fromJson(input.readString());
  }
}

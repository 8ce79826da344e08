package org.seedbed.dataparallel;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/** Serializes network configurations as DL4J's JSON. */
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

package org.seedbed.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.ArrayList;
import java.util.List;

/** Serializes Java's immutable lists, which have no constructor that Kryo can call. */
final class ImmutableListSerializer extends Serializer<List<?>> {
  ImmutableListSerializer() {
    super(false, true);
  }

  @Override
  public void write(Kryo kryo, Output output, List<?> list) {
    output.writeInt(list.size(), true);
    list.forEach(element -> kryo.writeClassAndObject(output, element));
  }

  @Override
  public List<?> read(Kryo kryo, Input input, Class<List<?>> type) {
    int size = input.readInt(true);
    var list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(kryo.readClassAndObject(input));
    }
    return List.copyOf(list);
  }
}

package org.seedbed.dataparallel;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Serializes ND4J arrays, whose values are outside the Java heap. Of a view, only its own values
 * are written. The memory order, 'c' or 'f', is kept.
 */
final class NdArraySerializer extends Serializer<INDArray> {
  @Override
  public void write(Kryo kryo, Output output, INDArray array) {
    output.writeString(array.dataType().name());
    output.writeChar(array.ordering());
    output.writeBoolean(array.isEmpty());
    output.writeInt(array.rank(), true);
    output.writeLongs(array.shape());
    if (array.isEmpty()) {
      return;
    }
    // Unlike a view, a copy in the same order has contiguous values.
    var buffer = array.dup(array.ordering()).data();
    output.writeInt(Math.toIntExact(array.length()), true);
    switch (array.dataType()) {
      case FLOAT -> output.writeFloats(buffer.asFloat());
      case DOUBLE -> output.writeDoubles(buffer.asDouble());
      case LONG -> output.writeLongs(buffer.asLong());
      case INT, BOOL -> output.writeInts(buffer.asInt());
      default ->
          throw new IllegalArgumentException(
              "arrays of "
                  + array.dataType()
                  + " do not travel; FLOAT, DOUBLE, LONG, INT and BOOL do");
    }
  }

  @Override
  public INDArray read(Kryo kryo, Input input, Class<INDArray> type) {
    var dataType = DataType.valueOf(input.readString());
    char order = input.readChar();
    boolean empty = input.readBoolean();
    long[] shape = input.readLongs(input.readInt(true));
    if (empty) {
      return shape.length == 0 ? Nd4j.empty(dataType) : Nd4j.create(dataType, shape);
    }
    int length = input.readInt(true);
    var array = Nd4j.createUninitialized(dataType, shape, order);
    var buffer = array.data();
    switch (dataType) {
      case FLOAT -> buffer.setData(input.readFloats(length));
      case DOUBLE -> buffer.setData(input.readDoubles(length));
      case LONG -> buffer.setData(input.readLongs(length));
      default -> buffer.setData(input.readInts(length));
    }
    return array;
  }
}

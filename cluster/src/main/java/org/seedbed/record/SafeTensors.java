package org.seedbed.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Named tensors in the safetensors format: 8 bytes of header length, a JSON header, raw values.
 * Loading a file cannot execute code. In Python:
 *
 * <pre>{@code
 * from safetensors.numpy import load_file
 * tensors = load_file("trained.safetensors")
 * }</pre>
 */
public final class SafeTensors {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int ALIGNMENT = 8;

  private final Map<String, Tensor> tensors;
  private final Map<String, String> metadata;

  /** A tensor of 32-bit floats or 64-bit integers, little endian. Shared and read-only. */
  public static final class Tensor {
    private final String type;
    private final List<Integer> shape;
    private final ByteBuffer data;

    private Tensor(String type, List<Integer> shape, ByteBuffer data) {
      this.type = type;
      this.shape = List.copyOf(shape);
      this.data = data;
    }

    /** Returns a tensor of floats in row-major order. */
    public static Tensor of(List<Integer> shape, float[] values) {
      var data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      data.asFloatBuffer().put(values);
      return new Tensor("F32", shape, data);
    }

    /** Returns a tensor of integers in row-major order. */
    public static Tensor of(List<Integer> shape, long[] values) {
      var data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      data.asLongBuffer().put(values);
      return new Tensor("I64", shape, data);
    }

    public List<Integer> shape() {
      return shape;
    }

    /** Returns the values of a tensor of floats. */
    public float[] floats() {
      check("F32");
      float[] values = new float[data.capacity() / 4];
      data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
      return values;
    }

    /** Returns the values of a tensor of integers. */
    public long[] longs() {
      check("I64");
      long[] values = new long[data.capacity() / 8];
      data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
      return values;
    }

    private void check(String wanted) {
      if (!type.equals(wanted)) {
        throw new IllegalStateException("tensor is of type " + type + ", not " + wanted);
      }
    }
  }

  public SafeTensors(Map<String, Tensor> tensors, Map<String, String> metadata) {
    this.tensors = new LinkedHashMap<>(tensors);
    // Sorted, so that the bytes do not depend on a map's iteration order.
    this.metadata = new TreeMap<>(metadata);
  }

  /** Returns the tensor with a name; empty if there is none. */
  Optional<Tensor> find(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** Returns the tensor with a name, which must be there. */
  public Tensor tensor(String name) {
    var tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no tensor '" + name + "' among " + tensors.keySet());
    }
    return tensor;
  }

  /** Returns the metadata with a name. */
  public String metadata(String name) {
    var value = metadata.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no metadata '" + name + "' among " + metadata.keySet());
    }
    return value;
  }

  /** Returns the file's bytes. Equal content gives equal bytes. */
  public byte[] bytes() {
    ObjectNode header = MAPPER.createObjectNode();
    metadata.forEach(header.putObject("__metadata__")::put);
    int offset = 0;
    for (var entry : tensors.entrySet()) {
      var node = header.putObject(entry.getKey());
      node.put("dtype", entry.getValue().type);
      entry.getValue().shape.forEach(node.putArray("shape")::add);
      int end = offset + entry.getValue().data.capacity();
      node.putArray("data_offsets").add(offset).add(end);
      offset = end;
    }
    byte[] text = header.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    var buffer = ByteBuffer.allocate(8 + padded + offset).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(padded).put(text);
    while (buffer.position() < 8 + padded) {
      buffer.put((byte) ' ');
    }
    tensors.values().forEach(tensor -> buffer.put(tensor.data.duplicate().clear()));
    return buffer.array();
  }

  /**
   * Parses a file's bytes.
   *
   * @throws IOException with the reason, if they are not a valid file
   */
  public static SafeTensors of(byte[] bytes) throws IOException {
    var buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length = bytes.length < 8 ? -1 : buffer.getLong();
    if (length < 2 || length > bytes.length - 8) {
      throw new IOException("a header of " + length + " bytes in a file of " + bytes.length);
    }
    JsonNode header = MAPPER.readTree(bytes, 8, (int) length);
    var tensors = new LinkedHashMap<String, Tensor>();
    var metadata = new LinkedHashMap<String, String>();
    int data = 8 + (int) length;
    for (var fields = header.fields(); fields.hasNext(); ) {
      var field = fields.next();
      if (field.getKey().equals("__metadata__")) {
        field
            .getValue()
            .fields()
            .forEachRemaining(e -> metadata.put(e.getKey(), e.getValue().asText()));
      } else {
        tensors.put(field.getKey(), tensor(field.getKey(), field.getValue(), bytes, data));
      }
    }
    return new SafeTensors(tensors, metadata);
  }

  private static Tensor tensor(String name, JsonNode node, byte[] bytes, int data)
      throws IOException {
    var shape = new ArrayList<Integer>();
    node.path("shape").forEach(size -> shape.add(size.asInt()));
    long begin = node.path("data_offsets").path(0).asLong(-1);
    long end = node.path("data_offsets").path(1).asLong(-1);
    String type = node.path("dtype").asText();
    long width = type.equals("F32") ? 4 : type.equals("I64") ? 8 : 0;
    long wanted = shape.stream().mapToLong(Integer::longValue).reduce(width, (a, b) -> a * b);
    if (width == 0 || begin < 0 || end - begin != wanted || data + end > bytes.length) {
      throw new IOException("tensor '" + name + "' does not fit its file: " + node);
    }
    var slice =
        ByteBuffer.wrap(bytes, data + (int) begin, (int) (end - begin))
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    return new Tensor(type, shape, slice);
  }
}

package org.seedbed.dataset;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.seedbed.task.StoredFrame;

/**
 * Writes frames of traces as rows of a Parquet file: {@code weight} (number of occurrences in the
 * traces), {@code call} (program and three arguments), {@code observations} (one list per step) and
 * {@code calls} (four integers per step). The last step ends the frame.
 */
final class FrameFiles {
  /** Number of distinct frames after which rows are written; a frame may recur in a later row. */
  static final int HELD = 1 << 17;

  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message frame {
            required int64 weight;
            required group call (LIST) { repeated group list { required int32 element; } }
            required group observations (LIST) {
              repeated group list {
                required group element (LIST) { repeated group list { required int32 element; } }
              }
            }
            required group calls (LIST) {
              repeated group list {
                required group element (LIST) { repeated group list { required int32 element; } }
              }
            }
          }
          """);

  private FrameFiles() {}

  /** The number of written rows and the sum of their weights. */
  record Written(long rows, long frames) {}

  /** Writes the distinct frames of traces, each with its number of occurrences. */
  static Written write(
      OutputFile file, Configuration configuration, Stream<List<StoredFrame>> traces)
      throws IOException {
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(file)
            .withType(SCHEMA)
            .withConf(configuration)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            // On an object store, a retried task finds what it wrote before.
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .build()) {
      var rows = new SimpleGroupFactory(SCHEMA);
      var weights = new LinkedHashMap<StoredFrame, Long>();
      long written = 0;
      long frames = 0;
      for (var each = traces.iterator(); each.hasNext(); ) {
        var trace = each.next();
        frames += trace.size();
        trace.forEach(frame -> weights.merge(frame, 1L, Long::sum));
        if (weights.size() >= HELD) {
          written += flush(writer, rows, weights);
        }
      }
      written += flush(writer, rows, weights);
      return new Written(written, frames);
    }
  }

  private static long flush(
      ParquetWriter<Group> writer, SimpleGroupFactory rows, Map<StoredFrame, Long> weights)
      throws IOException {
    for (var entry : weights.entrySet()) {
      writer.write(row(rows, entry.getKey(), entry.getValue()));
    }
    int size = weights.size();
    weights.clear();
    return size;
  }

  private static Group row(SimpleGroupFactory rows, StoredFrame frame, long weight) {
    var row = rows.newGroup().append("weight", weight);
    add(row.addGroup("call"), frame.call());
    addAll(row.addGroup("observations"), frame.observations());
    addAll(row.addGroup("calls"), frame.calls());
    return row;
  }

  private static void addAll(Group lists, List<List<Integer>> all) {
    all.forEach(values -> add(lists.addGroup("list").addGroup("element"), values));
  }

  private static void add(Group list, List<Integer> values) {
    values.forEach(value -> list.addGroup("list").append("element", value));
  }
}

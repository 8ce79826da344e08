package org.seedbed.dataset;

import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.seedbed.task.StoredExample;

/**
 * Reads and writes examples as rows of a Parquet file: {@code index}, {@code input} (list of
 * integers) and {@code expected} (list of the same length, −1 where no output is expected).
 */
final class ExampleFiles {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          """
          message example {
            required int64 index;
            required group input (LIST) { repeated group list { required int32 element; } }
            required group expected (LIST) { repeated group list { required int32 element; } }
          }
          """);

  private ExampleFiles() {}

  /** A row. */
  record Row(long index, StoredExample example) {}

  static ParquetWriter<Row> writer(OutputFile file, Configuration configuration)
      throws IOException {
    return new Builder(file)
        .withConf(configuration)
        .withCompressionCodec(CompressionCodecName.SNAPPY)
        // On an object store, a retried task finds what it wrote before.
        .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
        .build();
  }

  // ParquetReader takes a Path: no stable builder for groups takes an InputFile in this version.
  @SuppressWarnings("deprecation")
  static ParquetReader<Group> reader(Path path, Configuration configuration) throws IOException {
    return ParquetReader.builder(new GroupReadSupport(), path).withConf(configuration).build();
  }

  /**
   * Returns a reader of the rows from {@code index} on; pages that end before it are not decoded.
   */
  @SuppressWarnings("deprecation")
  static ParquetReader<Group> reader(Path path, Configuration configuration, long index)
      throws IOException {
    var from = FilterApi.gtEq(FilterApi.longColumn("index"), index);
    return ParquetReader.builder(new GroupReadSupport(), path)
        .withConf(configuration)
        .withFilter(FilterCompat.get(from))
        .build();
  }

  static Row row(Group group) {
    var input = group.getGroup("input", 0);
    var expected = group.getGroup("expected", 0);
    int[] given = new int[input.getFieldRepetitionCount(0)];
    int[] asked = new int[given.length];
    for (int cell = 0; cell < given.length; cell++) {
      given[cell] = input.getGroup(0, cell).getInteger(0, 0);
      asked[cell] = expected.getGroup(0, cell).getInteger(0, 0);
    }
    return new Row(group.getLong("index", 0), new StoredExample(given, asked));
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<Row> getWriteSupport(Configuration configuration) {
      return new RowWriteSupport();
    }
  }

  private static final class RowWriteSupport extends WriteSupport<Row> {
    private RecordConsumer consumer;

    @Override
    public WriteContext init(Configuration configuration) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(Row row) {
      var example = row.example();
      consumer.startMessage();
      consumer.startField("index", 0);
      consumer.addLong(row.index());
      consumer.endField("index", 0);
      consumer.startField("input", 1);
      writeList(example.input());
      consumer.endField("input", 1);
      consumer.startField("expected", 2);
      writeList(example.expected());
      consumer.endField("expected", 2);
      consumer.endMessage();
    }

    private void writeList(int[] values) {
      consumer.startGroup();
      consumer.startField("list", 0);
      for (int value : values) {
        consumer.startGroup();
        consumer.startField("element", 0);
        consumer.addInteger(value);
        consumer.endField("element", 0);
        consumer.endGroup();
      }
      consumer.endField("list", 0);
      consumer.endGroup();
    }
  }
}

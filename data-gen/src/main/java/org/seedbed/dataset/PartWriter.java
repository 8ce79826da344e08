package org.seedbed.dataset;

import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.files.ParquetOutput;
import org.seedbed.files.Sha256;
import org.seedbed.files.WholeFile;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;

/** Writes one file of a dataset. Runs on an executor. */
final class PartWriter {
  private PartWriter() {}

  static WrittenPart write(
      DatasetPlan.Part part,
      String taskName,
      long dataSeed,
      Path dataset,
      Configuration configuration)
      throws IOException {
    return write(part, TaskCatalogue.task(taskName), dataSeed, dataset, configuration);
  }

  private static <E> WrittenPart write(
      DatasetPlan.Part part, Task<E> task, long dataSeed, Path dataset, Configuration configuration)
      throws IOException {
    var path = new Path(dataset, part.file());
    var files = WholeFile.fileSystem(path, configuration);
    var blocks = new BlockDigests();
    WholeFile.place(
        files,
        path,
        target -> {
          try (var writer = ExampleFiles.writer(new ParquetOutput(files, target), configuration)) {
            for (long index = part.first(); index < part.first() + part.count(); index++) {
              var example = task.stored(task.example(dataSeed, part.level(), index));
              blocks.add(example);
              writer.write(new ExampleFiles.Row(index, example));
            }
          }
          return target;
        });
    return WrittenPart.of(
        part,
        files.getFileStatus(path).getLen(),
        Sha256.of(files, path),
        blocks.finish(),
        task.hasFrames()
            ? List.of(writeFrames(part, task, dataSeed, dataset, configuration))
            : List.of());
  }

  private static <E> WrittenPart.Frames writeFrames(
      DatasetPlan.Part part, Task<E> task, long dataSeed, Path dataset, Configuration configuration)
      throws IOException {
    var path = new Path(dataset, part.frames());
    var files = WholeFile.fileSystem(path, configuration);
    var traces =
        LongStream.range(part.first(), part.first() + part.count())
            .mapToObj(index -> task.frames(task.example(dataSeed, part.level(), index)));
    var written =
        WholeFile.place(
            files,
            path,
            target -> FrameFiles.write(new ParquetOutput(files, target), configuration, traces));
    return new WrittenPart.Frames(
        part.frames(),
        part.level(),
        written.rows(),
        written.frames(),
        files.getFileStatus(path).getLen(),
        Sha256.of(files, path));
  }
}

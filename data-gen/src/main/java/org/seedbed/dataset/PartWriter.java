package org.seedbed.dataset;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.seedbed.files.CommittedFile;
import org.seedbed.files.Folder;
import org.seedbed.files.ParquetOutput;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;

/** Writes one file of a dataset. Runs on an executor. */
final class PartWriter {
  private PartWriter() {}

  static WrittenPart write(
      DatasetPlan.Part part,
      String taskName,
      long dataSeed,
      Folder dataset,
      Configuration configuration)
      throws IOException {
    return write(part, TaskCatalogue.task(taskName), dataSeed, dataset, configuration);
  }

  private static <E> WrittenPart write(
      DatasetPlan.Part part,
      Task<E> task,
      long dataSeed,
      Folder dataset,
      Configuration configuration)
      throws IOException {
    var path = new Path(dataset.root(), part.file());
    var blocks = new BlockDigests();
    var written =
        dataset.place(
            path,
            target -> {
              var output = new ParquetOutput(dataset.files(), target);
              try (var writer = ExampleFiles.writer(output, configuration)) {
                for (long index = part.first(); index < part.first() + part.count(); index++) {
                  var example = task.stored(task.example(dataSeed, part.level(), index));
                  blocks.add(example);
                  writer.write(new ExampleFiles.Row(index, example));
                }
              }
              return output.written(part.file());
            });
    return WrittenPart.of(
        part,
        written,
        blocks.finish(),
        task.hasFrames()
            ? List.of(writeFrames(part, task, dataSeed, dataset, configuration))
            : List.of());
  }

  private static <E> WrittenPart.Frames writeFrames(
      DatasetPlan.Part part,
      Task<E> task,
      long dataSeed,
      Folder dataset,
      Configuration configuration)
      throws IOException {
    var path = new Path(dataset.root(), part.frames());
    var traces =
        LongStream.range(part.first(), part.first() + part.count())
            .mapToObj(index -> task.frames(task.example(dataSeed, part.level(), index)));
    var output = new AtomicReference<CommittedFile>();
    var written =
        dataset.place(
            path,
            target -> {
              var file = new ParquetOutput(dataset.files(), target);
              var frames = FrameFiles.write(file, configuration, traces);
              output.set(file.written(part.frames()));
              return frames;
            });
    return new WrittenPart.Frames(
        part.frames(),
        part.level(),
        written.rows(),
        written.frames(),
        output.get().bytes(),
        output.get().sha256());
  }
}

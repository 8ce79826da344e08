package org.seedbed.dataset;

import java.io.Serializable;
import java.util.List;
import org.seedbed.files.CommittedFile;
import org.seedbed.task.Level;

/**
 * A written file of a dataset.
 *
 * @param file path inside the dataset
 * @param level level of the examples
 * @param first index of the first example
 * @param rows number of examples
 * @param bytes length of the file
 * @param sha256 digest of the file
 * @param blocks SHA-256 of each block of examples, in order
 * @param frames the file of their frames; empty if the task has no traces
 */
public record WrittenPart(
    String file,
    Level level,
    long first,
    int rows,
    long bytes,
    String sha256,
    List<String> blocks,
    List<Frames> frames)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  static WrittenPart of(
      DatasetPlan.Part part, CommittedFile written, List<String> blocks, List<Frames> frames) {
    return new WrittenPart(
        part.file(),
        part.level(),
        part.first(),
        part.count(),
        written.bytes(),
        written.sha256(),
        blocks,
        frames);
  }

  /**
   * A file of trace frames, in which repeated frames are merged.
   *
   * @param file path inside the dataset
   * @param level level of the traces
   * @param rows number of rows
   * @param frames number of frames in the traces: the sum of the rows' weights
   * @param bytes length of the file
   * @param sha256 digest of the file
   */
  public record Frames(String file, Level level, long rows, long frames, long bytes, String sha256)
      implements Serializable {
    private static final long serialVersionUID = 1L;
  }
}

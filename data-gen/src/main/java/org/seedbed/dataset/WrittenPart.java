package org.seedbed.dataset;

import java.io.Serializable;
import java.util.List;
import org.seedbed.task.Level;

/**
 * A file of a dataset as it was written.
 *
 * @param file its path inside the dataset
 * @param level of its examples
 * @param first index of its first example
 * @param rows number of examples
 * @param bytes length of the file
 * @param sha256 of the file
 * @param blocks SHA-256 of each block of examples, in order
 */
public record WrittenPart(
    String file, Level level, long first, int rows, long bytes, String sha256, List<String> blocks)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}

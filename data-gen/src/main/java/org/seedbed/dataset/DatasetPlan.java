package org.seedbed.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.task.Level;

/**
 * Which files a dataset will have. Pure: no file is touched.
 *
 * @param task full name of the task
 * @param dataSeed of its examples
 * @param examples in all, shared evenly by the levels, the last of which takes what is left over
 * @param levels one or more
 * @param examplesPerFile most examples that one file holds; a multiple of {@link #BLOCK}
 */
public record DatasetPlan(
    String task, long dataSeed, long examples, List<Level> levels, int examplesPerFile) {
  /** Examples that are digested together, so that the digest does not depend on the files. */
  public static final int BLOCK = 1024;

  /** Examples a file where nothing else is asked for. */
  public static final int EXAMPLES_PER_FILE = 128 * BLOCK;

  /** Folder of the files of frames, which readers of the examples skip. */
  static final String FRAMES = "_frames/";

  public DatasetPlan {
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("a dataset has no levels, must have 1 or more");
    }
    if (examples < levels.size()) {
      throw new IllegalArgumentException(
          "examples are " + examples + ", must be one a level at least: " + levels.size());
    }
    if (examplesPerFile < BLOCK || examplesPerFile % BLOCK != 0) {
      throw new IllegalArgumentException(
          "examples per file are " + examplesPerFile + ", must be a multiple of " + BLOCK);
    }
  }

  /**
   * One file: examples {@code first … first + count − 1} of a level.
   *
   * @param file its path inside the dataset
   */
  public record Part(Level level, long first, int count, String file) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Where its traces' frames go. */
    String frames() {
      return FRAMES + file.replace("/examples-", "/frames-");
    }
  }

  /** All files, by level and first example. */
  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    for (int i = 0; i < levels.size(); i++) {
      long count =
          examples / levels.size() + (i == levels.size() - 1 ? examples % levels.size() : 0);
      for (long first = 0; first < count; first += examplesPerFile) {
        int size = (int) Math.min(examplesPerFile, count - first);
        parts.add(new Part(levels.get(i), first, size, file(levels.get(i), first)));
      }
    }
    return parts;
  }

  private static String file(Level level, long first) {
    return "level=%03d/modulus=%03d/examples-%012d.parquet"
        .formatted(level.length(), level.modulus(), first);
  }
}

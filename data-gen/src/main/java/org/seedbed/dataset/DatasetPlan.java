package org.seedbed.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.seedbed.task.Bounds;
import org.seedbed.task.Level;

/**
 * The files that a dataset will have. Pure: does not access files.
 *
 * @param task full name of the task
 * @param dataSeed data seed of the examples
 * @param examples total number of examples, split evenly among the levels; the last level takes the
 *     remainder
 * @param levels one or more
 * @param examplesPerFile maximum number of examples per file; a multiple of {@link #BLOCK}
 */
public record DatasetPlan(
    String task, long dataSeed, long examples, List<Level> levels, int examplesPerFile) {
  /**
   * Number of examples that are digested together, so that the digest does not depend on the split
   * into files.
   */
  public static final int BLOCK = 1024;

  /** Default number of examples per file. */
  public static final int EXAMPLES_PER_FILE = 128 * BLOCK;

  private static final long MOST_EXAMPLES = 1_000_000_000_000L;

  /** Folder of the frame files, which readers of the examples skip. */
  static final String FRAMES = "_frames/";

  public DatasetPlan {
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("a dataset has no levels, must have 1 or more");
    }
    if (examples < levels.size()) {
      throw new IllegalArgumentException(
          "examples are " + examples + ", must be at least one per level: " + levels.size());
    }
    Bounds.check("examples", examples, 1, MOST_EXAMPLES);
    if (examplesPerFile < BLOCK || examplesPerFile % BLOCK != 0) {
      throw new IllegalArgumentException(
          "examples per file are " + examplesPerFile + ", must be a multiple of " + BLOCK);
    }
    Bounds.check("the number of files", examples / examplesPerFile, 0, 1_000_000);
  }

  /**
   * One file: examples {@code first … first + count − 1} of a level.
   *
   * @param file its path inside the dataset
   */
  public record Part(Level level, long first, int count, String file) implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Returns the path of the frames of its traces. */
    String frames() {
      return FRAMES + file.replace("/examples-", "/frames-");
    }
  }

  /** Returns all files, by level and first example. */
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

  /** Returns the path of the file of a level's examples from {@code first} on. */
  static String file(Level level, long first) {
    return "level=%03d/modulus=%03d/examples-%012d.parquet"
        .formatted(level.length(), level.modulus(), first);
  }
}

package org.seedbed.files;

import org.apache.hadoop.fs.Path;

/**
 * Thrown when a file does not match its commit record; the message names the file and what was
 * expected and found.
 */
public final class DamagedFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Says more about another one. */
  public DamagedFileException(DamagedFileException other, String more) {
    super(other.getMessage() + " " + more, other);
  }

  public DamagedFileException(Path path, String expected, String found, String remedy) {
    super("Damaged file " + path + ": expected " + expected + ", found " + found + ". " + remedy);
  }
}

package org.seedbed.files;

import org.apache.hadoop.fs.Path;

/**
 * Thrown when a file was written by a later version of Seedbed, with a schema that this one does
 * not know.
 */
public final class UnknownSchemaException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public UnknownSchemaException(Path path, int found, int known) {
    this("File " + path, found, known);
  }

  /**
   * @param file what was read, for the message
   */
  public UnknownSchemaException(String file, int found, int known) {
    super(
        "%s has schema version %d; this Seedbed reads versions 1 to %d. Use a later Seedbed."
            .formatted(file, found, known));
  }
}

package org.seedbed.files;

/**
 * The run that a record belongs to.
 *
 * @param sha256 of its {@code experiment.yaml}
 * @param former whether a version of Seedbed began it that wrote records without digests
 */
public record RunId(String sha256, boolean former) {
  /** Returns the run of an {@code experiment.yaml}. */
  public static RunId of(byte[] experiment) {
    return new RunId(Sha256.of(experiment), !RecordDigest.isIn(experiment));
  }
}

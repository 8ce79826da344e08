package org.seedbed.space;

/** How a range is divided. */
public enum Scale {
  /** Equal differences. */
  LINEAR,
  /** Equal ratios. */
  LOG
}

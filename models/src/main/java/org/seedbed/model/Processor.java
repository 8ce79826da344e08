package org.seedbed.model;

import java.util.Locale;

/** The kind of processor that PyTorch computes on. */
public enum Processor {
  CPU,
  CUDA;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.seedbed.model;

import java.util.Locale;

/** What computes a population's steps. */
public enum Engine {
  /** One compiled step, run for each seed in turn, in Java: for tiny models on processors. */
  JVM,
  /** All seeds in one operation, on PyTorch: for larger models and GPUs. */
  PYTORCH;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

package org.seedbed.model;

import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Native memory of one test, freed after it. */
public final class NativeMemory implements BeforeEachCallback, AfterEachCallback {
  private NDManager manager;

  /** Owner of the test's tensors. */
  public NDManager manager() {
    return manager;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    Backend.start(1);
    manager = Backend.newManager();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    manager.close();
  }
}

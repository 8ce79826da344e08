package org.seedbed.engine.kernel;

/**
 * Lanes are the elements that a kernel computes side by side: the columns of every tensor. Each
 * kernel has two forms, one on the JDK's Vector API and one in plain loops. Both do the same
 * operations in the same order and return the same bits.
 */
public final class Lanes {
  private static final String MODULE = "jdk.incubator.vector";

  /**
   * The number of lanes of every tensor is a multiple of it. Sums over lanes use this many partial
   * sums, however wide the processor's vectors are.
   */
  public static final int BLOCK = 16;

  /** Whether kernels use the Vector API: whether this JVM was started with its module. */
  public static final boolean VECTORS = ModuleLayer.boot().findModule(MODULE).isPresent();

  /** The JVM flag that makes the Vector API available. */
  public static final String FLAG = "--add-modules=" + MODULE;

  private Lanes() {}

  /** Returns the smallest multiple of {@link #BLOCK} that is not below {@code n}. */
  public static int padded(int n) {
    return (n + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** Describes the form of the kernels, such as {@code vectors of 16 lanes} or {@code loops}. */
  public static String form() {
    return VECTORS ? "vectors of " + Vectors.LENGTH + " lanes" : "plain loops";
  }
}

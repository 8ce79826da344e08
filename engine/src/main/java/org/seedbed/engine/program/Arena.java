package org.seedbed.engine.program;

import java.util.Arrays;

/**
 * The memory that a thread runs programs in: values and gradients of one program at a time, and
 * references to the parameters and gradient of one seed. Not thread-safe.
 */
public final class Arena {
  /** In float arrays that begin on a 64-byte boundary, elements at 12 + 16·i do so, too. */
  static final int ORIGIN = 12;

  /** JVM flag that selects the collector which {@link #ALIGNMENT} is for. */
  public static final String COLLECTOR = "-XX:+UseG1GC";

  /** JVM flag with which large arrays begin on a 64-byte boundary; else steps take longer. */
  public static final String ALIGNMENT = "-XX:G1HeapRegionSize=1m";

  /** Arrays of this size are larger than half a region: G1 gives them regions of their own. */
  private static final int LARGE = 1 << 17;

  private float[] values = new float[0];
  private float[] parameters = values;
  private int parametersAt;
  private float[] gradient = values;
  private int gradientAt;

  /** Returns an array of at least {@code size} floats from {@link #origin}, aligned if possible. */
  public static float[] allocate(long size) {
    return new float[Math.toIntExact(Math.max(LARGE, ORIGIN + size))];
  }

  /** Index at which to begin in an array of {@link #allocate}. */
  public static int origin() {
    return ORIGIN;
  }

  /** Prepares the arena for a program. Inputs must be written after this. */
  public void load(Program program) {
    if (values.length < ORIGIN + program.size()) {
      values = allocate(program.size());
    }
    program.writeConstants(this);
  }

  void use(float[] newParameters, int newParametersAt) {
    parameters = newParameters;
    parametersAt = newParametersAt;
  }

  void use(float[] newParameters, int newParametersAt, float[] newGradient, int newGradientAt) {
    use(newParameters, newParametersAt);
    gradient = newGradient;
    gradientAt = newGradientAt;
  }

  /** Values and gradients. */
  public float[] values() {
    return values;
  }

  /** Packed parameters of the seed that runs. */
  public float[] parameters() {
    return parameters;
  }

  /** Index of the seed's first parameter. */
  public int parametersAt() {
    return parametersAt;
  }

  /** Gradient of the packed parameters. */
  public float[] gradient() {
    return gradient;
  }

  /** Index of the gradient's first element. */
  public int gradientAt() {
    return gradientAt;
  }

  void fill(int from, int count, float value) {
    Arrays.fill(values, from, from + count, value);
  }
}

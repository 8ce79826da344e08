package org.seedbed.engine.kernel;

/**
 * Functions on single numbers, the plain form of {@link Vectors}. Their arguments are bounded so
 * that results are never subnormal: on some processors, arithmetic on subnormal numbers is a
 * hundred times slower.
 */
public final class Scalars {
  /**
   * Values and gradients nearer to 0 than this become 0 where they are made: their products with
   * others would be subnormal, and no result depends on them.
   */
  public static final float NEGLIGIBLE = 1e-20f;

  /** Probabilities, and openings of gates, nearer to 0 than this become 0. */
  public static final float NEGLIGIBLE_PROBABILITY = 1e-12f;

  /** Lower bound of the argument of {@link #exp}: the result is a normal number. */
  static final float EXP_LOWEST = -87f;

  /** Upper bound of the argument of {@link #exp}: the result and its inverse are normal numbers. */
  static final float EXP_HIGHEST = 87f;

  /** From here on the hyperbolic tangent is 1 in 32 bit. */
  static final float TANH_HIGHEST = 9.1f;

  static final float LOG2_E = 1.442695f;

  /** ln 2 in two parts; the first has few bits, so that its product with an integer is exact. */
  static final float LN2_HIGH = 0.693359375f;

  static final float LN2_LOW = (float) -2.12194440e-4;

  /** 1.5·2^23: adding it rounds to an integer, which is then in the low bits. */
  static final float ROUND = 12582912f;

  static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
  static final int ONE_BITS = Float.floatToRawIntBits(1f);
  static final int SIGN_BIT = Integer.MIN_VALUE;
  static final int SQRT_HALF = Float.floatToRawIntBits((float) Math.sqrt(0.5));

  // Taylor coefficients of e^r: on [−ln 2 / 2, ln 2 / 2] the first one left out adds under 2^-27.
  static final float E2 = 1f / 2;
  static final float E3 = 1f / 6;
  static final float E4 = 1f / 24;
  static final float E5 = 1f / 120;
  static final float E6 = 1f / 720;
  static final float E7 = 1f / 5040;

  // log(1 + f) = 2·atanh(s), where s = f / (2 + f); coefficients of its series in s².
  static final float L3 = 2f / 3;
  static final float L5 = 2f / 5;
  static final float L7 = 2f / 7;
  static final float L9 = 2f / 9;

  private Scalars() {}

  /** Stores {@code x}, or adds it to what is there. */
  public static void put(float x, float[] a, int at, boolean accumulate) {
    a[at] = accumulate ? a[at] + x : x;
  }

  /** Returns the larger number, and {@code a} if either is NaN. */
  public static float max(float a, float b) {
    return b > a ? b : a;
  }

  /** Returns the smaller number, and {@code a} if either is NaN. */
  public static float min(float a, float b) {
    return b < a ? b : a;
  }

  /** Returns 0 for a number that is {@link #NEGLIGIBLE}. */
  public static float flush(float x) {
    return flush(x, NEGLIGIBLE);
  }

  /** Returns 0 for a number nearer to 0 than {@code limit}, and others as they are. */
  public static float flush(float x, float limit) {
    return Math.abs(x) < limit ? 0 : x;
  }

  /** e^x, within 2 ulp for −87 ≤ x ≤ 87; constant beyond. NaN for NaN. */
  public static float exp(float x) {
    float bounded = max(min(x, EXP_HIGHEST), EXP_LOWEST);
    float shifted = Math.fma(bounded, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, bounded));
    float result = expMinusOne(r) + 1f;
    return Float.intBitsToFloat(
        Float.floatToRawIntBits(result) + (Float.floatToRawIntBits(shifted) << 23));
  }

  /** e^r − 1 for |r| ≤ ln 2 / 2. */
  private static float expMinusOne(float r) {
    float p = Math.fma(r, E7, E6);
    p = Math.fma(p, r, E5);
    p = Math.fma(p, r, E4);
    p = Math.fma(p, r, E3);
    p = Math.fma(p, r, E2);
    return Math.fma(p * r, r, r);
  }

  /** Natural logarithm, within 2 ulp for positive normal numbers. NaN for NaN and infinity. */
  public static float log(float x) {
    int bits = Float.floatToRawIntBits(x);
    int exponent = (bits - SQRT_HALF) >> 23;
    float f = Float.intBitsToFloat(bits - (exponent << 23)) - 1f;
    float k = Float.intBitsToFloat(exponent + ROUND_BITS) - ROUND;
    float s = f / (f + 2f);
    float z = s * s;
    float p = Math.fma(z, L9, L7);
    p = Math.fma(p, z, L5);
    p = Math.fma(p, z, L3);
    float half = f * 0.5f * f;
    float rest = s * Math.fma(p, z, half) + k * LN2_LOW;
    float low = f - (half - rest);
    float nan = x * 0f;
    return Math.fma(k, LN2_HIGH, low) + nan;
  }

  /** Hyperbolic tangent, within 2 ulp. NaN for NaN. */
  public static float tanh(float x) {
    float y = min(Math.abs(x), TANH_HIGHEST) * 2f;
    float shifted = Math.fma(y, LOG2_E, ROUND);
    float n = shifted - ROUND;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, y));
    float scale = Float.intBitsToFloat((Float.floatToRawIntBits(shifted) << 23) + ONE_BITS);
    float t = Math.fma(scale, expMinusOne(r), scale - 1f);
    int sign = Float.floatToRawIntBits(x) & SIGN_BIT;
    return Float.intBitsToFloat(Float.floatToRawIntBits(t / (t + 2f)) | sign);
  }

  /** 1 / (1 + e^−x), within 3 ulp for x ≥ −87; constant below. NaN for NaN. */
  public static float sigmoid(float x) {
    return 1f / (exp(-x) + 1f);
  }
}

package org.seedbed.task;

import java.util.SplittableRandom;

/**
 * The key under which one example, mask or initialization is drawn. Equal keys draw equal values on
 * any machine and in any order.
 *
 * <pre>{@code
 * var random = ExampleKey.of("nram/copy").with(dataSeed).with(level.length()).with(index).random();
 * }</pre>
 *
 * <p>Mixing is the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
 */
public record ExampleKey(long value) {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** Returns the key of a name, computed from its UTF-16 code units. */
  public static ExampleKey of(String name) {
    var key = new ExampleKey(name.length());
    for (int i = 0; i < name.length(); i++) {
      key = key.with(name.charAt(i));
    }
    return key;
  }

  /** Returns this key refined by {@code part}. */
  public ExampleKey with(long part) {
    return new ExampleKey(mix(value + GOLDEN_GAMMA) ^ mix(part * GOLDEN_GAMMA + 1));
  }

  /** Returns this key refined by a level's length and modulus. */
  public ExampleKey with(Level level) {
    return with(level.length()).with(level.modulus());
  }

  /** Returns a new stream of random numbers, the same for equal keys. */
  public SplittableRandom random() {
    return new SplittableRandom(mix(value));
  }

  private static long mix(long z) {
    long y = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    y = (y ^ (y >>> 27)) * 0x94D049BB133111EBL;
    return y ^ (y >>> 31);
  }
}

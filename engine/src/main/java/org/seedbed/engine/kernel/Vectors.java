package org.seedbed.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions on vectors of the processor's preferred length. Their results have the same bits as
 * those of {@link Scalars}, which describes them. Load this class only if {@link Lanes#VECTORS}.
 */
public final class Vectors {
  public static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /** Lanes per vector; divides {@link Lanes#BLOCK}. */
  public static final int LENGTH = SPECIES.length();

  static {
    if (Lanes.BLOCK % LENGTH != 0) {
      throw new IllegalStateException("vectors have " + LENGTH + " lanes, must divide 16");
    }
  }

  private Vectors() {}

  public static FloatVector load(float[] a, int at) {
    return FloatVector.fromArray(SPECIES, a, at);
  }

  public static FloatVector broadcast(float x) {
    return FloatVector.broadcast(SPECIES, x);
  }

  public static FloatVector zero() {
    return FloatVector.zero(SPECIES);
  }

  /** Stores {@code x}, or adds it to what is there. */
  public static void put(FloatVector x, float[] a, int at, boolean accumulate) {
    (accumulate ? load(a, at).add(x) : x).intoArray(a, at);
  }

  /** See {@link Scalars#max}. */
  public static FloatVector max(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(VectorOperators.GT, a));
  }

  /** See {@link Scalars#min}. */
  public static FloatVector min(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(VectorOperators.LT, a));
  }

  /** See {@link Scalars#flush(float)}. */
  public static FloatVector flush(FloatVector x) {
    return flush(x, Scalars.NEGLIGIBLE);
  }

  /** See {@link Scalars#flush(float, float)}. */
  public static FloatVector flush(FloatVector x, float limit) {
    return x.blend(zero(), x.abs().compare(VectorOperators.LT, limit));
  }

  /** See {@link Scalars#exp}. */
  public static FloatVector exp(FloatVector x) {
    var bounded = max(min(x, broadcast(Scalars.EXP_HIGHEST)), broadcast(Scalars.EXP_LOWEST));
    var shifted = bounded.fma(Scalars.LOG2_E, Scalars.ROUND);
    var n = shifted.sub(Scalars.ROUND);
    var r = n.fma(broadcast(-Scalars.LN2_LOW), n.fma(broadcast(-Scalars.LN2_HIGH), bounded));
    var result = expMinusOne(r).add(1f);
    return result
        .reinterpretAsInts()
        .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
        .reinterpretAsFloats();
  }

  /** See {@link Scalars#expMinusOne}. */
  private static FloatVector expMinusOne(FloatVector r) {
    var p = r.fma(Scalars.E7, Scalars.E6);
    p = p.fma(r, broadcast(Scalars.E5));
    p = p.fma(r, broadcast(Scalars.E4));
    p = p.fma(r, broadcast(Scalars.E3));
    p = p.fma(r, broadcast(Scalars.E2));
    return p.mul(r).fma(r, r);
  }

  /** See {@link Scalars#log}. */
  public static FloatVector log(FloatVector x) {
    var bits = x.reinterpretAsInts();
    var exponent = bits.sub(Scalars.SQRT_HALF).lanewise(VectorOperators.ASHR, 23);
    var f = bits.sub(exponent.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(1f);
    var k = exponent.add(Scalars.ROUND_BITS).reinterpretAsFloats().sub(Scalars.ROUND);
    var s = f.div(f.add(2f));
    var z = s.mul(s);
    var p = z.fma(Scalars.L9, Scalars.L7);
    p = p.fma(z, broadcast(Scalars.L5));
    p = p.fma(z, broadcast(Scalars.L3));
    var half = f.mul(0.5f).mul(f);
    var rest = s.mul(p.fma(z, half)).add(k.mul(Scalars.LN2_LOW));
    var low = f.sub(half.sub(rest));
    var nan = x.mul(0f);
    return k.fma(broadcast(Scalars.LN2_HIGH), low).add(nan);
  }

  /** See {@link Scalars#tanh}. */
  public static FloatVector tanh(FloatVector x) {
    var y = min(x.abs(), broadcast(Scalars.TANH_HIGHEST)).mul(2f);
    var shifted = y.fma(Scalars.LOG2_E, Scalars.ROUND);
    var n = shifted.sub(Scalars.ROUND);
    var r = n.fma(broadcast(-Scalars.LN2_LOW), n.fma(broadcast(-Scalars.LN2_HIGH), y));
    var scale =
        shifted
            .reinterpretAsInts()
            .lanewise(VectorOperators.LSHL, 23)
            .add(Scalars.ONE_BITS)
            .reinterpretAsFloats();
    var t = scale.fma(expMinusOne(r), scale.sub(1f));
    var sign = x.reinterpretAsInts().lanewise(VectorOperators.AND, Scalars.SIGN_BIT);
    return t.div(t.add(2f))
        .reinterpretAsInts()
        .lanewise(VectorOperators.OR, sign)
        .reinterpretAsFloats();
  }

  /** See {@link Scalars#sigmoid}. */
  public static FloatVector sigmoid(FloatVector x) {
    return broadcast(1f).div(exp(x.neg()).add(1f));
  }
}

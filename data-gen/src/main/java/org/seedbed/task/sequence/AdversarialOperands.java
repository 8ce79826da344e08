package org.seedbed.task.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.seedbed.task.AdversarialSet;
import org.seedbed.task.ExampleKey;
import org.seedbed.task.sequence.Arithmetic.Operation;

/**
 * Arithmetic examples that random tests miss: sums of k random digits rarely have a chain of more
 * than log₂ k carries.
 */
final class AdversarialOperands {
  private static final int SIGNIFICANT_DIGITS = 2;

  /** Kinds of operands; see {@link Operands}. */
  enum Kind {
    /** One chain of carries of a given length. */
    CARRY_CHAIN,
    /** Two digits, padded with zeros. */
    PADDED_OPERANDS,
    /** The same number twice. */
    IDENTICAL_OPERANDS,
    /** The largest digit everywhere: all ones in base 2. */
    LARGEST_OPERANDS
  }

  private AdversarialOperands() {}

  /**
   * Returns sets of all kinds; for additions, with carry chains of 0, 1, 2, 4, … and k columns.
   *
   * @param length length of the examples
   * @param examples number of examples per set; {@link Kind#LARGEST_OPERANDS} has only one
   */
  static List<AdversarialSet<SequenceExample>> of(
      Arithmetic arithmetic, int length, long dataSeed, int examples) {
    int base = arithmetic.base();
    int k = Arithmetic.digits(length);
    var sets = new ArrayList<AdversarialSet<SequenceExample>>();
    if (arithmetic.operation() == Operation.ADDITION) {
      for (int chain : chains(k)) {
        sets.add(
            set(
                Kind.CARRY_CHAIN,
                chain,
                arithmetic,
                key(dataSeed, length, chain),
                examples,
                random -> Operands.withCarryChain(base, k, chain, random)));
      }
    }
    var random = key(dataSeed, length, -1);
    sets.add(
        set(
            Kind.PADDED_OPERANDS,
            0,
            arithmetic,
            random,
            examples,
            r -> Operands.padded(base, k, SIGNIFICANT_DIGITS, r)));
    sets.add(
        set(
            Kind.IDENTICAL_OPERANDS,
            0,
            arithmetic,
            random,
            examples,
            r -> Operands.identical(base, k, r)));
    sets.add(set(Kind.LARGEST_OPERANDS, 0, arithmetic, random, 1, r -> Operands.largest(base, k)));
    return sets;
  }

  private static List<Integer> chains(int k) {
    return Stream.concat(
            Stream.of(0), Stream.concat(Stream.iterate(1, c -> c < k, c -> 2 * c), Stream.of(k)))
        .toList();
  }

  private static ExampleKey key(long dataSeed, int length, int kind) {
    return ExampleKey.of("adversarial").with(dataSeed).with(length).with(kind);
  }

  private static AdversarialSet<SequenceExample> set(
      Kind kind,
      int chain,
      Arithmetic arithmetic,
      ExampleKey key,
      int count,
      Function<SplittableRandom, Operands> operands) {
    var random = key.random();
    return new AdversarialSet<>(
        kind.name(),
        chain,
        Stream.generate(() -> arithmetic.exampleOf(operands.apply(random))).limit(count).toList());
  }
}

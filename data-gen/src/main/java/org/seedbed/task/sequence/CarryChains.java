package org.seedbed.task.sequence;

import java.util.List;
import java.util.SplittableRandom;
import org.seedbed.task.AdversarialSet;

/** Binary additions with one chain of carries; all chain lengths are equally likely. */
public final class CarryChains extends SequenceTask {
  private final Arithmetic addition;

  CarryChains(Arithmetic addition) {
    super(
        "carry",
        "two numbers in base 2 whose sum has one chain of carries, 1 … k columns long: their sum",
        addition.alphabet());
    this.addition = addition;
  }

  @Override
  public boolean hasAdversarialSets() {
    return true;
  }

  @Override
  public List<AdversarialSet<SequenceExample>> adversarialSets(
      int length, long dataSeed, int examples) {
    return AdversarialOperands.of(addition, length, dataSeed, examples);
  }

  @Override
  public int shortestLength() {
    return addition.shortestLength();
  }

  @Override
  int positions(int length) {
    return addition.positions(length);
  }

  @Override
  SequenceExample draw(int length, SplittableRandom random) {
    int k = Arithmetic.digits(length);
    return withChain(k, random.nextInt(1, k + 1), random);
  }

  /** Returns an addition of k digits in which exactly {@code chain} consecutive columns carry. */
  public SequenceExample withChain(int k, int chain, SplittableRandom random) {
    return addition.exampleOf(Operands.withCarryChain(addition.base(), k, chain, random));
  }
}

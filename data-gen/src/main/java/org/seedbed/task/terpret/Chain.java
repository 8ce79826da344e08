package org.seedbed.task.terpret;

import java.util.OptionalInt;
import org.seedbed.task.Bounds;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.StoredExample;
import org.seedbed.task.Task;

/**
 * The chain of k booleans (Gaunt et al., TerpreT, 2016): x₀ is 0, and all xᵢ xor xᵢ₊₁ are observed
 * to be 0. Its only solution is plain to see, but descent finds it ever more rarely as k grows. So
 * it calibrates statistics of restarts: any share of solved restarts, thousands of restarts a
 * second.
 *
 * <p>It has one example; all levels are alike.
 */
public final class Chain implements Task<ChainExample> {
  private static final int MODULUS = 4;

  private final ChainExample only;

  Chain(int length) {
    this.only = new ChainExample(length);
  }

  @Override
  public String name() {
    return "terpret/chain-" + only.length();
  }

  @Override
  public Class<ChainExample> examples() {
    return ChainExample.class;
  }

  @Override
  public String description() {
    return "x0 = 0 and %d constraints x_i xor x_i+1 = 0, around the chain: the booleans"
        .formatted(only.length());
  }

  @Override
  public int trainingLength() {
    return 1;
  }

  @Override
  public int shortestLength() {
    return 1;
  }

  @Override
  public LevelRange defaultLevels() {
    return LevelRange.only(1);
  }

  @Override
  public Level level(int length, OptionalInt modulus) {
    Bounds.check("the level of task '" + name() + "'", length, 1, LevelRange.LONGEST);
    return new Level(length, modulus.orElse(MODULUS), 1);
  }

  @Override
  public ChainExample example(long dataSeed, Level level, long index) {
    return only;
  }

  @Override
  public boolean hasFixedExamples() {
    return true;
  }

  @Override
  public StoredExample stored(ChainExample example) {
    // x₀ is given, all observed constraints are 0.
    return new StoredExample(new int[example.length()], new int[example.length()]);
  }

  @Override
  public ChainExample restored(StoredExample stored) {
    return new ChainExample(stored.size());
  }

  @Override
  public int lengthOf(ChainExample example) {
    return 1;
  }

  @Override
  public String illustration(long dataSeed) {
    return "    level 1  %s%n".formatted(only);
  }
}

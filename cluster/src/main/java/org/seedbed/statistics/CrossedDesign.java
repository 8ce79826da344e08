package org.seedbed.statistics;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Initializations crossed with data seeds: which of them solved the task together. Nothing was
 * pruned.
 *
 * @param solved {@code [I, J]}: for each initialization, in the same order of data seeds, whether
 *     it solved the task
 */
public record CrossedDesign(List<List<Boolean>> solved) {
  private static final int PERMUTATIONS = 9_999;

  public CrossedDesign {
    solved = solved.stream().map(List::copyOf).toList();
    int columns = solved.isEmpty() ? 0 : solved.get(0).size();
    if (columns == 0 || solved.stream().anyMatch(row -> row.size() != columns)) {
      throw new IllegalArgumentException("a crossed design needs rows of equal length, 1 or more");
    }
  }

  /** Returns the number of solved pairs. */
  public int count() {
    return (int) solved.stream().flatMap(List::stream).filter(one -> one).count();
  }

  /** Returns the share of solved pairs. */
  public double share() {
    return count() / (double) (solved.size() * solved.get(0).size());
  }

  /** Returns the trials of each initialization. */
  public List<BetaBinomial.Trials> byInitialization() {
    return solved.stream()
        .map(
            row ->
                BetaBinomial.Trials.ofRandom(
                    (int) row.stream().filter(one -> one).count(), row.size()))
        .toList();
  }

  /** Returns the same design with data seeds as rows. */
  public CrossedDesign transposed() {
    return new CrossedDesign(
        IntStream.range(0, solved.get(0).size())
            .mapToObj(j -> solved.stream().map(row -> row.get(j)).toList())
            .toList());
  }

  /**
   * Returns the p-value of rows that differ as much as these or more, if they were alike: results
   * are permuted within each column, which keeps the effects of columns. The statistic is the sum
   * of squares of the rows' solved counts.
   */
  public double pvalueOfRows() {
    int rows = solved.size();
    int columns = solved.get(0).size();
    boolean[][] byColumn = new boolean[columns][rows];
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < rows; i++) {
        byColumn[j][i] = solved.get(i).get(j);
      }
    }
    long observed = statistic(byColumn);
    var random = new SplittableRandom(1);
    int asLarge = 0;
    for (int permutation = 0; permutation < PERMUTATIONS; permutation++) {
      for (boolean[] column : byColumn) {
        shuffle(column, random);
      }
      asLarge += statistic(byColumn) >= observed ? 1 : 0;
    }
    return (1 + asLarge) / (1.0 + PERMUTATIONS);
  }

  private static long statistic(boolean[][] byColumn) {
    long sum = 0;
    for (int i = 0; i < byColumn[0].length; i++) {
      long count = 0;
      for (boolean[] column : byColumn) {
        count += column[i] ? 1 : 0;
      }
      sum += count * count;
    }
    return sum;
  }

  private static void shuffle(boolean[] values, SplittableRandom random) {
    Permutation.shuffle(
        values.length,
        random,
        (i, j) -> {
          boolean kept = values[i];
          values[i] = values[j];
          values[j] = kept;
        });
  }
}

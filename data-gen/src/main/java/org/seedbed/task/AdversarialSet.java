package org.seedbed.task;

import java.util.List;

/**
 * Examples of one kind that random tests miss.
 *
 * @param <E> type of the examples
 * @param kind such as {@code CARRY_CHAIN}
 * @param degree how hard they are within their kind, such as the number of columns that carry over
 *     in a row; 0 for kinds without degrees
 * @param examples distinct or not, all of one length
 */
public record AdversarialSet<E>(String kind, int degree, List<E> examples) {
  public AdversarialSet {
    examples = List.copyOf(examples);
  }
}

package org.seedbed.task;

import java.util.List;

/**
 * Examples of one kind that random tests miss.
 *
 * @param <E> type of the examples
 * @param kind such as {@code CARRY_CHAIN}
 * @param degree difficulty within the kind, such as the number of consecutive columns that carry; 0
 *     for kinds without degrees
 * @param examples examples of one length; may contain duplicates
 */
public record AdversarialSet<E>(String kind, int degree, List<E> examples) {
  public AdversarialSet {
    examples = List.copyOf(examples);
  }
}

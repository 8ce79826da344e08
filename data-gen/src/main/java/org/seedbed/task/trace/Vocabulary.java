package org.seedbed.task.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The observations and calls available to a task's programs.
 *
 * @param programs names of the programs; the first is {@code ACT}
 * @param arguments names of the values of each of the three arguments; the first name means absent
 * @param fields fields of an observation
 */
public record Vocabulary(List<String> programs, List<List<String>> arguments, List<Field> fields) {
  private static final String NONE = "-";

  public Vocabulary {
    programs = List.copyOf(programs);
    arguments = arguments.stream().map(List::copyOf).toList();
    fields = List.copyOf(fields);
    if (arguments.size() != Call.ARGUMENTS) {
      throw new IllegalArgumentException(
          "a vocabulary has " + arguments.size() + " arguments, must have " + Call.ARGUMENTS);
    }
  }

  /**
   * A field of an observation.
   *
   * @param name display name
   * @param texts of its values 0, 1, …
   */
  public record Field(String name, List<String> texts) {
    public Field {
      texts = List.copyOf(texts);
    }

    /** Number of values, which are 0 … {@code values} − 1. */
    public int values() {
      return texts.size();
    }

    static Field flag(String name) {
      return new Field(name, List.of("no", "yes"));
    }

    /** A decimal digit, or {@link #BLANK}. */
    static Field digit(String name) {
      return digit(name, BLANK);
    }

    /** A digit in some radix, or the radix itself for a position without a digit. */
    static Field digit(String name, int radix) {
      return new Field(
          name, IntStream.rangeClosed(0, radix).mapToObj(d -> Vocabulary.digit(d, radix)).toList());
    }

    /** Value of a position without a decimal digit. */
    public static final int BLANK = 10;
  }

  /** Returns this vocabulary followed by further programs, values of each argument and fields. */
  public Vocabulary extend(
      List<String> morePrograms, List<List<String>> moreValues, List<Field> moreFields) {
    return new Vocabulary(
        joined(programs, morePrograms),
        IntStream.range(0, Call.ARGUMENTS)
            .mapToObj(i -> joined(arguments.get(i), moreValues.get(i)))
            .toList(),
        joined(fields, moreFields));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  /** Returns the names of argument values, preceded by the name for an absent argument. */
  static List<String> values(String... names) {
    var all = new ArrayList<String>();
    all.add(NONE);
    all.addAll(List.of(names));
    return all;
  }

  /**
   * Returns the size of a one-hot encoded observation: the sum of all fields' numbers of values.
   */
  public int observationSize() {
    return fields.stream().mapToInt(Field::values).sum();
  }

  /** Returns the call as text, such as {@code ACT(WRITE, OUT, 5)}. */
  public String text(Call call) {
    String given =
        IntStream.range(0, Call.ARGUMENTS)
            .filter(i -> call.argument(i) > 0)
            .mapToObj(i -> arguments.get(i).get(call.argument(i)))
            .collect(Collectors.joining(", "));
    String name = programs.get(call.program());
    return given.isEmpty() ? name : name + "(" + given + ")";
  }

  /** Returns the observation as text, such as {@code in1=9 in2=5 carry=_}. */
  public String text(List<Integer> observation) {
    return IntStream.range(0, fields.size())
        .mapToObj(i -> fields.get(i).name() + "=" + fields.get(i).texts().get(observation.get(i)))
        .collect(Collectors.joining(" "));
  }

  /** Returns a digit in a radix up to 16 as text. */
  static String digit(int value, int radix) {
    return value == radix ? "_" : String.valueOf(Character.forDigit(value, radix));
  }
}

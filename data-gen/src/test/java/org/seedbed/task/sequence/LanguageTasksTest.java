package org.seedbed.task.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quicktheories.QuickTheory.qt;
import static org.quicktheories.generators.SourceDSL.integers;
import static org.quicktheories.generators.SourceDSL.longs;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageTasksTest {
  private static String word(SequenceExample example) {
    var input = IntStream.range(0, example.length()).map(example::input);
    var output = IntStream.range(0, example.length()).map(example::expected);
    return IntStream.concat(input, output)
        .filter(symbol -> symbol > 0)
        .mapToObj(symbol -> String.valueOf((char) ('a' + symbol - 1)))
        .collect(Collectors.joining());
  }

  private static int count(String word, String letter) {
    return (int) Pattern.compile(letter).matcher(word).results().count();
  }

  /** A language: the form of its words and what holds of their counts of a, b, c and d. */
  record Language(String name, String form, Predicate<int[]> holds) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Language> languages() {
    return List.of(
        new Language("anbn", "a+b+", n -> n[0] == n[1]),
        new Language("anbncn", "a+b+c+", n -> n[0] == n[1] && n[1] == n[2]),
        new Language("anbncndn", "a+b+c+d+", n -> n[0] == n[1] && n[1] == n[2] && n[2] == n[3]),
        new Language("anb2n", "a+b+", n -> 2 * n[0] == n[1]),
        new Language("anbmcnm", "a+b+c+", n -> n[0] + n[1] == n[2]),
        new Language("anbmcndm", "a+b+c+d+", n -> n[0] == n[2] && n[1] == n[3]),
        new Language("anbkcnk", "a+b+c+", n -> n[0] * n[1] == n[2]));
  }

  /** Counts letters of whole words, which the tasks never see. */
  @ParameterizedTest
  @MethodSource("languages")
  void everyExampleIsAWordOfTheLanguageAndItsEnd(Language language) {
    var task = LanguageTasks.task(language.name());
    qt().withExamples(3000)
        .forAll(longs().all(), integers().between(4, 61), longs().between(0, 1L << 40))
        .checkAssert(
            (dataSeed, length, index) -> {
              var example = task.example(dataSeed, task.level(length, OptionalInt.empty()), index);
              var word = word(example);
              assertThat(word).matches(language.form());
              assertThat(Stream.of("a", "b", "c", "d").mapToInt(l -> count(word, l)).toArray())
                  .matches(language.holds());
              endsWithItsEnd(example);
            });
  }

  /** The end of the word is asked for as padding, and nothing after it. */
  private static void endsWithItsEnd(SequenceExample example) {
    int end = example.asked() - 1;
    assertThat(example.expected(end)).isEqualTo(Alphabet.PADDING);
    assertThat(IntStream.range(0, end).map(example::expected)).allMatch(symbol -> symbol > 0);
    assertThat(IntStream.range(end + 1, example.length()).map(example::expected))
        .allMatch(symbol -> symbol == SequenceExample.NOT_ASKED);
  }

  @Test
  void wordsAreAsWrittenByHand() {
    assertThat(LanguageTasks.task("anbn").exampleOf(3, 1)).hasToString("a a a · → b b b ·");
    assertThat(LanguageTasks.task("anbmcnm").exampleOf(1, 2)).hasToString("a b b · → c c c ·");
    assertThat(LanguageTasks.task("anbmcndm").exampleOf(2, 1)).hasToString("a a b · → c c d ·");
    assertThat(LanguageTasks.task("anbkcnk").exampleOf(2, 3))
        .hasToString("a a b b b · · → c c c c c c ·");
    assertThat(LanguageTasks.task("anbkcnk").exampleOf(1, 1)).hasToString("a b → c ·");
  }

  @Test
  void productsOfALengthAreDrawnFromAllItsFactors() {
    var task = LanguageTasks.task("anbkcnk");
    var level = task.level(13, OptionalInt.empty());
    var words =
        IntStream.range(0, 400)
            .mapToObj(i -> task.example(1, level, i))
            .filter(example -> example.asked() == 13)
            .map(SequenceExample::toString)
            .distinct();
    assertThat(words).as("12 has six factors").hasSize(6);
  }
}

package org.seedbed.model.nram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProgramListingTest {
  /** Lists a run whose steps have one line of one letter each. */
  private static ProgramListing of(String letters) {
    return ProgramListing.of(Arrays.stream(letters.split("")).map(List::of).toList());
  }

  /** Blocks as text, such as {@code a, bc*2}. */
  private static String blocks(String letters) {
    return of(letters).blocks().stream()
        .map(
            block ->
                block.steps().stream().flatMap(List::stream).collect(Collectors.joining())
                    + (block.times() > 1 ? "*" + block.times() : ""))
        .collect(Collectors.joining(", "));
  }

  @Test
  void foldsStepsThatRepeat() {
    assertThat(blocks("abcd")).isEqualTo("a, b, c, d");
    assertThat(blocks("abbbbc")).isEqualTo("a, b*4, c");
    assertThat(blocks("abcbcbcd")).isEqualTo("a, bc*3, d");
    assertThat(blocks("aaaa")).isEqualTo("a*4");
    assertThat(blocks("aabaab")).isEqualTo("aab*2");
    assertThat(blocks("abcdeabcde")).isEqualTo("a, b, c, d, e, a, b, c, d, e");
  }

  @Test
  void saysWhichStepsRepeat() {
    assertThat(of("abbcdcd").text())
        .isEqualTo(
            """
              step 1
                a
              steps 2 to 3: the same, 2 times
                b
              steps 4 to 7: the same 2, 2 times
                c
                then
                d
            """);
  }
}

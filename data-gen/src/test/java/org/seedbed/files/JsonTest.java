package org.seedbed.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  private record Sample(
      String name, int count, List<Long> seeds, Optional<Boolean> proved, OptionalInt width) {}

  @Test
  void whatIsOptionalMayBeMissing() throws JsonProcessingException {
    assertThat(
            Json.mapper()
                .readValue("{\"name\": \"a\", \"count\": 2, \"seeds\": [7]}", Sample.class))
        .isEqualTo(new Sample("a", 2, List.of(7L), Optional.empty(), OptionalInt.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'count': 2, 'seeds': [7]}",
        "{'name': 'a', 'seeds': [7]}",
        "{'name': 'a', 'count': 2}",
        "{'name': 'a', 'count': null, 'seeds': [7]}",
        "{'name': 'a', 'count': 2, 'seeds': [7], 'more': 1}"
      })
  void nothingElseMay(String json) {
    assertThatThrownBy(() -> Json.mapper().readValue(json.replace('\'', '"'), Sample.class))
        .isInstanceOf(JsonProcessingException.class);
  }
}

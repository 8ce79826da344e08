package org.seedbed.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.seedbed.model.Evaluator.Evaluation;
import org.seedbed.model.Evaluator.Outputs;

class EvaluationTest {
  @Test
  void countsOutputsBeforeTheFirstWrongOne() {
    var evaluation =
        Evaluation.inOrder(
            List.of(
                List.of(true, false, true, false),
                List.of(true, true),
                List.of(false, true),
                List.of(true, true, false)));
    assertThat(evaluation.exact()).isEqualTo(1);
    assertThat(evaluation.outputs()).contains(new Outputs(4, 11));
    assertThat(evaluation.rightBeforeError().orElseThrow())
        .isCloseTo((1 / 4.0 + 1 + 0 + 2 / 3.0) / 4, Offset.offset(1e-12));
  }
}

package org.seedbed.model.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.seedbed.model.Evaluator;
import org.seedbed.task.Level;
import org.seedbed.task.sequence.LanguageTasks;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTask;

/** What {@code evaluate} and {@code show} say about a stack-augmented network. */
class StackRnnRunTest {
  private static final SequenceTask TASK = LanguageTasks.task("anbn");
  private static final Level LEVEL = TASK.level(6, OptionalInt.empty());
  private static final StackRnnFamily FAMILY = new StackRnnFamily();

  private static StackRnnSettings settings(boolean discretized) {
    return new StackRnnSettings(4, 2, 1, true, false, discretized, false);
  }

  private static Evaluator<SequenceExample> evaluator(boolean discretized) {
    return FAMILY.evaluator(settings(discretized), TASK, 1);
  }

  private static float[] random(long seed) {
    float[] row = new float[FAMILY.layout(settings(false), TASK).size()];
    var random = new Random(seed);
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (3 * random.nextGaussian());
    }
    return row;
  }

  @Test
  void aRunIsDiscretizedOnRequestAsByItsSetting() {
    var asTrained = evaluator(false);
    var onRequest = asTrained.discretized().orElseThrow();
    var bySetting = evaluator(true);
    var rows = LongStream.range(0, 20).mapToObj(StackRnnRunTest::random).toList();
    var examples = LongStream.range(0, 8).mapToObj(i -> TASK.example(1, LEVEL, i)).toList();
    assertThat(onRequest.evaluate(rows, LEVEL, examples))
        .isEqualTo(bySetting.evaluate(rows, LEVEL, examples))
        .isNotEqualTo(asTrained.evaluate(rows, LEVEL, examples));
    assertThat(onRequest.form()).contains("discretized");
    assertThat(asTrained.form()).isEmpty();
    assertThat(onRequest.render(rows.get(0), LEVEL, examples.get(0)))
        .isEqualTo(bySetting.render(rows.get(0), LEVEL, examples.get(0)));
  }

  @Test
  void showsEachStepsActions() {
    var layout = FAMILY.layout(settings(false), TASK);
    float[] row = new float[layout.size()];
    int hidden = settings(false).hiddenSize();
    int at = 0;
    for (var parameter : layout.parameters()) {
      if (parameter.name().equals(StackRnn.ACTIONS)) {
        double[] odds = {6, 3, 1, 1e-9, 1e-9, 1};
        for (int i = 0; i < odds.length; i++) {
          row[at + i * (hidden + 1) + hidden] = (float) Math.log(odds[i]);
        }
      }
      at += parameter.size();
    }
    var example = TASK.example(1, LEVEL, 0);
    var lines = evaluator(false).render(row, LEVEL, example).lines().toList();
    assertThat(lines.get(2)).isEqualTo("step  given  answered  stack 1   stack 2");
    int read = example.length() - example.padding();
    assertThat(lines.subList(3, lines.size()))
        .hasSize(2 * example.length())
        .allMatch(line -> line.endsWith("  push 60   keep"));
    assertThat(lines.get(3)).startsWith("   1      " + example.textOf(example.input(0)));
    assertThat(lines.get(2 + read)).contains(" ·  push");
    var discretized = evaluator(true).render(row, LEVEL, example).lines().toList();
    assertThat(discretized.get(3)).endsWith("  push      keep");
  }
}

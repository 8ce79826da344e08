package org.seedbed.model.neuralgpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.seedbed.engine.program.Arena;
import org.seedbed.model.Backend;
import org.seedbed.model.Engine;
import org.seedbed.model.Evaluator.Evaluation;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Dropout;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Extrapolation;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Initial;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Padding;
import org.seedbed.model.neuralgpu.NeuralGpuSettings.Relaxation;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Initialization;
import org.seedbed.model.population.Population;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTasks;

class ExtrapolationTest {
  private static final Task<SequenceExample> TASK = SequenceTasks.task("badd");
  private static final int SYMBOLS = 4;

  private static NeuralGpuSettings settings(
      int layers, int sets, boolean zeroed, Extrapolation extrapolation) {
    return new NeuralGpuSettings(
        6,
        1,
        layers,
        true,
        true,
        Dropout.CANDIDATE,
        1,
        0,
        false,
        0.9,
        new Padding(zeroed, false),
        Initial.GLOROT,
        new Relaxation(sets, 0, 1, 1),
        extrapolation);
  }

  private static Level level(int length) {
    return TASK.level(length, OptionalInt.empty());
  }

  private static List<SequenceExample> examples(int length, int count) {
    return LongStream.range(0, count).mapToObj(i -> TASK.example(1, level(length), i)).toList();
  }

  private static List<LevelBatch<SequenceExample>> batches(int... lengths) {
    return IntStream.of(lengths)
        .mapToObj(length -> new LevelBatch<>(level(length), examples(length, 5)))
        .toList();
  }

  private static float[] parameters(NeuralGpuSettings settings) {
    return Initialization.of(5, NeuralGpu.layoutOf(settings, SYMBOLS));
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Result(double loss, float[] gradient) {}

  private static Result result(
      NeuralGpuSettings settings, List<LevelBatch<SequenceExample>> batches, TrainingStep step) {
    var model = new CompiledNeuralGpu(settings, SYMBOLS);
    float[] packed = model.packed(parameters(settings));
    float[] gradient = new float[model.packing().packedSize()];
    var loss = model.prepare(batches, step).run(0, packed, Arena.origin(), gradient, 0);
    return new Result(loss.loss(), model.packing().unpack(gradient, 0));
  }

  private static double[] doubles(float[] row) {
    return IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray();
  }

  /**
   * The loss of one batch by the reference, whose time steps before a span have other parameters.
   */
  private static double reference(
      NeuralGpuSettings settings,
      LevelBatch<SequenceExample> batch,
      TrainingStep step,
      double[] row,
      double[] before) {
    double share = settings.extrapolation().progressiveShare();
    double sum = 0;
    for (var sequence : Packing.of(List.of(batch)).sequences()) {
      var layout = NeuralGpu.layoutOf(settings, SYMBOLS);
      var span = TimeStepSpan.draw(step, sequence, share);
      sum += new ReferenceNeuralGpu(settings, layout, row).loss(sequence.example(), span, before);
    }
    return sum / batch.examples().size();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, false, true, 0",
    "1, 1, false, false, 1",
    "2, 2, false, true, 0.6",
    "1, 1, true, true, 1"
  })
  void gradientsAreThoseOfTheReference(
      int layers, int sets, boolean zeroed, boolean recall, double share) {
    var settings = settings(layers, sets, zeroed, new Extrapolation(recall, share));
    var batch = batches(9).get(0);
    var step = TrainingStep.onOneBatch(3, 7, 1);
    var found = result(settings, List.of(batch), step);
    double[] row = doubles(parameters(settings));
    assertThat(found.loss()).isCloseTo(reference(settings, batch, step, row, row), within(1e-5));
    var random = new SplittableRandom(8);
    for (int trial = 0; trial < 6; trial++) {
      double[] above = row.clone();
      double[] below = row.clone();
      double expected = 0;
      for (int i = 0; i < row.length; i++) {
        double direction = random.nextDouble(-1, 1);
        above[i] += 1e-6 * direction;
        below[i] -= 1e-6 * direction;
        expected += direction * found.gradient()[i];
      }
      double difference =
          reference(settings, batch, step, above, row)
              - reference(settings, batch, step, below, row);
      assertThat(difference / 2e-6).isCloseTo(expected, within(2e-3 * Math.abs(expected) + 2e-4));
    }
  }

  @Test
  void everySequenceOfAShareOfOneTrainsOnAPart() {
    var sequences = Packing.of(batches(40, 6)).sequences();
    int partial = 0;
    int whole = 0;
    for (int number = 0; number < 400; number++) {
      var step = TrainingStep.onOneBatch(1, number, 1);
      for (var sequence : sequences) {
        var span = TimeStepSpan.draw(step, sequence, 1);
        assertThat(span.first()).isBetween(0, span.last());
        assertThat(span.last()).isBetween(span.first(), sequence.length() - 1);
        partial += span.first() > 0 ? 1 : 0;
        assertThat(TimeStepSpan.draw(step, sequence, 0))
            .isEqualTo(new TimeStepSpan(0, sequence.length() - 1));
        whole += TimeStepSpan.draw(step, sequence, 0.25).equals(span) ? 0 : 1;
      }
    }
    assertThat(partial).isBetween(3500, 3800); // 39 of 40, or 5 of 6, of 2000 each
    assertThat(whole).isBetween(2750, 3100); // three quarters of 4000
  }

  @Test
  void aSequencesTimeStepsDoNotDependOnThoseBesideIt() {
    var settings = settings(1, 1, false, new Extrapolation(true, 0.5));
    var together =
        result(settings, batches(7, 12), new TrainingStep(3, 7, List.of(List.of(0.25, 0.75))));
    var shorter = result(settings, batches(7), TrainingStep.onOneBatch(3, 7, 1));
    var longer = result(settings, batches(12), TrainingStep.onOneBatch(3, 7, 1));
    assertThat(together.loss())
        .isCloseTo(0.25 * shorter.loss() + 0.75 * longer.loss(), within(1e-6));
  }

  /** Compiled once more without a backward pass, with one time step instead of all. */
  @ParameterizedTest
  @CsvSource({"1, 1, false, true", "2, 3, true, true", "2, 2, false, false"})
  void runsAnswerAsTheReferenceDoes(int layers, int sets, boolean zeroed, boolean recall) {
    var settings = settings(layers, sets, zeroed, new Extrapolation(recall, 0.5));
    var layout = NeuralGpu.layoutOf(settings, SYMBOLS);
    var row = parameters(settings);
    var examples = examples(15, 24);
    var evaluator = new NeuralGpuEvaluator(settings, TASK, 2);
    var found = evaluator.evaluate(List.of(row, row), level(15), examples);
    var right =
        examples.stream()
            .map(
                example -> {
                  var reference = new ReferenceNeuralGpu(settings, layout, doubles(row));
                  return example.right(mostLikely(reference.logits(example)));
                })
            .toList();
    assertThat(found).hasSize(2).containsOnly(Evaluation.inOrder(right));
    assertThat(evaluator.render(row, level(15), examples.get(0))).contains("answered");
  }

  /** Many long sequences run in parts, which threads share. */
  @Test
  void evaluationsAreThoseOfScoresWhateverTheThreads() {
    var settings = settings(1, 1, false, new Extrapolation(true, 0));
    var row = parameters(settings);
    var examples = examples(301, 150);
    var compiled = new CompiledNeuralGpu(settings, SYMBOLS);
    float[] packed = compiled.packed(row);
    var score = compiled.prepareScores(level(301), examples).run(packed, Arena.origin());
    for (int threads : new int[] {1, 2}) {
      var found =
          new NeuralGpuEvaluator(settings, TASK, threads)
              .evaluate(List.of(row), level(301), examples);
      assertThat(found)
          .singleElement()
          .returns(score.exact(), Evaluation::exact)
          .returns(Optional.of(score.outputs()), Evaluation::outputs);
    }
  }

  private static int[] mostLikely(double[][] logits) {
    int[] answer = new int[logits.length];
    for (int i = 0; i < answer.length; i++) {
      for (int symbol = 1; symbol < logits[i].length; symbol++) {
        answer[i] = logits[i][symbol] > logits[i][answer[i]] ? symbol : answer[i];
      }
    }
    return answer;
  }

  @Test
  void compiledModelsAnswerAsPyTorchDoes() {
    var settings = settings(1, 1, false, Extrapolation.NONE);
    var row = parameters(settings);
    var examples = new ArrayList<>(examples(15, 40));
    Backend.start(1);
    try (var manager = Backend.newManager();
        var model = new NeuralGpu(settings, SYMBOLS, DataType.FLOAT32);
        var population = Population.trained(manager, model.layout(), List.of(row));
        var tape = GradientTape.off(manager)) {
      var expected = model.answers(population.parameters(tape), level(15), examples).get(0);
      var compiled = new CompiledNeuralGpu(settings, SYMBOLS);
      float[] packed = compiled.packed(row);
      var found = compiled.prepareAnswers(level(15), examples).run(packed, Arena.origin());
      for (int i = 0; i < examples.size(); i++) {
        assertThat(found.symbols().get(i)).containsExactly(expected.get(i));
      }
    }
  }

  @Test
  void onlyCompiledModelsHaveAProgressiveLoss() {
    var family = new DiagonalNeuralGpuFamily();
    var settings = settings(1, 1, false, new Extrapolation(false, 0.1));
    assertThat(family.engines(settings)).containsExactly(Engine.JVM);
    assertThatThrownBy(() -> new NeuralGpu(settings, SYMBOLS, DataType.FLOAT32))
        .hasMessage("a progressive loss is for compiled models only");
    var recalling = settings(1, 1, false, new Extrapolation(true, 0));
    assertThat(family.engines(recalling)).containsExactlyInAnyOrder(Engine.values());
    assertThatThrownBy(() -> new Extrapolation(true, 1.5))
        .hasMessageContaining("extrapolation.progressiveShare")
        .hasMessageContaining("0 to 1");
    var severalRows =
        PlainNeuralGpu.settings(6, 4, 1, true, true, Dropout.STATE, 1, 0, 0.9, Relaxation.NONE);
    assertThatThrownBy(() -> severalRows.withTerms(1, 0, false, Relaxation.NONE, 0.5))
        .hasMessageStartingWith("extrapolation needs rows of 1 and hard nonlinearities.");
  }
}

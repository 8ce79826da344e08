package org.seedbed.model.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.NativeMemory;
import org.seedbed.model.ScalarParameters;
import org.seedbed.model.Wiring;
import org.seedbed.model.recurrent.NetworkOracle;
import org.seedbed.model.recurrent.RecurrentNetwork;
import org.seedbed.model.recurrent.SymbolTranscription;
import org.seedbed.model.stack.NeuralStackSettings.Memory;
import org.seedbed.task.sequence.LanguageTasks;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTask;

class StacksTest {
  private static final SequenceTask TASK = LanguageTasks.task("anbmcndm");
  private static final SymbolTranscription TRANSCRIPTION = SymbolTranscription.of(TASK, true);

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  /** A network and its oracle. */
  record Variant(
      String name,
      RecurrentNetwork network,
      boolean readsPadding,
      Function<double[], ReferenceStacks> reference) {
    static Variant of(StackRnnSettings settings) {
      var network = new StackRnn(settings, TRANSCRIPTION.inputs(), TRANSCRIPTION.outputs());
      return new Variant(
          settings.toString(),
          network,
          settings.readsPadding(),
          row ->
              new ReferenceStacks.OfStackRnn(
                  settings, new ScalarParameters(network.layout(), row)));
    }

    static Variant of(NeuralStackSettings settings) {
      var network = new NeuralStack(settings, TRANSCRIPTION.inputs(), TRANSCRIPTION.outputs());
      return new Variant(
          settings.toString(),
          network,
          settings.readsPadding(),
          row ->
              new ReferenceStacks.OfNeuralStack(
                  settings, new ScalarParameters(network.layout(), row)));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Variant> variants() {
    return List.of(
        Variant.of(new StackRnnSettings(5, 2, 2, false, false, false, true)),
        Variant.of(new StackRnnSettings(4, 3, 1, true, true, false, false)),
        Variant.of(new NeuralStackSettings(4, 3, Memory.STACK, -1, true)),
        Variant.of(new NeuralStackSettings(4, 3, Memory.QUEUE, 0.5, false)),
        Variant.of(new NeuralStackSettings(4, 3, Memory.DEQUE, -0.5, false)),
        Variant.of(new NeuralStackSettings(4, 3, Memory.NONE, 0, false)));
  }

  private static LevelBatch<SequenceExample> batch(int length, int size) {
    var level = TASK.level(length, OptionalInt.empty());
    return new LevelBatch<>(
        level, LongStream.range(0, size).mapToObj(i -> TASK.example(2, level, i)).toList());
  }

  @ParameterizedTest
  @MethodSource("variants")
  void lossesAndGradientsAreTheReferences(Variant variant) {
    NetworkOracle<SequenceExample> oracle =
        row -> example -> variant.reference().apply(row).loss(example, variant.readsPadding());
    var transcription = SymbolTranscription.of(TASK, variant.readsPadding());
    oracle.check(
        nativeMemory.manager(),
        variant.network(),
        transcription,
        List.of(batch(5, 3), batch(9, 2)));
    oracle.checkInPlainJava(variant.network(), transcription, batch(9, 4).examples());
  }

  /**
   * Weights written by hand: push while reading, pop while answering, b until the stack is empty.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStackThatIsWiredByHandCountsToAnyNumberWhenDiscretized(boolean readsPadding) {
    var task = LanguageTasks.task("anbn");
    var settings = new StackRnnSettings(3, 1, 1, false, false, true, readsPadding);
    var network = new StackRnn(settings, TRANSCRIPTION.inputs(), TRANSCRIPTION.outputs());
    var wiring = Wiring.of(network.layout());
    int read = 1; // The symbol a.
    int answering = TRANSCRIPTION.inputs() - 1;
    int top = TRANSCRIPTION.inputs();
    int bias = top + 1;
    // h0: an a is read; h1: answering; h2: the top cell is full.
    wiring.set("hidden", 0, read, 40).set("hidden", 0, bias, -20);
    wiring.set("hidden", 1, answering, 40).set("hidden", 1, bias, -20);
    wiring.set("hidden", 2, top, 40);
    wiring.set("actions", 0, 0, 10).set("actions", 1, 1, 5).set("actions", 1, 3, 2);
    wiring.set("pushed", 0, 0, 40);
    wiring.set("output", 2, 2, 10).set("output", 0, 3, 5);

    for (int length : new int[] {5, 21, 400}) {
      var level = task.level(length, OptionalInt.empty());
      var examples = LongStream.range(0, 20).mapToObj(i -> task.example(1, level, i)).toList();
      var found =
          new StackRnnFamily()
              .evaluator(settings, task, 1)
              .evaluate(List.of(wiring.row()), level, examples);
      assertThat(found.get(0).exact()).as("length %d", length).isEqualTo(20);
    }
  }
}

package org.seedbed.model.ntm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.model.CompiledPopulation;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.NativeMemory;
import org.seedbed.model.ScalarParameters;
import org.seedbed.model.Wiring;
import org.seedbed.model.ntm.NtmSettings.FirstMemory;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.recurrent.BitTranscription;
import org.seedbed.model.recurrent.NetworkOracle;
import org.seedbed.task.bits.BitExample;
import org.seedbed.task.bits.BitTask;
import org.seedbed.task.bits.BitTasks;

class NtmTest {
  private static final BitTask TASK = BitTasks.task("repeat-copy");
  private static final int INPUTS = 9;
  private static final int OUTPUTS = 9;

  @RegisterExtension final NativeMemory nativeMemory = new NativeMemory();

  static List<NtmSettings> variants() {
    return List.of(
        new NtmSettings(5, 4, 3, 1, 1, FirstMemory.CONSTANT, true, 20),
        new NtmSettings(4, 5, 2, 1, 1, FirstMemory.LEARNT, false, 20),
        new NtmSettings(5, 3, 3, 1, 1, FirstMemory.LEARNT, true, 0.5),
        new NtmSettings(4, 4, 2, 2, 3, FirstMemory.LEARNT, true, 20));
  }

  private static LevelBatch<BitExample> batch(int length, int size) {
    var level = TASK.level(length, OptionalInt.empty());
    return new LevelBatch<>(
        level, LongStream.range(0, size).mapToObj(i -> TASK.example(2, level, i)).toList());
  }

  @ParameterizedTest
  @MethodSource("variants")
  void lossesAndGradientsAreTheReferences(NtmSettings settings) {
    var network = new Ntm(settings, INPUTS, OUTPUTS);
    var example = TASK.example(2, TASK.level(2, OptionalInt.empty()), 0);
    NetworkOracle<BitExample> oracle =
        row ->
            at -> new ReferenceNtm(settings, new ScalarParameters(network.layout(), row)).loss(at);
    oracle.check(
        nativeMemory.manager(),
        network,
        new BitTranscription(example.format()),
        List.of(batch(2, 3), batch(3, 2)));
  }

  @ParameterizedTest
  @EnumSource(FirstMemory.class)
  void evaluationComputesAsTheReference(FirstMemory memory) {
    var settings = new NtmSettings(5, 4, 3, 1, 1, memory, memory != FirstMemory.RANDOM, 20);
    var network = new Ntm(settings, INPUTS, OUTPUTS);
    var examples = batch(3, 4).examples();
    NetworkOracle<BitExample> oracle =
        row ->
            at -> new ReferenceNtm(settings, new ScalarParameters(network.layout(), row)).loss(at);
    oracle.checkInPlainJava(network, new BitTranscription(examples.get(0).format()), examples);
  }

  /** A memory that is drawn and fixed is the same after training; a learnt one is not. */
  @Test
  void onlyALearntMemoryIsTrained() {
    for (var memory : List.of(FirstMemory.RANDOM, FirstMemory.LEARNT)) {
      var settings = new NtmSettings(5, 4, 3, 1, 1, memory, true, 20);
      var family = new NtmFamily();
      var layout = family.layout(settings, TASK);
      var state = PopulationState.initial(layout, List.of(3L));
      try (var population =
          new CompiledPopulation<>(
              () -> family.compiled(settings, TASK), state, AdamSettings.DEFAULTS, 1)) {
        population.train(List.of(batch(2, 4)), TrainingStep.onOneBatch(1, 0, 1));
        float[] before = state.members().get(0).parameters();
        float[] after = population.parameters(0);
        int from = layout.offset("memory");
        for (int i = from; i < from + 12; i++) {
          assertThat(after[i] == before[i])
              .as("number %d", i)
              .isEqualTo(memory == FirstMemory.RANDOM);
        }
      }
    }
  }

  /**
   * Weights written by hand: while vectors are read, the writing head writes each to the next cell;
   * at the marker the reading head starts over at the first, and then reads cell after cell.
   */
  @Test
  void aMachineThatIsWiredByHandCopies() {
    var copy = BitTasks.task("copy");
    int bits = 8;
    int cells = 24;
    var settings = new NtmSettings(bits + 2, cells, bits + 1, 1, 1, FirstMemory.LEARNT, true, 200);
    var network = new Ntm(settings, bits + 1, bits);
    var wiring = Wiring.of(network.layout());
    int h = bits + 2;
    int width = bits + 1;
    int ofInput = 0;
    int bias = bits + 1 + width + h;
    // The controller's state: each bit, the marker, and one. Gates are open and forget.
    for (int unit = 0; unit < h; unit++) {
      wiring.set("controller/gates", unit, bias, 50);
      wiring.set("controller/gates", h + unit, bias, -50);
      wiring.set("controller/gates", 2 * h + unit, bias, 50);
      if (unit <= bits) {
        wiring.set("controller/gates", 3 * h + unit, ofInput + unit, 50);
      } else {
        wiring.set("controller/gates", 3 * h + unit, bias, 50);
      }
    }
    // tanh(tanh(50)) of a bit that is set.
    float set = (float) Math.tanh(1);
    int one = bits + 1;
    int marker = bits;
    // The writing head moves on at each step, from the last cell; it erases all and writes the
    // bits.
    wiring.set("write/first-weights", cells - 1, 0, 60);
    wiring.set("write/head", width + 1, one, -60 / set); // g = 0
    wiring.set("write/head", width + 4, one, 60 / set); // one cell on
    wiring.set("write/head", width + 5, one, 60 / set); // sharp
    for (int bit = 0; bit < bits; bit++) {
      wiring.set("write/head", width + 6 + bit, one, 60 / set); // erases
      wiring.set("write/head", 2 * width + 6 + bit, bit, 60 / set); // adds the bit
    }
    // The first cell is marked by the number after the bits, which is never erased.
    wiring.set("memory", bits, 0, 1);
    wiring.set("write/head", width + 6 + bits, one, -60 / set);
    // The reading head moves on; at the marker it looks for the first cell, and moves one back.
    wiring.set("read/head", bits, one, 60 / set); // key: the mark
    wiring.set("read/head", width, marker, 100 / set); // strength
    wiring.set("read/head", width + 1, one, -60 / set);
    wiring.set("read/head", width + 1, marker, 120 / set);
    wiring.set("read/head", width + 2, marker, 120 / set);
    wiring.set("read/head", width + 4, one, 60 / set);
    wiring.set("read/head", width + 5, one, 60 / set);
    for (int bit = 0; bit < bits; bit++) {
      wiring.set("output", bit, h + bit, 60);
      wiring.set("output", bit, h + width, -30);
    }

    for (int length : new int[] {1, 7, 20}) {
      var level = copy.level(length, OptionalInt.empty());
      var examples = LongStream.range(0, 20).mapToObj(i -> copy.example(1, level, i)).toList();
      var found =
          new NtmFamily()
              .evaluator(settings, copy, 1)
              .evaluate(List.of(wiring.row()), level, examples);
      assertThat(found.get(0).exact()).as("length %d", length).isEqualTo(20);
    }
  }
}

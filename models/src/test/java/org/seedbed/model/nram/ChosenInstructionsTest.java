package org.seedbed.model.nram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.seedbed.model.nram.NramSettings.ControllerKind;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.PopulationState;

class ChosenInstructionsTest {
  private static final int REGISTERS = 2;

  static Stream<Arguments> kept() {
    return Stream.of(ControllerKind.values())
        .flatMap(controller -> Stream.of(0, 3, 1000).map(most -> Arguments.of(controller, most)));
  }

  /** Many of the runs have common beginnings. */
  @ParameterizedTest
  @MethodSource("kept")
  void areThoseOfTheControllerHoweverManyAreKept(ControllerKind kind, int most) {
    var settings = new NramSettings(REGISTERS, 6, kind, 1.0, 0, 200, 1e-6);
    var layout = SelectorLayout.of(settings);
    var controller = controller(settings, layout);
    var chosen =
        new ChosenInstructions(layout, controller, kind == ControllerKind.FEED_FORWARD, most);
    var random = new SplittableRandom(5);
    for (int run = 0; run < 40; run++) {
      var expected = controller.get();
      var found = chosen.begin();
      for (int step = 0; step < 5; step++) {
        int[] registers = random.ints(REGISTERS, 0, 2).toArray();
        assertThat(found.next(registers))
            .isEqualTo(
                Instruction.of(layout, expected.logits(ChosenInstructions.zeros(registers))));
      }
    }
  }

  private static Supplier<Controller.IntegerRun> controller(
      NramSettings settings, SelectorLayout layout) {
    var controller = Nram.controller(settings, layout);
    var parameters = new ParameterLayout(controller.parameters());
    float[] row = PopulationState.initial(parameters, List.of(7L)).members().get(0).parameters();
    return controller.onIntegers(
        name -> {
          int offset = parameters.offset(name);
          return Arrays.copyOfRange(row, offset, offset + parameters.parameter(name).size());
        });
  }
}

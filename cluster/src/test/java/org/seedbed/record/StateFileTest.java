package org.seedbed.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.seedbed.files.DamagedFileException;
import org.seedbed.model.population.Checkpoint;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.ScheduleState.TrainingWindows;

class StateFileTest {
  private static final ParameterLayout LAYOUT =
      new ParameterLayout(
          List.of(
              new Parameter("a", List.of(2, 3), new Initializer.Uniform(1)),
              new Parameter("b", List.of(4), new Initializer.Uniform(1))));

  @TempDir java.nio.file.Path folder;

  private static PopulationState state() {
    var first = Member.initial(5, LAYOUT);
    var second =
        new Member(
            9,
            3,
            new ScheduleState(
                2, 0.7f, 0.25f, 4, -1, new TrainingWindows(3, 1.5f, 2.5f, List.of(3f, 2f), 1e-4f)),
            new float[] {1, Float.NaN, 3, -0f, 5, 6, 7, 8, 9, 1e-40f},
            new float[10],
            new float[10],
            Optional.of(
                new Checkpoint(11, 0.3f, 1.5f, new float[] {9, 8, 7, 6, 5, 4, 3, 2, 1, 0})));
    return new PopulationState(17, List.of(first, second));
  }

  @Test
  void aPopulationComesBackBitForBit() throws IOException {
    assertThat(StateFile.population(StateFile.bytes(state(), LAYOUT), LAYOUT)).isEqualTo(state());
    assertThat(StateFile.bytes(state(), LAYOUT)).isEqualTo(StateFile.bytes(state(), LAYOUT));
  }

  /** As written by versions that kept none, and where only the last state counts. */
  @Test
  void aStateWithoutCheckpointsHasNoTensorsOfThem() throws IOException {
    var last =
        new PopulationState(
            17, state().members().stream().map(m -> m.withBest(Optional.empty())).toList());
    byte[] bytes = StateFile.bytes(last, LAYOUT);
    assertThat(SafeTensors.of(bytes).find("best-step")).isEmpty();
    assertThat(StateFile.population(bytes, LAYOUT)).isEqualTo(last).isNotEqualTo(state());
  }

  @Test
  void aSeedComesBackByParameterName() throws IOException {
    float[] row = state().member(5).parameters();
    byte[] bytes = StateFile.parameters(row, LAYOUT, Map.of("seed", "5"));
    assertThat(StateFile.flat(bytes, LAYOUT)).containsExactly(row);
    assertThat(SafeTensors.of(bytes).tensor("a").shape()).containsExactly(2, 3);
    assertThat(SafeTensors.of(bytes).tensor("b").floats())
        .containsExactly(Arrays.copyOfRange(row, 6, 10));
  }

  @Test
  void bytesDoNotDependOnTheOrderOfMetadata() {
    var forward = new LinkedHashMap<String, String>();
    forward.put("seed", "5");
    forward.put("task", "memory/copy");
    var backward = new LinkedHashMap<String, String>();
    backward.put("task", "memory/copy");
    backward.put("seed", "5");
    float[] row = state().member(5).parameters();
    assertThat(StateFile.parameters(row, LAYOUT, forward))
        .isEqualTo(StateFile.parameters(row, LAYOUT, backward));
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] bytes = StateFile.parameters(state().member(5).parameters(), LAYOUT, Map.of());
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SafeTensors.of(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    var run = RunFolder.at(new Path(folder.toUri()), new Configuration());
    var path = run.state("rungs/00", 0);
    var committed = run.write(path, StateFile.bytes(state(), LAYOUT));
    assertThat(run.readVerified(path, committed)).isEqualTo(StateFile.bytes(state(), LAYOUT));
    var file = folder.resolve("rungs/00/population-000.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> run.readVerified(path, committed))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("population-000.safetensors")
        .hasMessageContaining(committed.sha256());
    Files.write(file, Arrays.copyOf(bytes, 100));
    assertThatThrownBy(() -> run.readVerified(path, committed)).hasMessageContaining("100 bytes");
    Files.delete(file);
    assertThatThrownBy(() -> run.readVerified(path, committed)).hasMessageContaining("no file");
  }

  @Test
  void leavesNothingBesideItsFiles() throws IOException {
    var run = RunFolder.at(new Path(folder.toUri()), new Configuration());
    run.writeJson(run.costs(), new Costs(1, 1, 1, 1, 0));
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("costs.json");
    }
  }
}

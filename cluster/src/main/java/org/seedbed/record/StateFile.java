package org.seedbed.record;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.model.population.Checkpoint;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.ScheduleState.TrainingWindows;

/**
 * Converts populations and single seeds to and from safetensors. A population's file holds, for
 * each parameter name, {@code parameters/…}, {@code first-moment/…} and {@code second-moment/…} of
 * shape {@code [K, shape…]}. Tensors of shape {@code [K]} hold {@code seeds}, {@code diverged-at}
 * and the parts of each {@link ScheduleState}: {@code parked-at}, {@code stage}, {@code stalled},
 * {@code rate}, {@code lowest-loss}, {@code window-steps}, {@code window-loss}, {@code
 * window-cost}, {@code cost-bound}, and {@code window-means} of shape {@code [K, 8]}, newest last,
 * not a number where there was no window. Where best checkpoints are kept, there are {@code best/…}
 * and {@code best-step} (−1 for none), {@code best-exact}, {@code best-loss}.
 */
public final class StateFile {
  private static final String PARAMETERS = "parameters/";
  private static final String FIRST = "first-moment/";
  private static final String SECOND = "second-moment/";
  private static final String BEST = "best/";

  private StateFile() {}

  /** Returns the bytes of a population's file. */
  public static byte[] bytes(PopulationState state, ParameterLayout layout) {
    var tensors = new LinkedHashMap<String, SafeTensors.Tensor>();
    tensors.put("seeds", column(state, Member::seed));
    tensors.put("diverged-at", column(state, Member::divergedAt));
    tensors.put("parked-at", column(state, member -> member.schedule().parkedAt()));
    tensors.put("stage", column(state, member -> (long) member.schedule().stage()));
    tensors.put("stalled", column(state, member -> (long) member.schedule().stalled()));
    tensors.put("rate", floats(state, member -> member.schedule().rate()));
    tensors.put("lowest-loss", floats(state, member -> member.schedule().lowestLoss()));
    tensors.put("window-steps", column(state, m -> (long) m.schedule().windows().steps()));
    tensors.put("window-loss", floats(state, m -> m.schedule().windows().lossSum()));
    tensors.put("window-cost", floats(state, m -> m.schedule().windows().costSum()));
    tensors.put("window-means", means(state));
    tensors.put("cost-bound", floats(state, m -> m.schedule().windows().costBound()));
    put(tensors, PARAMETERS, layout, state, Member::parameters);
    put(tensors, FIRST, layout, state, Member::firstMoment);
    put(tensors, SECOND, layout, state, Member::secondMoment);
    if (state.members().stream().anyMatch(member -> member.best().isPresent())) {
      tensors.put("best-step", column(state, m -> m.best().map(Checkpoint::step).orElse(-1L)));
      tensors.put("best-exact", floats(state, m -> m.best().map(Checkpoint::exact).orElse(0f)));
      tensors.put("best-loss", floats(state, m -> m.best().map(Checkpoint::loss).orElse(0f)));
      float[] none = new float[layout.size()];
      put(tensors, BEST, layout, state, m -> m.best().map(Checkpoint::parameters).orElse(none));
    }
    var metadata = Map.of("step", String.valueOf(state.step()));
    return new SafeTensors(tensors, metadata).bytes();
  }

  private static SafeTensors.Tensor column(PopulationState state, Function<Member, Long> part) {
    return SafeTensors.Tensor.of(
        List.of(state.width()), state.members().stream().map(part).mapToLong(x -> x).toArray());
  }

  private static SafeTensors.Tensor floats(PopulationState state, Function<Member, Float> part) {
    float[] values = new float[state.width()];
    for (int k = 0; k < values.length; k++) {
      values[k] = part.apply(state.members().get(k));
    }
    return SafeTensors.Tensor.of(List.of(values.length), values);
  }

  private static void put(
      Map<String, SafeTensors.Tensor> tensors,
      String prefix,
      ParameterLayout layout,
      PopulationState state,
      Function<Member, float[]> part) {
    int offset = 0;
    for (var parameter : layout.parameters()) {
      int size = parameter.size();
      float[] values = new float[state.width() * size];
      for (int k = 0; k < state.width(); k++) {
        System.arraycopy(part.apply(state.members().get(k)), offset, values, k * size, size);
      }
      var shape = Stream.concat(Stream.of(state.width()), parameter.shape().stream()).toList();
      tensors.put(prefix + parameter.name(), SafeTensors.Tensor.of(shape, values));
      offset += size;
    }
  }

  /** Reads a population's file. */
  public static PopulationState population(byte[] bytes, ParameterLayout layout)
      throws IOException {
    var file = SafeTensors.of(bytes);
    long[] seeds = file.tensor("seeds").longs();
    long[] diverged = file.tensor("diverged-at").longs();
    var schedules = schedules(file);
    var rows = rows(file, PARAMETERS, layout, seeds.length);
    var first = rows(file, FIRST, layout, seeds.length);
    var second = rows(file, SECOND, layout, seeds.length);
    var best = best(file, layout, seeds.length);
    var members =
        IntStream.range(0, seeds.length)
            .mapToObj(
                k ->
                    new Member(
                            seeds[k],
                            diverged[k],
                            schedules.get(k),
                            rows.get(k),
                            first.get(k),
                            second.get(k))
                        .withBest(best.get(k)))
            .toList();
    return new PopulationState(Long.parseLong(file.metadata("step")), members);
  }

  private static List<Optional<Checkpoint>> best(
      SafeTensors file, ParameterLayout layout, int width) {
    var found = file.find("best-step").map(SafeTensors.Tensor::longs);
    if (found.isEmpty()) {
      return Collections.nCopies(width, Optional.empty());
    }
    long[] steps = found.get();
    float[] exact = file.tensor("best-exact").floats();
    float[] losses = file.tensor("best-loss").floats();
    var rows = rows(file, BEST, layout, width);
    return IntStream.range(0, width)
        .mapToObj(
            k ->
                steps[k] < 0
                    ? Optional.<Checkpoint>empty()
                    : Optional.of(new Checkpoint(steps[k], exact[k], losses[k], rows.get(k))))
        .toList();
  }

  private static List<ScheduleState> schedules(SafeTensors file) {
    long[] stages = file.tensor("stage").longs();
    long[] stalled = file.tensor("stalled").longs();
    float[] rates = file.tensor("rate").floats();
    float[] losses = file.tensor("lowest-loss").floats();
    // Earlier versions did not park.
    var parked = file.find("parked-at").map(SafeTensors.Tensor::longs);
    var windows = windows(file, stages.length);
    return IntStream.range(0, stages.length)
        .mapToObj(
            k ->
                new ScheduleState(
                    (int) stages[k],
                    rates[k],
                    losses[k],
                    (int) stalled[k],
                    parked.map(at -> at[k]).orElse(-1L),
                    windows.get(k)))
        .toList();
  }

  private static SafeTensors.Tensor means(PopulationState state) {
    float[] all = new float[state.width() * TrainingWindows.MOST];
    Arrays.fill(all, Float.NaN);
    for (int k = 0; k < state.width(); k++) {
      var means = state.members().get(k).schedule().windows().means();
      int from = (k + 1) * TrainingWindows.MOST - means.size();
      for (int i = 0; i < means.size(); i++) {
        all[from + i] = means.get(i);
      }
    }
    return SafeTensors.Tensor.of(List.of(state.width(), TrainingWindows.MOST), all);
  }

  private static List<TrainingWindows> windows(SafeTensors file, int width) {
    if (file.find("window-steps").isEmpty()) {
      // Earlier versions kept no training losses.
      return Collections.nCopies(width, TrainingWindows.NONE);
    }
    long[] steps = file.tensor("window-steps").longs();
    float[] losses = file.tensor("window-loss").floats();
    float[] costs = file.tensor("window-cost").floats();
    float[] means = file.tensor("window-means").floats();
    float[] bounds = file.tensor("cost-bound").floats();
    var all = new ArrayList<TrainingWindows>();
    for (int k = 0; k < width; k++) {
      var own = new ArrayList<Float>();
      for (int i = 0; i < TrainingWindows.MOST; i++) {
        float mean = means[k * TrainingWindows.MOST + i];
        if (!Float.isNaN(mean)) {
          own.add(mean);
        }
      }
      all.add(new TrainingWindows((int) steps[k], losses[k], costs[k], own, bounds[k]));
    }
    return all;
  }

  private static List<float[]> rows(
      SafeTensors file, String prefix, ParameterLayout layout, int width) {
    var rows = new ArrayList<float[]>();
    for (int k = 0; k < width; k++) {
      rows.add(new float[layout.size()]);
    }
    int offset = 0;
    for (var parameter : layout.parameters()) {
      float[] values = file.tensor(prefix + parameter.name()).floats();
      for (int k = 0; k < width; k++) {
        System.arraycopy(values, k * parameter.size(), rows.get(k), offset, parameter.size());
      }
      offset += parameter.size();
    }
    return rows;
  }

  /** Returns the bytes of a file of one seed's parameters, by name, without the seed axis. */
  public static byte[] parameters(float[] flat, ParameterLayout layout, Map<String, String> about) {
    var tensors = new LinkedHashMap<String, SafeTensors.Tensor>();
    int offset = 0;
    for (var parameter : layout.parameters()) {
      float[] values = Arrays.copyOfRange(flat, offset, offset + parameter.size());
      tensors.put(parameter.name(), SafeTensors.Tensor.of(parameter.shape(), values));
      offset += parameter.size();
    }
    return new SafeTensors(tensors, about).bytes();
  }

  /** Reads one seed's parameters as a flat vector {@code [P]}. */
  public static float[] flat(byte[] bytes, ParameterLayout layout) throws IOException {
    var file = SafeTensors.of(bytes);
    float[] flat = new float[layout.size()];
    int offset = 0;
    for (var parameter : layout.parameters()) {
      float[] values = file.tensor(parameter.name()).floats();
      System.arraycopy(values, 0, flat, offset, parameter.size());
      offset += parameter.size();
    }
    return flat;
  }
}

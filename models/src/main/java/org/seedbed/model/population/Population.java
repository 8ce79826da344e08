package org.seedbed.model.population;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/**
 * A population in native memory: parameters, moments, schedule states and divergence of K seeds.
 * Owns its tensors until {@link #close}. Not thread-safe.
 */
public final class Population implements AutoCloseable {
  private final NDManager manager;
  private final ParameterLayout layout;
  private final List<Long> seeds;
  private final NDArray rows;
  private final NDArray firstMoments;
  private final NDArray secondMoments;
  private NDArray divergedAt;
  private List<ScheduleState> schedules;
  private long step;

  /** Copies a state into native memory, as {@code type} (64 bit for gradient checks). */
  public Population(
      NDManager parent, ParameterLayout layout, PopulationState state, DataType type) {
    this.manager = parent.newSubManager();
    this.layout = layout;
    this.seeds = state.seeds();
    this.step = state.step();
    this.schedules = state.members().stream().map(PopulationState.Member::schedule).toList();
    this.rows = stack(state, PopulationState.Member::parameters, type);
    this.firstMoments = stack(state, PopulationState.Member::firstMoment, type);
    this.secondMoments = stack(state, PopulationState.Member::secondMoment, type);
    this.divergedAt = column(state, PopulationState.Member::divergedAt);
  }

  /** Returns a population at step 0, of the initializations that {@code seeds} draw. */
  public static Population initial(NDManager parent, ParameterLayout layout, List<Long> seeds) {
    return new Population(parent, layout, PopulationState.initial(layout, seeds), DataType.FLOAT32);
  }

  /**
   * Returns a population of trained seeds, given as flat vectors {@code [P]}, for evaluation only.
   */
  public static Population trained(
      NDManager parent, ParameterLayout layout, List<float[]> parameters) {
    return trained(parent, layout, parameters, DataType.FLOAT32);
  }

  /** Returns a population of trained seeds that computes in {@code type}, for evaluation only. */
  public static Population trained(
      NDManager parent, ParameterLayout layout, List<float[]> parameters, DataType type) {
    float[] zeros = new float[layout.size()];
    var members =
        parameters.stream()
            .map(own -> new PopulationState.Member(0, -1, ScheduleState.START, own, zeros, zeros))
            .toList();
    return new Population(parent, layout, new PopulationState(0, members), type);
  }

  /**
   * Returns another population of the same model, with the same owner, which the caller must close.
   */
  public Population with(PopulationState state) {
    return new Population(manager.getParentManager(), layout, state, rows.getDataType());
  }

  private NDArray stack(
      PopulationState state, Function<PopulationState.Member, float[]> part, DataType type) {
    float[] all = new float[state.width() * layout.size()];
    int position = 0;
    for (var member : state.members()) {
      float[] row = part.apply(member);
      if (row.length != layout.size()) {
        throw new IllegalArgumentException(
            "seed "
                + member.seed()
                + " has "
                + row.length
                + " parameters, the model has "
                + layout.size());
      }
      System.arraycopy(row, 0, all, position, row.length);
      position += row.length;
    }
    // PyTorch must own the memory: the recorded graph must not point into a Java buffer.
    try (NDArray overJavaBuffer = Tensors.of(manager, all, type, state.width(), layout.size())) {
      return overJavaBuffer.duplicate();
    }
  }

  private NDArray column(PopulationState state, ToLongFunction<PopulationState.Member> part) {
    long[] values = state.members().stream().mapToLong(part).toArray();
    return manager.create(values, new Shape(values.length, 1));
  }

  /** K. */
  public int width() {
    return seeds.size();
  }

  /** Number of steps taken. */
  public long step() {
    return step;
  }

  /** Schedule state of each seed, in member order. */
  public List<ScheduleState> schedules() {
    return schedules;
  }

  /** Replaces the schedule states. */
  public void update(List<ScheduleState> updated) {
    if (updated.size() != width()) {
      throw new IllegalArgumentException(
          updated.size() + " schedules for " + width() + " seeds, must be as many");
    }
    schedules = List.copyOf(updated);
  }

  /** All parameters, {@code [K, P]}. */
  public NDArray rows() {
    return rows;
  }

  /** Owner of the population's tensors. */
  public NDManager manager() {
    return manager;
  }

  NDArray firstMoments() {
    return firstMoments;
  }

  NDArray secondMoments() {
    return secondMoments;
  }

  /** Step of divergence of each seed, or −1, {@code [K, 1]} of 64 bit integers. */
  NDArray divergedAt() {
    return divergedAt;
  }

  void finishStep(NDArray newDivergedAt) {
    newDivergedAt.attach(manager);
    divergedAt.close();
    divergedAt = newDivergedAt;
    step++;
  }

  /** Returns views of the parameters by name, valid within {@code tape}. */
  public Parameters parameters(GradientTape tape) {
    // Each tape gets its own leaf over the same memory, so its gradient starts at zero.
    NDArray leaf = JniUtils.detachGradient((PtNDArray) rows);
    leaf.attach(tape.manager());
    JniUtils.attachGradient((PtNDArray) leaf, tape.gradients());
    var parts = Tensors.split(leaf, 1, layout.parameters().stream().map(Parameter::size).toList());
    var views = new HashMap<String, NDArray>();
    for (int i = 0; i < parts.size(); i++) {
      var parameter = layout.parameters().get(i);
      var shape =
          LongStream.concat(
                  LongStream.of(width()), parameter.shape().stream().mapToLong(Integer::longValue))
              .toArray();
      views.put(parameter.name(), parts.get(i).reshape(shape));
    }
    return new Parameters(width(), tape.manager(), leaf, views);
  }

  /** Copies the current state to the heap. */
  public PopulationState state() {
    float[] row = values(rows);
    float[] first = values(firstMoments);
    float[] second = values(secondMoments);
    long[] diverged = divergedAt.toLongArray();
    var members = new ArrayList<PopulationState.Member>();
    for (int k = 0; k < width(); k++) {
      members.add(
          new PopulationState.Member(
              seeds.get(k),
              diverged[k],
              schedules.get(k),
              slice(row, k),
              slice(first, k),
              slice(second, k)));
    }
    return new PopulationState(step, members);
  }

  private static float[] values(NDArray array) {
    if (array.getDataType() == DataType.FLOAT32) {
      return array.toFloatArray();
    }
    try (NDArray single = array.toType(DataType.FLOAT32, true)) {
      return single.toFloatArray();
    }
  }

  private float[] slice(float[] all, int member) {
    return Arrays.copyOfRange(all, member * layout.size(), (member + 1) * layout.size());
  }

  @Override
  public void close() {
    manager.close();
  }
}

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
 * A population in native memory: parameters, moments and fates of K seeds. Not safe for several
 * threads; owns its tensors until {@link #close}.
 */
public final class Population implements AutoCloseable {
  private final NDManager manager;
  private final ParameterLayout layout;
  private final List<Long> seeds;
  private final NDArray rows;
  private final NDArray firstMoments;
  private final NDArray secondMoments;
  private NDArray divergedAt;
  private List<Pace> paces;
  private long step;

  /** Brings a state into native memory, as {@code type} (64 bit for checks of gradients). */
  public Population(
      NDManager parent, ParameterLayout layout, PopulationState state, DataType type) {
    this.manager = parent.newSubManager();
    this.layout = layout;
    this.seeds = state.seeds();
    this.step = state.step();
    this.paces = state.lanes().stream().map(PopulationState.Lane::pace).toList();
    this.rows = stack(state, PopulationState.Lane::row, type);
    this.firstMoments = stack(state, PopulationState.Lane::firstMoment, type);
    this.secondMoments = stack(state, PopulationState.Lane::secondMoment, type);
    this.divergedAt = column(state, PopulationState.Lane::divergedAt);
  }

  /** One trained seed, to be used and not to be trained on. */
  public static Population ofOne(NDManager parent, ParameterLayout layout, float[] row) {
    var lane =
        new PopulationState.Lane(
            0, -1, Pace.START, row, new float[row.length], new float[row.length]);
    return new Population(parent, layout, new PopulationState(0, List.of(lane)), DataType.FLOAT32);
  }

  private NDArray stack(
      PopulationState state, Function<PopulationState.Lane, float[]> part, DataType type) {
    float[] all = new float[state.width() * layout.size()];
    int position = 0;
    for (var lane : state.lanes()) {
      float[] row = part.apply(lane);
      if (row.length != layout.size()) {
        throw new IllegalArgumentException(
            "seed "
                + lane.seed()
                + " has "
                + row.length
                + " parameters, the model has "
                + layout.size());
      }
      System.arraycopy(row, 0, all, position, row.length);
      position += row.length;
    }
    // A copy whose memory PyTorch owns: the recorded graph must not point into a Java buffer.
    try (NDArray overJavaBuffer = Tensors.of(manager, all, type, state.width(), layout.size())) {
      return overJavaBuffer.duplicate();
    }
  }

  private NDArray column(PopulationState state, ToLongFunction<PopulationState.Lane> part) {
    long[] values = state.lanes().stream().mapToLong(part).toArray();
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

  /** How far each seed has come, in order of the lanes. */
  public List<Pace> paces() {
    return paces;
  }

  /** Takes in what a check has settled. */
  public void settle(List<Pace> newPaces) {
    if (newPaces.size() != width()) {
      throw new IllegalArgumentException(
          newPaces.size() + " paces for " + width() + " seeds, must be as many");
    }
    paces = List.copyOf(newPaces);
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

  /** Views of the parameters by name, valid in {@code recording}. */
  public Parameters parameters(Recording recording) {
    // A leaf of its own for each recording, over the same memory: its gradient starts from nothing.
    NDArray leaf = JniUtils.detachGradient((PtNDArray) rows);
    leaf.attach(recording.manager());
    JniUtils.attachGradient((PtNDArray) leaf, recording.gradients());
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
    return new Parameters(width(), recording.manager(), leaf, views);
  }

  /** The population as it is now, on the heap. */
  public PopulationState state() {
    float[] row = values(rows);
    float[] first = values(firstMoments);
    float[] second = values(secondMoments);
    long[] diverged = divergedAt.toLongArray();
    var lanes = new ArrayList<PopulationState.Lane>();
    for (int k = 0; k < width(); k++) {
      lanes.add(
          new PopulationState.Lane(
              seeds.get(k),
              diverged[k],
              paces.get(k),
              slice(row, k),
              slice(first, k),
              slice(second, k)));
    }
    return new PopulationState(step, lanes);
  }

  private static float[] values(NDArray array) {
    if (array.getDataType() == DataType.FLOAT32) {
      return array.toFloatArray();
    }
    try (NDArray single = array.toType(DataType.FLOAT32, true)) {
      return single.toFloatArray();
    }
  }

  private float[] slice(float[] all, int lane) {
    return Arrays.copyOfRange(all, lane * layout.size(), (lane + 1) * layout.size());
  }

  @Override
  public void close() {
    manager.close();
  }
}

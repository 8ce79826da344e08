package org.seedbed.model.npi;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.population.Parameter;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.Vocabulary;

/**
 * Training that begins with the programs of another task, which the task's programs call, and may
 * then leave the parameters of that task's network as they are (section 4.4 of Reed and de Freitas,
 * ICLR 2016).
 */
final class SubprogramsFirst {
  private final Npi npi;
  private final Vocabulary called;
  private final float[] added;

  /**
   * @param called vocabulary of the other task, which the task's vocabulary extends
   */
  SubprogramsFirst(Npi npi, Vocabulary called, ParameterPacking packing) {
    this.npi = npi;
    this.called = called;
    this.added = new float[packing.packedSize()];
    packing.pack(added(), added, 0);
  }

  private boolean isFirst(long step) {
    return step < npi.settings().subprograms().steps();
  }

  /**
   * Returns the distinct frames that a step trains on, as {@link Npi#weightsByLevel} does: at first
   * those of the other task's programs, or all if the traces have none of these.
   */
  Map<Frame, double[]> weightsByLevel(List<LevelBatch<TraceExample>> batches, long step) {
    if (isFirst(step)) {
      int programs = called.programs().size();
      var first = npi.weightsByLevel(batches, frame -> frame.call().program() < programs);
      if (!first.isEmpty()) {
        return first;
      }
    }
    return npi.weightsByLevel(batches, frame -> true);
  }

  /** See {@link org.seedbed.model.CompiledModel#trainedAt}. */
  Optional<float[]> trainedAt(long step) {
    return isFirst(step) || !npi.settings().subprograms().frozen()
        ? Optional.empty()
        : Optional.of(added);
  }

  /** Returns 1 for each parameter that the other task's network lacks, 0 for all others. */
  private float[] added() {
    var layout = npi.layout();
    float[] flat = new float[layout.size()];
    int at = 0;
    for (var parameter : layout.parameters()) {
      mark(parameter, flat, at);
      at += parameter.size();
    }
    return flat;
  }

  private void mark(Parameter parameter, float[] flat, int at) {
    int programs = called.programs().size();
    switch (parameter.name()) {
      case NpiCore.ENCODER -> mark(parameter, flat, at, row -> false, isAddedInput());
      case NpiCore.EMBEDDINGS ->
          mark(parameter, flat, at, row -> false, column -> column >= programs);
      case NpiCore.HEADS -> mark(parameter, flat, at, isAddedHead(), column -> false);
      case NpiCore.KEYS -> mark(parameter, flat, at, row -> row >= programs, column -> false);
      default -> {
        // The core and the fusion are wholly the other network's.
      }
    }
  }

  private static void mark(
      Parameter parameter, float[] flat, int at, IntPredicate rows, IntPredicate columns) {
    int width = parameter.shape().get(1);
    for (int i = 0; i < parameter.size(); i++) {
      if (rows.test(i / width) || columns.test(i % width)) {
        flat[at + i] = 1;
      }
    }
  }

  /** Observations come first, then the values of each argument; the bias is no input. */
  private IntPredicate isAddedInput() {
    var own = npi.vocabulary();
    int calledFields = called.observationSize();
    int fields = own.observationSize();
    var isAdded = new boolean[FramePack.inputSize(own) + 1];
    Arrays.fill(isAdded, calledFields, fields, true);
    addedValues().forEach(value -> isAdded[fields + value] = true);
    return column -> isAdded[column];
  }

  private IntPredicate isAddedHead() {
    int first = 1 + npi.settings().embedding();
    var isAdded = new boolean[first + FramePack.argumentSize(npi.vocabulary())];
    addedValues().forEach(value -> isAdded[first + value] = true);
    return row -> isAdded[row];
  }

  /** Returns those values that the other task's arguments lack, counted over all arguments. */
  private IntStream addedValues() {
    var values = npi.vocabulary().arguments();
    int[] starts = OneHotInputs.startsOfArguments(npi.vocabulary());
    return IntStream.range(0, values.size())
        .flatMap(
            i ->
                IntStream.range(called.arguments().get(i).size(), values.get(i).size())
                    .map(value -> starts[i] + value));
  }
}

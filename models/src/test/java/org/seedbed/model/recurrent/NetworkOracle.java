package org.seedbed.model.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.ScalarParameters;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;

/**
 * The oracle of a network's mathematics: the loss of an example, of the parameters of one seed, in
 * scalars.
 *
 * @param <E> type of the examples
 */
public interface NetworkOracle<E> {
  /** Returns the loss of an example for the parameters of a seed. */
  ToDoubleFunction<E> of(double[] row);

  /** Returns the loss of a seed on batches, weighted by its shares. */
  private double loss(double[] row, List<LevelBatch<E>> batches, List<Double> shares) {
    double loss = 0;
    for (int b = 0; b < batches.size(); b++) {
      var examples = batches.get(b).examples();
      double mean = examples.stream().mapToDouble(of(row)).average().orElseThrow();
      loss += shares.get(b) * mean;
    }
    return loss;
  }

  /**
   * Compares the losses in plain Java, where parameters are 32-bit floats and all else is 64 bit,
   * with the oracle's.
   */
  default void checkInPlainJava(
      RecurrentNetwork network, Transcription<E> transcription, List<E> examples) {
    float[] row =
        PopulationState.initial(network.layout(), List.of(3L)).members().get(0).parameters();
    var oracle = of(IntStream.range(0, row.length).mapToDouble(i -> row[i]).toArray());
    for (var example : examples) {
      var algebra = new ArrayVectors(network.layout(), row, false);
      var run = network.start(algebra);
      var batch = new TranscribedBatch<>(transcription, List.of(example), 1);
      float[] inputs = batch.inputs();
      int size = transcription.inputs();
      double loss = 0;
      for (int step = 0; step < batch.steps().all(); step++) {
        float[] input = Arrays.copyOfRange(inputs, step * size, (step + 1) * size);
        double[] logits = run.next(algebra.constant(input));
        int answer = step - batch.steps().reads();
        if (answer >= 0 && transcription.isAsked(example, answer)) {
          loss += cost(transcription, logits, transcription.expected(example, answer));
        }
      }
      assertThat(loss / transcription.asked(example))
          .isCloseTo(oracle.applyAsDouble(example), within(1e-9));
    }
  }

  private double cost(Transcription<E> transcription, double[] logits, float[] expected) {
    double[] p = ScalarParameters.softmax(logits);
    double cost = 0;
    for (int i = 0; i < logits.length; i++) {
      double sigmoid = ScalarParameters.sigmoid(logits[i]);
      if (transcription.answersSymbols()) {
        cost -= expected[i] * Math.log(p[i]);
      } else {
        cost -= Math.log(expected[i] == 1 ? sigmoid : 1 - sigmoid);
      }
    }
    return cost;
  }

  /**
   * Compares the losses of two seeds with the oracle's, and their gradients with finite differences
   * of it.
   *
   * @param batches two
   */
  default void check(
      NDManager manager,
      RecurrentNetwork network,
      Transcription<E> transcription,
      List<LevelBatch<E>> batches) {
    var shares = List.of(List.of(0.25, 0.75), List.of(1.0, 0.0));
    var layout = network.layout();
    var state = PopulationState.initial(layout, List.of(3L, 4L));
    try (var model = new RecurrentModel<>(network, transcription, DataType.FLOAT64);
        var population = new Population(manager, layout, state, DataType.FLOAT64);
        var tape = GradientTape.start(manager)) {
      var parameters = population.parameters(tape);
      NDArray losses = model.losses(parameters, batches, new TrainingStep(1, 3, shares)).values();
      tape.backward(losses);
      double[] found = losses.toDoubleArray();
      double[] gradient = parameters.gradient().toDoubleArray();
      var random = new SplittableRandom(5);
      for (int k = 0; k < 2; k++) {
        float[] initial = state.members().get(k).parameters();
        double[] row = IntStream.range(0, initial.length).mapToDouble(i -> initial[i]).toArray();
        // The weights of examples are 32-bit floats.
        assertThat(found[k]).isCloseTo(loss(row, batches, shares.get(k)), within(2e-7));
        for (int trial = 0; trial < 80; trial++) {
          int i = random.nextInt(row.length);
          double at = row[i];
          row[i] = at + 1e-6;
          double above = loss(row, batches, shares.get(k));
          row[i] = at - 1e-6;
          double below = loss(row, batches, shares.get(k));
          row[i] = at;
          assertThat(gradient[k * row.length + i])
              .as("parameter %d", i)
              .isCloseTo((above - below) / 2e-6, within(1e-6));
        }
      }
    }
  }
}

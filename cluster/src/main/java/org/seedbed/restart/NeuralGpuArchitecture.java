package org.seedbed.restart;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.seedbed.model.Backend;
import org.seedbed.model.Model;
import org.seedbed.model.neuralgpu.NeuralGpu;
import org.seedbed.model.neuralgpu.NeuralGpuSettings;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.Recording;
import org.seedbed.task.Level;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.sequence.SequenceTask;

/** The Neural GPU, original or diagonal: it is tried as it was trained, at any length. */
record NeuralGpuArchitecture(NeuralGpuSettings settings, SequenceTask task, int threads)
    implements Architecture<SequenceExample> {
  private int symbols() {
    return task.level(task.shortestLength(), OptionalInt.empty()).modulus();
  }

  @Override
  public ParameterLayout layout() {
    return NeuralGpu.layoutOf(settings, symbols());
  }

  @Override
  public Model<SequenceExample> newModel(NDManager parent) {
    return newModel();
  }

  private NeuralGpu newModel() {
    return new NeuralGpu(settings, symbols(), DataType.FLOAT32);
  }

  @Override
  public Level levelOf(int length) {
    return task.level(length, OptionalInt.empty());
  }

  @Override
  public Tried tried(float[] row, Level level, List<SequenceExample> examples) {
    var answers = answers(row, level, examples);
    return Tried.of(
        IntStream.range(0, answers.size())
            .filter(i -> examples.get(i).isSolvedBy(answers.get(i)))
            .count());
  }

  @Override
  public String shown(float[] row, Level level, SequenceExample example) {
    int[] answer = answers(row, level, List.of(example)).get(0);
    return "given and asked  %s%nanswered         %s  %s%n"
        .formatted(
            example, example.textOfAnswer(answer), example.isSolvedBy(answer) ? "right" : "wrong");
  }

  private List<int[]> answers(float[] row, Level level, List<SequenceExample> examples) {
    Backend.start(threads);
    try (var manager = Backend.newManager();
        var model = newModel();
        var population = Population.ofOne(manager, layout(), row);
        var scope = Recording.none(manager)) {
      return model.answers(population.parameters(scope), level, examples).get(0);
    }
  }
}

package org.seedbed.model.neuralgpu;

import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.seedbed.engine.program.Arena;
import org.seedbed.model.Backend;
import org.seedbed.model.Evaluator;
import org.seedbed.model.WorkerThreads;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Population;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.SequenceExample;

/** Evaluates a Neural GPU as it was trained, at any length. */
record NeuralGpuEvaluator(NeuralGpuSettings settings, Task<SequenceExample> task, int threads)
    implements Evaluator<SequenceExample> {
  /** Floats per tensor of states, about as many as stay in a core's cache. */
  private static final int STATE_FLOATS = 1 << 17;

  private int symbols() {
    return task.level(task.shortestLength(), OptionalInt.empty()).modulus();
  }

  ParameterLayout layout() {
    return NeuralGpu.layoutOf(settings, symbols());
  }

  NeuralGpu model() {
    return new NeuralGpu(settings, symbols(), DataType.FLOAT32);
  }

  CompiledNeuralGpu compiled() {
    return new CompiledNeuralGpu(settings, symbols());
  }

  @Override
  public List<Evaluation> evaluate(
      List<float[]> parameters, Level level, List<SequenceExample> examples) {
    return answers(parameters, level, examples).stream()
        .map(answers -> Evaluation.inOrder(SequenceExample.right(examples, answers)))
        .toList();
  }

  @Override
  public String render(float[] parameters, Level level, SequenceExample example) {
    int[] answer = answers(List.of(parameters), level, List.of(example)).get(0).get(0);
    return example.withAnswer(answer);
  }

  /** Returns n symbols per seed and example. */
  private List<List<int[]>> answers(
      List<float[]> parameters, Level level, List<SequenceExample> examples) {
    return CompiledNeuralGpu.runs(settings)
        ? answersOfCompiled(parameters, level, examples)
        : answersOfPyTorch(parameters, level, examples);
  }

  private List<List<int[]>> answersOfCompiled(
      List<float[]> parameters, Level level, List<SequenceExample> examples) {
    var packed = parameters.stream().map(compiled()::packed).toList();
    int each = (int) Math.max(1, STATE_FLOATS / ((long) settings.maps() * level.length()));
    int pieces = (examples.size() + each - 1) / each;
    int[][][] all = new int[parameters.size()][examples.size()][];
    try (var workers = new WorkerThreads(Math.max(1, Math.min(threads, pieces)))) {
      workers.forEach(
          pieces,
          worker -> {
            var model = compiled();
            return piece -> {
              int from = piece * each;
              int to = Math.min(from + each, examples.size());
              var run = model.prepareAnswers(level, examples.subList(from, to));
              for (int k = 0; k < all.length; k++) {
                var symbols = run.run(packed.get(k), Arena.origin()).symbols();
                for (int i = from; i < to; i++) {
                  all[k][i] = symbols.get(i - from);
                }
              }
            };
          });
    }
    return Arrays.stream(all).map(List::of).toList();
  }

  private List<List<int[]>> answersOfPyTorch(
      List<float[]> parameters, Level level, List<SequenceExample> examples) {
    Backend.start(threads);
    try (var manager = Backend.newManager();
        var model = model();
        var population = Population.trained(manager, layout(), parameters);
        var tape = GradientTape.off(manager)) {
      return model.answers(population.parameters(tape), level, examples);
    }
  }
}

package org.seedbed.model.seq2seq;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.model.Backend;
import org.seedbed.model.Evaluator;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.task.Level;
import org.seedbed.task.sequence.SequenceExample;

/** Evaluates a model on its own symbols: at each position it is given what it answered before. */
record SequenceToSequenceEvaluator(SequenceToSequence model, int threads)
    implements Evaluator<SequenceExample> {
  SequenceToSequenceEvaluator(SequenceToSequenceSettings settings, int symbols, int threads) {
    this(new SequenceToSequence(settings, symbols, DataType.FLOAT32), threads);
  }

  /** Examples that run together. */
  private static final int CHUNK = 64;

  @Override
  public List<Evaluation> evaluate(
      List<float[]> parameters, Level level, List<SequenceExample> examples) {
    return answers(parameters, examples).stream()
        .map(answers -> Evaluation.inOrder(SequenceExample.right(examples, answers)))
        .toList();
  }

  @Override
  public String render(float[] parameters, Level level, SequenceExample example) {
    int[] answer = answers(List.of(parameters), List.of(example)).get(0).get(0);
    return example.withAnswer(answer);
  }

  private List<List<int[]>> answers(List<float[]> parameters, List<SequenceExample> examples) {
    Backend.start(threads);
    var answers =
        IntStream.range(0, parameters.size())
            .<List<int[]>>mapToObj(k -> new ArrayList<>())
            .toList();
    try (var manager = Backend.newManager();
        var population = Population.trained(manager, model.layout(), parameters)) {
      for (int from = 0; from < examples.size(); from += CHUNK) {
        var chunk = examples.subList(from, Math.min(from + CHUNK, examples.size()));
        try (var scope = GradientTape.off(manager)) {
          var found = model.answers(population.parameters(scope), chunk);
          IntStream.range(0, answers.size()).forEach(k -> answers.get(k).addAll(found.get(k)));
        }
      }
    }
    return answers;
  }
}

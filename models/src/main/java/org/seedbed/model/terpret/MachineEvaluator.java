package org.seedbed.model.terpret;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.seedbed.model.Evaluator;
import org.seedbed.task.Level;
import org.seedbed.task.Task;

/**
 * Runs and prints the discrete program of trained parameters.
 *
 * @param <E> type of the examples
 */
record MachineEvaluator<E>(Machine<E> machine, Task<E> task) implements Evaluator<E> {
  @Override
  public List<Evaluation> evaluate(List<float[]> parameters, Level level, List<E> examples) {
    var scores = new MachineScores<>(machine, new DiscreteRun<>(machine, level), examples);
    return parameters.stream().map(scores::evaluation).toList();
  }

  @Override
  public String render(float[] parameters, Level level, E example) {
    return machine.listing(program(parameters).byName(machine.parameters()))
        + runOn(parameters, level, example);
  }

  private String runOn(float[] parameters, Level level, E example) {
    var run = new DiscreteRun<>(machine, level);
    int[] outputs = run.outputs(program(parameters), run.posed(example));
    return "%s: found %s%n".formatted(example, machine.rendered(outputs));
  }

  private DiscreteProgram program(float[] parameters) {
    return DiscreteProgram.of(machine.parameters(), parameters);
  }

  @Override
  public String renderingNote() {
    return "The program of the most probable values, and what it makes of a held-out example.";
  }

  @Override
  public Optional<String> form() {
    return Optional.of("discretized program");
  }

  @Override
  public Optional<Evaluator<E>> discretized() {
    return Optional.of(this);
  }

  @Override
  public Optional<List<Verification>> verify(List<float[]> parameters) {
    if (!task.isVerifiable()) {
      return Optional.empty();
    }
    return Optional.of(parameters.stream().map(this::verification).toList());
  }

  private Verification verification(float[] parameters) {
    var examples = task.verificationExamples().toList();
    var level = task.level(task.trainingLength(), OptionalInt.empty());
    var run = new DiscreteRun<>(machine, level);
    var program = program(parameters);
    var wrong = examples.stream().filter(e -> !run.isRight(program, run.posed(e))).findFirst();
    return new Verification(
        "all %d inputs".formatted(examples.size()),
        DiscreteProgram.margin(machine.parameters(), parameters),
        wrong.map(example -> runOn(parameters, level, example)));
  }
}

package org.seedbed.restart;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.seedbed.model.Backend;
import org.seedbed.model.Model;
import org.seedbed.model.npi.Npi;
import org.seedbed.model.npi.NpiInterpreter;
import org.seedbed.model.npi.NpiInterpreter.Listener;
import org.seedbed.model.npi.NpiInterpreter.Outcome;
import org.seedbed.model.npi.NpiInterpreter.Run;
import org.seedbed.model.npi.NpiSettings;
import org.seedbed.model.npi.NpiVerification;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.Recording;
import org.seedbed.task.Level;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTask;
import org.seedbed.task.trace.VerificationSet;

/** The Neural Programmer-Interpreter: tried by running it from its own predictions. */
record NpiArchitecture(NpiSettings settings, TraceTask<?> task, int threads)
    implements Architecture<TraceExample> {
  private static final int SHOWN_LENGTH = 2;

  @Override
  public ParameterLayout layout() {
    return Npi.layoutOf(settings, task.vocabulary());
  }

  @Override
  public Model<TraceExample> newModel(NDManager parent) {
    return newModel();
  }

  private Npi newModel() {
    return new Npi(settings, task.vocabulary(), DataType.FLOAT32);
  }

  @Override
  public Level levelOf(int length) {
    return task.level(length, OptionalInt.empty());
  }

  @Override
  public Level levelShown(Level last) {
    return levelOf(Math.min(SHOWN_LENGTH, last.length()));
  }

  @Override
  public Tried tried(float[] row, Level level, List<TraceExample> examples) {
    var runs = run(row, examples, Listener.SILENT);
    var failures = new TreeMap<String, Integer>();
    runs.stream()
        .filter(run -> run.outcome() != Outcome.RIGHT)
        .forEach(run -> failures.merge(text(run.outcome()), 1, Integer::sum));
    return new Tried(
        (int) runs.stream().filter(run -> run.outcome() == Outcome.RIGHT).count(), failures);
  }

  private static String text(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private List<Run> run(float[] row, List<TraceExample> examples, Listener listener) {
    return using(
        row,
        (npi, parameters) ->
            new NpiInterpreter(npi, parameters).run(task.main(), examples, listener));
  }

  @Override
  public Optional<Boolean> proved(float[] row) {
    return task.recursive() ? Optional.of(verified(row).proved()) : Optional.empty();
  }

  /** Checks a trained row on every frame that the task's program makes. */
  NpiVerification verified(float[] row) {
    var set = VerificationSet.of(task);
    return using(row, (npi, parameters) -> NpiVerification.of(npi, parameters, set).get(0));
  }

  private interface Use<T> {
    T of(Npi npi, Parameters parameters);
  }

  private <T> T using(float[] row, Use<T> use) {
    Backend.start(threads);
    try (var manager = Backend.newManager();
        var npi = newModel();
        var population = Population.ofOne(manager, layout(), row);
        var scope = Recording.none(manager)) {
      return use.of(npi, population.parameters(scope));
    }
  }

  @Override
  public String shown(float[] row, Level level, TraceExample example) {
    var vocabulary = task.vocabulary();
    var text = new StringBuilder();
    text.append(example).append('\n').append(vocabulary.text(task.main())).append('\n');
    var run =
        run(
                row,
                List.of(example),
                (number, depth, call, ends, probability) ->
                    text.append("  ".repeat(depth))
                        .append(vocabulary.text(call))
                        .append(ends ? "." : "")
                        .append("  %.4f%n".formatted(probability)))
            .get(0);
    return text.append("%s after %d calls%n".formatted(text(run.outcome()), run.steps()))
        .append(run.world())
        .append('\n')
        .toString();
  }
}

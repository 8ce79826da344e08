package org.seedbed.model.npi;

import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.seedbed.model.Backend;
import org.seedbed.model.Engine;
import org.seedbed.model.Evaluator;
import org.seedbed.model.npi.NpiInterpreter.Listener;
import org.seedbed.model.npi.NpiInterpreter.Outcome;
import org.seedbed.model.npi.NpiInterpreter.Run;
import org.seedbed.model.npi.NpiVerification.Counterexample;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Population;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTask;
import org.seedbed.task.trace.TracedCall;
import org.seedbed.task.trace.VerificationSet;

/** Evaluates a Neural Programmer-Interpreter by running it on its own predictions, on an engine. */
record NpiEvaluator(NpiSettings settings, TraceTask<?> task, int threads, Engine engine)
    implements Evaluator<TraceExample> {
  private static final int DISPLAYED_LENGTH = 2;

  NpiEvaluator {
    if (settings.subprograms().steps() > 0 && task.subprograms().isEmpty()) {
      throw new IllegalArgumentException(
          "npi.subprograms.steps is %d, but no program of task '%s' calls another task's. Set it to 0."
              .formatted(settings.subprograms().steps(), task.name()));
    }
  }

  /**
   * Returns the task as a {@link TraceTask}.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static TraceTask<?> traced(Task<TraceExample> task) {
    if (task instanceof TraceTask<?> traced) {
      return traced;
    }
    throw new IllegalArgumentException(
        "Task '%s' has no programs to interpret, must be a TraceTask".formatted(task.name()));
  }

  ParameterLayout layout() {
    return Npi.layoutOf(settings, task.vocabulary());
  }

  Npi model() {
    return model(DataType.FLOAT32);
  }

  private Npi model(DataType type) {
    return new Npi(settings, task.vocabulary(), type);
  }

  @Override
  public Level displayLevel(Level last) {
    return task.level(Math.min(DISPLAYED_LENGTH, last.length()), OptionalInt.empty());
  }

  @Override
  public List<Evaluation> evaluate(
      List<float[]> parameters, Level level, List<TraceExample> examples) {
    return runs(parameters, examples, Listener.SILENT).stream()
        .map(NpiEvaluator::evaluation)
        .toList();
  }

  private static Evaluation evaluation(List<Run> runs) {
    var failures = new TreeMap<String, Integer>();
    runs.stream()
        .filter(run -> run.outcome() != Outcome.RIGHT)
        .forEach(run -> failures.merge(text(run.outcome()), 1, Integer::sum));
    return new Evaluation(
        (int) runs.stream().filter(run -> run.outcome() == Outcome.RIGHT).count(),
        Optional.empty(),
        Optional.empty(),
        failures);
  }

  private static String text(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Runs each seed on the same examples. */
  private List<List<Run>> runs(
      List<float[]> seeds, List<TraceExample> examples, Listener listener) {
    if (engine == Engine.JVM) {
      var steps = new CompiledSteps(compiled());
      return seeds.stream()
          .map(own -> new NpiInterpreter(task.vocabulary(), steps.of(own)))
          .map(interpreter -> interpreter.run(task.main(), examples, listener))
          .toList();
    }
    return seeds.stream().map(own -> runOnPyTorch(own, examples, listener)).toList();
  }

  private List<Run> runOnPyTorch(
      float[] parameters, List<TraceExample> examples, Listener listener) {
    return using(
        List.of(parameters),
        DataType.FLOAT32,
        (npi, population) ->
            new NpiInterpreter(npi, population).run(task.main(), examples, listener));
  }

  /** Verifies parameters on every frame that the task's program can produce. */
  @Override
  public Optional<List<Verification>> verify(List<float[]> parameters) {
    return verifications(
        set ->
            engine == Engine.JVM
                ? verified(parameters, set)
                : verifiedOnPyTorch(parameters, set, DataType.FLOAT32));
  }

  /** Verifies the same frames on PyTorch, so that no proof hangs on rounding or on one engine. */
  @Override
  public Optional<List<Verification>> verifyInDouble(List<float[]> parameters) {
    return verifications(set -> verifiedOnPyTorch(parameters, set, DataType.FLOAT64));
  }

  private Optional<List<Verification>> verifications(
      Function<VerificationSet, List<NpiVerification>> verify) {
    return task.isVerifiable()
        ? Optional.of(
            verify.apply(VerificationSet.of(task)).stream().map(this::verification).toList())
        : Optional.empty();
  }

  private List<NpiVerification> verified(List<float[]> parameters, VerificationSet set) {
    var frames = List.copyOf(set.frames().keySet());
    return NpiVerification.of(compiled().teacherForced(parameters, frames), set);
  }

  private List<NpiVerification> verifiedOnPyTorch(
      List<float[]> parameters, VerificationSet set, DataType type) {
    return using(parameters, type, (npi, all) -> NpiVerification.of(npi, all, set));
  }

  CompiledNpi compiled() {
    return new CompiledNpi(model(), task.subprograms());
  }

  private Verification verification(NpiVerification found) {
    return new Verification(
        "%,d frames of %,d steps: all that the program of %s makes, whatever its input"
            .formatted(found.frames(), found.steps(), task.name()),
        found.margin(),
        found.counterexample().map(this::text));
  }

  private String text(Counterexample wrong) {
    var vocabulary = task.vocabulary();
    var text = new StringBuilder();
    text.append("wrong in %,d frames. The first:%n".formatted(wrong.wrong()));
    text.append("  input  %s%n".formatted(wrong.input()));
    text.append("  frame  %s%n".formatted(vocabulary.text(wrong.frame().call())));
    var steps = wrong.frame().steps();
    for (int i = 0; i < steps.size(); i++) {
      text.append(
          "  step %d %s  %s → %s%s%n"
              .formatted(
                  i + 1,
                  i == wrong.number() ? "WRONG" : "     ",
                  vocabulary.text(steps.get(i).observation()),
                  vocabulary.text(steps.get(i).call()),
                  i + 1 == steps.size() ? "." : ""));
    }
    return text.append("  (the calls are those of the task's program; a dot ends the frame)")
        .toString();
  }

  private interface Use<T> {
    T of(Npi npi, Parameters parameters);
  }

  private <T> T using(List<float[]> parameters, DataType type, Use<T> use) {
    Backend.start(threads);
    try (var manager = Backend.newManager();
        var npi = model(type);
        var population = Population.trained(manager, layout(), parameters, type);
        var tape = GradientTape.off(manager)) {
      return use.of(npi, population.parameters(tape));
    }
  }

  /** A call of a run, and the seed's probability of it. */
  private record MadeCall(TracedCall call, double probability) {}

  @Override
  public String render(float[] parameters, Level level, TraceExample example) {
    var vocabulary = task.vocabulary();
    var made = new ArrayList<MadeCall>();
    var run =
        runs(
                List.of(parameters),
                List.of(example),
                (number, depth, call, ends, probability) ->
                    made.add(new MadeCall(new TracedCall(call, depth, ends), probability)))
            .get(0)
            .get(0);
    var text = new StringBuilder();
    text.append(example).append('\n').append(vocabulary.text(task.main())).append('\n');
    boolean follows = run.outcome() != Outcome.RIGHT;
    var trace = follows ? example.calls() : List.<TracedCall>of();
    for (int i = 0; i < made.size(); i++) {
      var call = made.get(i).call();
      text.append("  ".repeat(call.depth())).append(text(call));
      text.append("  %.4f".formatted(made.get(i).probability()));
      if (follows && (i >= trace.size() || !call.equals(trace.get(i)))) {
        text.append("  WRONG: ").append(expected(trace, i));
        follows = false;
      }
      text.append('\n');
    }
    return text.append("%s after %d calls%n".formatted(text(run.outcome()), run.steps()))
        .append(run.world())
        .append('\n')
        .toString();
  }

  private String expected(List<TracedCall> trace, int number) {
    return number < trace.size()
        ? "the task's program calls " + text(trace.get(number))
        : "the task's program makes no further call";
  }

  /** Returns a call as text; a dot ends the frame. */
  private String text(TracedCall call) {
    return task.vocabulary().text(call.call()) + (call.ends() ? "." : "");
  }
}

package org.seedbed.model.npi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.Engine;
import org.seedbed.model.HeldOut;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.npi.NpiInterpreter.Listener;
import org.seedbed.model.npi.NpiInterpreter.Outcome;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.trace.Call;
import org.seedbed.task.trace.RunLimits;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTask;
import org.seedbed.task.trace.TraceTasks;
import org.seedbed.task.trace.TracedCall;
import org.seedbed.task.trace.VerificationSet;

class NpiTrainingTest {
  private static final TraceTask<?> TASK = TraceTasks.task("quicksort-recursive");
  private static final NpiSettings SETTINGS =
      new NpiSettings(
          16,
          16,
          8,
          NpiSettings.Weighting.DISTINCT,
          0,
          FrameDraw.ALL,
          NpiSettings.Subprograms.NONE);
  private static final TrainingSettings TRAINING =
      new TrainingSettings(8, 40, 16, 200, AdamSettings.DEFAULTS, ReduceOnPlateau.NEVER);

  private static NDManager manager;
  private static Npi npi;
  private static PopulationState trained;

  /** Trains recursive quicksort once for all tests; takes a few seconds. */
  @BeforeAll
  static void train() {
    Backend.start(1);
    manager = Backend.newManager();
    npi = new Npi(SETTINGS, TASK.vocabulary(), DataType.FLOAT32);
    trained = train(PopulationState.initial(npi.layout(), List.of(0L, 1L, 2L, 3L)), 240);
  }

  @AfterAll
  static void close() {
    manager.close();
  }

  private static PopulationState train(PopulationState from, long until) {
    var levels = List.of(3, 6).stream().map(n -> TASK.level(n, OptionalInt.empty())).toList();
    var curriculum = Curriculum.ofAllLevels(levels, false);
    try (var population = new Population(manager, npi.layout(), from, DataType.FLOAT32)) {
      new PopulationTrainer<>(
              TRAINING, curriculum, new GeneratedExamples<>(TASK, 1), new HeldOut<>(TASK, 1))
          .train(new PyTorchPopulation<>(npi, population, TRAINING.adam(), 1), until);
      return population.state();
    }
  }

  private static List<TraceExample> examples(int length, int count) {
    var level = TASK.level(length, OptionalInt.empty());
    return LongStream.range(0, count).mapToObj(i -> TASK.example(99, level, i)).toList();
  }

  private interface Use<T> {
    T of(Population population, GradientTape scope);
  }

  private static <T> T using(List<Member> members, Use<T> use) {
    var state = new PopulationState(trained.step(), members);
    try (var population = new Population(manager, npi.layout(), state, DataType.FLOAT32);
        var scope = GradientTape.off(manager)) {
      return use.of(population, scope);
    }
  }

  private static List<NpiInterpreter.Run> interpret(
      Member member, List<TraceExample> inputs, Listener listener) {
    return interpret(member, inputs, TraceExample::limits, listener);
  }

  private static List<NpiInterpreter.Run> interpret(
      Member member,
      List<TraceExample> inputs,
      Function<TraceExample, RunLimits> limits,
      Listener listener) {
    return using(
        List.of(member),
        (population, scope) ->
            new NpiInterpreter(npi, population.parameters(scope))
                .run(TASK.main(), inputs, limits, listener));
  }

  private static NpiVerification verify(Member member) {
    return using(
        List.of(member),
        (population, scope) ->
            NpiVerification.of(npi, population.parameters(scope), VerificationSet.of(TASK)).get(0));
  }

  private static Member proved() {
    return trained.members().stream()
        .filter(member -> verify(member).proved())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aProvedSeedSortsWhatIsTenTimesAsLongAsItsTraining() {
    var verified = verify(proved());
    assertThat(verified.frames()).isEqualTo(37);
    assertThat(verified.margin()).isPositive();
    assertThat(interpret(proved(), examples(60, 20), Listener.SILENT))
        .extracting(NpiInterpreter.Run::outcome)
        .containsOnly(Outcome.RIGHT);
  }

  /** Run on its own predictions, the seed makes exactly the calls of the trace. */
  @Test
  void interpreterMakesTheCallsOfTheTrace() {
    var inputs = examples(12, 5);
    var acts = IntStream.range(0, 5).mapToObj(i -> new ArrayList<Call>()).toList();
    var calls = IntStream.range(0, 5).mapToObj(i -> new ArrayList<TracedCall>()).toList();
    var runs =
        interpret(
            proved(),
            inputs,
            (run, depth, call, ends, probability) -> {
              assertThat(probability).isBetween(0.05, 1.0);
              calls.get(run).add(new TracedCall(call, depth, ends));
              if (call.isAct()) {
                acts.get(run).add(call);
              }
            });
    for (int i = 0; i < 5; i++) {
      assertThat(acts.get(i)).isEqualTo(inputs.get(i).acts());
      assertThat(calls.get(i)).isEqualTo(inputs.get(i).calls());
      long steps = inputs.get(i).frames().stream().mapToLong(f -> f.steps().size()).sum();
      assertThat(runs.get(i).steps()).isEqualTo(steps);
    }
  }

  /** Returns a seed that goes left where it should go right. */
  private static Member broken() {
    var member = proved();
    float[] row = member.parameters().clone();
    int keys = npi.layout().offset("programs/keys");
    int size = SETTINGS.embedding();
    // Swaps the keys of GO_LEFT and GO_RIGHT.
    for (int i = 0; i < size; i++) {
      float kept = row[keys + 5 * size + i];
      row[keys + 5 * size + i] = row[keys + 6 * size + i];
      row[keys + 6 * size + i] = kept;
    }
    return new Member(
        member.seed(), -1, member.schedule(), row, member.firstMoment(), member.secondMoment());
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void theFirstWrongCallIsMarked(Engine engine) {
    var evaluator = new NpiEvaluator(SETTINGS, TASK, 1, engine);
    var example = examples(5, 1).get(0);
    var level = TASK.level(5, OptionalInt.empty());
    assertThat(evaluator.render(proved().parameters(), level, example))
        .contains("right after ")
        .doesNotContain("WRONG");
    String shown = evaluator.render(broken().parameters(), level, example);
    var lines = shown.lines().toList();
    int wrong =
        IntStream.range(0, lines.size())
            .filter(i -> lines.get(i).contains("WRONG"))
            .reduce((first, second) -> -1)
            .orElseThrow();
    var trace = example.tree().lines().toList();
    for (int i = 1; i < wrong; i++) {
      assertThat(lines.get(i)).startsWith(trace.get(i - 1));
    }
    assertThat(lines.get(wrong))
        .containsPattern("GO_(LEFT|RIGHT).*  WRONG: the task's program calls GO_(LEFT|RIGHT)")
        .doesNotStartWith(trace.get(wrong - 1));
  }

  /** Rounding moves no decision: in 64-bit floats the margin is the same to 1e-4. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void aProofHoldsInDoublePrecision(Engine engine) {
    var evaluator = new NpiEvaluator(SETTINGS, TASK, 1, engine);
    var seeds = List.of(proved().parameters(), broken().parameters());
    var single = evaluator.verify(seeds).orElseThrow();
    var inDouble = evaluator.verifyInDouble(seeds).orElseThrow();
    for (int k = 0; k < 2; k++) {
      assertThat(inDouble.get(k).proved()).isEqualTo(k == 0).isEqualTo(single.get(k).proved());
      assertThat(inDouble.get(k).margin()).isCloseTo(single.get(k).margin(), within(1e-4));
      // The first wrong frame of the set is named, whatever the order in which they are checked.
      assertThat(inDouble.get(k).counterexample()).isEqualTo(single.get(k).counterexample());
    }
    var loops = new NpiEvaluator(SETTINGS, TraceTasks.task("quicksort"), 1, engine);
    assertThat(loops.verifyInDouble(seeds)).isEmpty();
  }

  @Test
  void verificationFindsWhatWasBrokenOnPurpose() {
    var broken = broken();
    var verified = verify(broken);
    assertThat(verified.proved()).isFalse();
    assertThat(verified.margin()).isNegative();
    var counterexample = verified.counterexample().orElseThrow();
    assertThat(TASK.vocabulary().text(counterexample.step().call())).isIn("GO_LEFT", "GO_RIGHT");
    assertThat(counterexample.input().frames()).contains(counterexample.frame());
    var runs = interpret(broken, List.of(counterexample.input()), Listener.SILENT);
    assertThat(runs.get(0).outcome()).isNotEqualTo(Outcome.RIGHT);
  }

  @Test
  void runsAreBounded() {
    var inputs = List.of(TASK.parse("4 1 5 2 6 3"), TASK.parse("1 2 3 4 5 6"));
    assertThat(interpret(proved(), inputs, example -> new RunLimits(10, 100, 100), Listener.SILENT))
        .allMatch(run -> run.outcome() == Outcome.STEP_LIMIT && run.steps() == 10);
    assertThat(interpret(proved(), inputs, example -> new RunLimits(1000, 100, 2), Listener.SILENT))
        .allMatch(run -> run.outcome() == Outcome.STACK_OVERFLOW && run.depth() == 2);
    assertThat(interpret(proved(), inputs, example -> new RunLimits(1000, 1, 100), Listener.SILENT))
        .allMatch(run -> run.outcome() == Outcome.STEP_LIMIT);
    // Untrained seeds fail in some way but always stop.
    var outcomes =
        LongStream.range(0, 20)
            .mapToObj(seed -> Member.initial(seed, npi.layout()))
            .flatMap(member -> interpret(member, inputs, Listener.SILENT).stream())
            .map(NpiInterpreter.Run::outcome)
            .distinct()
            .toList();
    assertThat(outcomes).contains(Outcome.ILLEGAL_ACTION, Outcome.STACK_OVERFLOW);
  }

  @Test
  void aPauseChangesNothing() {
    var initial = PopulationState.initial(npi.layout(), List.of(0L, 1L));
    assertThat(train(train(initial, 15), 40)).isEqualTo(train(initial, 40));
  }

  @Test
  void scoresAreWholeTraces() {
    var level = TASK.level(6, OptionalInt.empty());
    var inputs = examples(6, 64);
    var untrained = Member.initial(7, npi.layout());
    var scores =
        using(
            List.of(proved(), untrained),
            (population, scope) -> npi.scores(population.parameters(scope), level, inputs));
    assertThat(scores.get(0).exact()).isEqualTo(64);
    assertThat(scores.get(1).exact()).isZero();
    assertThat(scores.get(1).loss()).isGreaterThan(scores.get(0).loss());
  }
}

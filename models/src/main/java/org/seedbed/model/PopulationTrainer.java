package org.seedbed.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Checkpoint;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.model.population.StepLoss;
import org.seedbed.task.ExampleSource;
import org.seedbed.task.Level;

/**
 * Trains a population. Each step takes one batch per level, which all seeds share.
 *
 * @param <E> type of the examples
 */
public final class PopulationTrainer<E> {
  private static final String CHECK = "check";

  private final TrainingSettings settings;
  private final Curriculum curriculum;
  private final long dataSeed;
  private final ExampleSource<E> source;
  private final HeldOut<E> heldOut;
  private final StepObserver observer;
  private List<MemberSettings> members = List.of();
  private Optional<List<Optional<Checkpoint>>> before = Optional.empty();
  private Optional<Level> select = Optional.empty();
  private List<Level> beyond = List.of();

  /**
   * @param heldOut examples for the points of the learning curve; its data seed is that of the
   *     training stream of {@code source}
   */
  public PopulationTrainer(
      TrainingSettings settings,
      Curriculum curriculum,
      ExampleSource<E> source,
      HeldOut<E> heldOut) {
    this(settings, curriculum, source, heldOut, StepObserver.NONE);
  }

  /**
   * @param heldOut examples for the points of the learning curve; its data seed is that of the
   *     training stream of {@code source}
   * @param observer callback for every step
   */
  public PopulationTrainer(
      TrainingSettings settings,
      Curriculum curriculum,
      ExampleSource<E> source,
      HeldOut<E> heldOut,
      StepObserver observer) {
    this.observer = observer;
    this.settings = settings;
    this.curriculum = curriculum;
    this.dataSeed = heldOut.dataSeed();
    this.source = source;
    this.heldOut = heldOut;
  }

  /**
   * Returns the same trainer for populations whose members have settings of their own.
   *
   * @param own one per member, in the order before training
   */
  public PopulationTrainer<E> withMembers(List<MemberSettings> own) {
    var other = copy();
    other.members = List.copyOf(own);
    return other;
  }

  /**
   * Returns the same trainer that also keeps each seed's best checkpoint. Checks count that come
   * every {@code checkEvery} steps.
   *
   * @param soFar best checkpoint of each member before training
   */
  public PopulationTrainer<E> keepingBest(List<Optional<Checkpoint>> soFar) {
    var other = copy();
    other.before = Optional.of(List.copyOf(soFar));
    return other;
  }

  /**
   * Returns the same trainer whose checks also score the seeds on further levels, for learning
   * curves that explain themselves.
   *
   * @param further levels, such as those beyond training
   * @param selecting the level whose scores choose the best checkpoint; empty for the last of
   *     training
   */
  public PopulationTrainer<E> diagnosing(List<Level> further, Optional<Level> selecting) {
    var other = copy();
    other.beyond = List.copyOf(further);
    other.select = selecting;
    return other;
  }

  private PopulationTrainer<E> copy() {
    var other = new PopulationTrainer<>(settings, curriculum, source, heldOut, observer);
    other.members = members;
    other.before = before;
    other.beyond = beyond;
    other.select = select;
    return other;
  }

  /**
   * Trains until {@code untilStep} steps have been taken in total. No seed is parked.
   *
   * @return learning curves that cover the steps of this call
   */
  public Trained train(TrainingPopulation<E> population, long untilStep) {
    return train(population, untilStep, OptionalInt.empty());
  }

  /**
   * The seeds of a population after training.
   *
   * @param curves one learning curve per member, in the order before training
   * @param parked seeds that solved the task and left, by their index before training
   * @param best best checkpoint of each member, in the order before training; empty if none is kept
   */
  public record Trained(
      List<LearningCurve> curves,
      SortedMap<Integer, Parked> parked,
      List<Optional<Checkpoint>> best) {
    /** Returns the indices before training of the members that are still in the population. */
    public List<Integer> placesLeft() {
      return IntStream.range(0, curves.size()).filter(k -> !parked.containsKey(k)).boxed().toList();
    }

    /**
     * Returns one value per member, in the order before training.
     *
     * @param left values of the members that are still in the population, in its order
     * @param ofParked returns the value of a seed that left
     */
    public <T> List<T> inPlace(List<T> left, Function<Parked, T> ofParked) {
      var others = left.iterator();
      return IntStream.range(0, curves.size())
          .mapToObj(k -> parked.containsKey(k) ? ofParked.apply(parked.get(k)) : others.next())
          .toList();
    }
  }

  /**
   * A seed that left.
   *
   * @param member its state at the check at which it had solved the task, or as it was when it
   *     diverged
   * @param score on the examples that it was judged by
   */
  public record Parked(PopulationState.Member member, BatchScore score) {}

  /**
   * Trains until {@code untilStep} steps have been taken in total. A seed is parked at the first
   * check at which all of the check's examples are right, and all {@code examples} of {@link
   * HeldOut#SCORE} as well: it leaves the population.
   *
   * @param examples that a seed must get right to be parked
   */
  public Trained trainAndPark(TrainingPopulation<E> population, long untilStep, int examples) {
    return train(population, untilStep, OptionalInt.of(examples));
  }

  private Trained train(TrainingPopulation<E> population, long untilStep, OptionalInt parkedWith) {
    var schedule = new BatchSchedule(curriculum, dataSeed, settings.batch());
    schedule.skipTo(population.step());
    var points = new ArrayList<List<LearningCurve.Point>>();
    for (int k = 0; k < population.width(); k++) {
      points.add(new ArrayList<>());
    }
    var inTraining = new ArrayList<>(IntStream.range(0, population.width()).boxed().toList());
    var parked = new TreeMap<Integer, Parked>();
    var best = new ArrayList<>(before.orElse(List.of()));
    while (population.step() < untilStep && population.width() > 0) {
      var own = own(inTraining);
      var losses = step(population, schedule.next(population.schedules()), own);
      count(population, losses, own);
      // Checks change schedule states only at these steps, so they do not depend on untilStep.
      boolean due = population.step() % settings.checkEvery() == 0;
      if (due || population.step() == untilStep) {
        var known = new HashMap<Level, List<BatchScore>>();
        var scores = scores(population, curriculum.last(), known);
        check(population, inTraining.stream().map(points::get).toList(), own, due, known);
        if (due && before.isPresent()) {
          var choosing = scores(population, select.orElse(curriculum.last()), known);
          keepBest(population, choosing, scores, inTraining, best);
        }
        if (parkedWith.isPresent()) {
          park(population, scores, parkedWith.getAsInt())
              .forEach((k, one) -> parked.put(inTraining.get(k), one));
          inTraining.removeAll(parked.keySet());
        }
      }
    }
    return new Trained(points.stream().map(LearningCurve::new).toList(), parked, best);
  }

  /**
   * Keeps the checkpoints that are better than those before.
   *
   * @param choosing scores whose exact answers choose
   * @param last scores at the last level, whose loss decides among equals
   */
  private void keepBest(
      TrainingPopulation<E> population,
      List<BatchScore> choosing,
      List<BatchScore> last,
      List<Integer> inTraining,
      List<Optional<Checkpoint>> best) {
    for (int k = 0; k < choosing.size(); k++) {
      double exact = exact(choosing.get(k));
      double loss = last.get(k).loss();
      if (Checkpoint.isBest(exact, loss, best.get(inTraining.get(k)))) {
        var checkpoint =
            new Checkpoint(
                population.step(), (float) exact, (float) loss, population.parameters(k));
        best.set(inTraining.get(k), Optional.of(checkpoint));
      }
    }
  }

  /** Returns the settings of the members that are left; empty if they have none of their own. */
  private List<MemberSettings> own(List<Integer> inTraining) {
    return members.isEmpty() ? members : inTraining.stream().map(members::get).toList();
  }

  /** Takes the seeds that have solved the task out of the population, by their index in it. */
  private SortedMap<Integer, Parked> park(
      TrainingPopulation<E> population, List<BatchScore> checked, int examples) {
    var candidates =
        IntStream.range(0, checked.size())
            .filter(k -> checked.get(k).exact() == settings.checkExamples())
            .boxed()
            .toList();
    var solved =
        heldOut.allRight(population, HeldOut.SCORE, curriculum.last(), examples, candidates);
    long step = population.step();
    var parked = new TreeMap<Integer, Parked>();
    var members = List.copyOf(solved.keySet());
    if (!members.isEmpty()) {
      var states = population.takeOut(members);
      for (int i = 0; i < members.size(); i++) {
        int k = members.get(i);
        // A seed that diverged is frozen. It has not solved the task, whatever it was before.
        var state = states.get(i);
        parked.put(k, new Parked(state.diverged() ? state : state.parkedAt(step), solved.get(k)));
      }
    }
    return parked;
  }

  private List<StepLoss> step(
      TrainingPopulation<E> population, BatchSchedule.StepDraws next, List<MemberSettings> own) {
    observer.stepStarts();
    var batches =
        next.draws().stream()
            .map(
                draw ->
                    new LevelBatch<>(
                        draw.level(), source.examples(draw.level(), draw.first(), draw.count())))
            .toList();
    observer.batchReady();
    var step =
        new TrainingStep(dataSeed, population.step(), next.shares(), own, population.schedules());
    var losses = population.train(batches, step);
    observer.stepTaken(population.width());
    return losses;
  }

  /**
   * Adds the losses of a step to the windows of the seeds for which something depends on them, and
   * ends those that are full.
   */
  private void count(
      TrainingPopulation<E> population, List<StepLoss> losses, List<MemberSettings> own) {
    var counted =
        IntStream.range(0, losses.size()).filter(k -> counts(k, losses.get(k), own)).toArray();
    if (counted.length == 0) {
      return;
    }
    boolean ends = population.step() % settings.windowSteps() == 0;
    var schedules = new ArrayList<>(population.schedules());
    for (int k : counted) {
      var schedule = schedules.get(k).with(schedules.get(k).windows().plus(losses.get(k)));
      double learningRate = adamOf(k, own).learningRate();
      schedules.set(
          k, ends ? curriculum.windowEnded(schedule, learningRate, ruleOf(k, own)) : schedule);
    }
    population.update(schedules);
  }

  /** Whether a seed's windows matter, and it has not diverged. */
  private boolean counts(int member, StepLoss loss, List<MemberSettings> own) {
    boolean matters = !beyond.isEmpty() || loss.matters(ruleOf(member, own));
    return matters && Double.isFinite(loss.loss());
  }

  private AdamSettings adamOf(int member, List<MemberSettings> own) {
    return own.isEmpty() ? settings.adam() : own.get(member).adam();
  }

  private ReduceOnPlateau ruleOf(int member, List<MemberSettings> own) {
    return own.isEmpty() ? settings.reduceOnPlateau() : own.get(member).reduceOnPlateau();
  }

  /** Adds a point to each curve. */
  private void check(
      TrainingPopulation<E> population,
      List<List<LearningCurve.Point>> points,
      List<MemberSettings> own,
      boolean updatesSchedule,
      Map<Level, List<BatchScore>> scores) {
    var last = scores(population, curriculum.last(), scores);
    var saturations = saturations(population, own);
    var schedules = new ArrayList<ScheduleState>();
    for (int k = 0; k < population.width(); k++) {
      var schedule = population.schedules().get(k);
      points
          .get(k)
          .add(
              new LearningCurve.Point(
                  population.step(),
                  last.get(k).loss(),
                  exact(last.get(k)),
                  schedule.stage(),
                  diagnosis(population, k, own, scores, saturations.get(k))));
      if (updatesSchedule) {
        var checked = scores(population, curriculum.checked(schedule), scores).get(k);
        var levels = own.isEmpty() ? curriculum : curriculum.withPromotion(own.get(k).promotion());
        schedules.add(levels.updated(schedule, exact(checked), checked.loss(), ruleOf(k, own)));
      }
    }
    if (updatesSchedule) {
      population.update(schedules);
    }
  }

  private Optional<LearningCurve.Diagnosis> diagnosis(
      TrainingPopulation<E> population,
      int member,
      List<MemberSettings> own,
      Map<Level, List<BatchScore>> scores,
      Optional<Saturation> saturation) {
    if (beyond.isEmpty()) {
      return Optional.empty();
    }
    var further = new ArrayList<LearningCurve.AtLength>();
    for (var level : beyond) {
      var score = scores(population, level, scores).get(member);
      further.add(
          new LearningCurve.AtLength(level.length(), exact(score), score.outputs().error()));
    }
    var schedule = population.schedules().get(member);
    float bound = schedule.windows().costBound();
    return Optional.of(
        new LearningCurve.Diagnosis(
            adamOf(member, own).learningRate() * schedule.rate(),
            schedule.windows().lastMean(),
            Float.isFinite(bound) ? Optional.of(bound) : Optional.empty(),
            saturation,
            scores.get(curriculum.last()).get(member).outputs().error(),
            further));
  }

  /** How saturated each seed is, if curves are to explain themselves. */
  private List<Optional<Saturation>> saturations(
      TrainingPopulation<E> population, List<MemberSettings> own) {
    if (beyond.isEmpty()) {
      return Collections.nCopies(population.width(), Optional.empty());
    }
    var next =
        new TrainingStep(dataSeed, population.step(), List.of(), own, population.schedules());
    int count = Math.min(settings.checkExamples(), HeldOut.CHUNK);
    var examples = heldOut.examples(CHECK, curriculum.last(), 0, count);
    return population.saturations(curriculum.last(), examples, next);
  }

  private double exact(BatchScore score) {
    return score.exact() / (double) settings.checkExamples();
  }

  private List<BatchScore> scores(
      TrainingPopulation<E> population, Level level, Map<Level, List<BatchScore>> known) {
    return known.computeIfAbsent(
        level, l -> heldOut.scores(population, CHECK, l, settings.checkExamples()));
  }
}

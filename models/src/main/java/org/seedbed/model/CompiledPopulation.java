package org.seedbed.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.seedbed.engine.Optimizer;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.CommonNoise;
import org.seedbed.model.population.GradientConditioning;
import org.seedbed.model.population.PopulationState;
import org.seedbed.model.population.ScheduleState;
import org.seedbed.model.population.StepLoss;
import org.seedbed.task.Level;

/**
 * A population on the engine for tiny models: one compiled step, run for each seed in turn. A
 * seed's results have the same bits whatever the population's width and number of threads.
 *
 * @param <E> type of the examples
 */
public final class CompiledPopulation<E> implements TrainingPopulation<E> {
  private static final StepLoss DIVERGED = StepLoss.of(Double.NaN);

  private final List<CompiledModel<E>> models = new ArrayList<>();
  private final List<float[]> gradients = new ArrayList<>();
  private final ParameterPacking packing;
  private final AdamSettings adam;
  private final WorkerThreads threads;
  private final List<Long> seeds;
  private final float[] parameters;
  private final float[] firstMoments;
  private final float[] secondMoments;
  private final float[] noise;
  private final long[] divergedAt;
  private List<ScheduleState> schedules;
  private long step;

  /**
   * @param model creates a model, one for each thread
   * @param threads number of threads that share the seeds, 1 or more
   */
  public CompiledPopulation(
      Supplier<CompiledModel<E>> model, PopulationState state, AdamSettings adam, int threads) {
    int workers = Math.min(threads, state.width());
    for (int i = 0; i < workers; i++) {
      models.add(model.get());
    }
    this.packing = models.get(0).packing();
    this.adam = adam;
    this.threads = new WorkerThreads(workers);
    this.seeds = new ArrayList<>(state.seeds());
    this.step = state.step();
    this.schedules = state.members().stream().map(PopulationState.Member::schedule).toList();
    this.divergedAt =
        state.members().stream().mapToLong(PopulationState.Member::divergedAt).toArray();
    int size = packing.packedSize();
    for (int i = 0; i < workers; i++) {
      gradients.add(Arena.allocate(size));
    }
    this.noise = new float[size];
    this.parameters = Arena.allocate((long) width() * size);
    this.firstMoments = Arena.allocate((long) width() * size);
    this.secondMoments = Arena.allocate((long) width() * size);
    for (int k = 0; k < width(); k++) {
      var member = state.members().get(k);
      packing.pack(member.parameters(), parameters, at(k));
      packing.pack(member.firstMoment(), firstMoments, at(k));
      packing.pack(member.secondMoment(), secondMoments, at(k));
    }
  }

  private int at(int member) {
    return Arena.origin() + member * packing.packedSize();
  }

  @Override
  public int width() {
    return seeds.size();
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public List<ScheduleState> schedules() {
    return schedules;
  }

  @Override
  public void update(List<ScheduleState> updated) {
    if (updated.size() != width()) {
      throw new IllegalArgumentException(
          updated.size() + " schedules for " + width() + " seeds, must be as many");
    }
    schedules = List.copyOf(updated);
  }

  @Override
  public List<StepLoss> train(List<LevelBatch<E>> batches, TrainingStep training) {
    var own = IntStream.range(0, width()).mapToObj(k -> training.adam(k, adam)).toList();
    var trained = models.get(0).trainedAt(step);
    drawNoise(training, own, trained);
    var losses = new StepLoss[width()];
    threads.forEach(
        width(),
        worker -> {
          var run = models.get(worker).prepare(batches, training);
          return member ->
              losses[member] = train(member, own.get(member), run, gradients.get(worker), trained);
        });
    step++;
    return Collections.unmodifiableList(Arrays.asList(losses));
  }

  private void drawNoise(TrainingStep training, List<AdamSettings> own, Optional<float[]> trained) {
    if (own.stream().anyMatch(AdamSettings::addsNoise)) {
      packing.pack(
          CommonNoise.gaussian(
              GradientConditioning.STREAM, training.dataSeed(), step, packing.flatSize()),
          noise,
          0);
      trained.ifPresent(mask -> multiply(noise, 0, mask));
    }
  }

  private static void multiply(float[] values, int at, float[] mask) {
    for (int i = 0; i < mask.length; i++) {
      values[at + i] *= mask[i];
    }
  }

  private StepLoss train(
      int member,
      AdamSettings own,
      CompiledModel.TrainingRun run,
      float[] gradient,
      Optional<float[]> trained) {
    if (divergedAt[member] >= 0) {
      return DIVERGED;
    }
    int size = packing.packedSize();
    int from = Arena.origin();
    Arrays.fill(gradient, from, from + size, 0);
    var loss = run.run(member, parameters, at(member), gradient, from);
    if (trained.isPresent()) {
      // Without a gradient and a first moment, an update is zero.
      multiply(gradient, from, trained.get());
      multiply(firstMoments, at(member), trained.get());
    }
    double norm = Optimizer.norm(gradient, from, size);
    if (!Double.isFinite(loss.loss()) || !Double.isFinite(norm)) {
      divergedAt[member] = step;
      return DIVERGED;
    }
    Optimizer.step(
        optimizerStep(own, norm, schedules.get(member).rate()),
        parameters,
        firstMoments,
        secondMoments,
        at(member),
        gradient,
        from,
        noise,
        size);
    return loss;
  }

  private Optimizer.Step optimizerStep(AdamSettings own, double norm, float rate) {
    double correction1 = own.correction1At(step);
    double correction2 = own.correction2At(step);
    boolean isMaximum = own.rule() == AdamSettings.Rule.ADAMAX;
    return new Optimizer.Step(
        ruleOf(own),
        new Optimizer.Conditioning(
            (float) (own.clipNorm() / Math.max(norm, own.clipNorm())),
            (float) own.noiseDeviation(step, rate, packing.flatSize()),
            (float) own.coordinateClip()),
        new Optimizer.Decay((float) own.beta1(), (float) own.beta2At(step)),
        new Optimizer.Divisor(
            (float) (isMaximum ? correction1 : correction1 / Math.sqrt(correction2)),
            (float) (own.epsilon() * correction1)),
        (float) (own.learningRate() * rate));
  }

  private static Optimizer.Rule ruleOf(AdamSettings own) {
    return switch (own.rule()) {
      case ADAM -> Optimizer.Rule.ADAM;
      case ADAMAX -> Optimizer.Rule.ADAMAX;
      case RMSPROP -> Optimizer.Rule.RMSPROP;
    };
  }

  @Override
  public List<BatchScore> scores(Level level, List<E> batch, List<Integer> members) {
    var scores = new BatchScore[members.size()];
    threads.forEach(
        members.size(),
        worker -> {
          var run = models.get(worker).prepareScores(level, batch);
          return i -> scores[i] = run.run(parameters, at(members.get(i)));
        });
    return Collections.unmodifiableList(Arrays.asList(scores));
  }

  @Override
  public List<Optional<Saturation>> saturations(Level level, List<E> batch, TrainingStep next) {
    return models
        .get(0)
        .prepareSaturations(level, batch, next)
        .map(
            run ->
                IntStream.range(0, width())
                    .mapToObj(k -> Optional.of(run.run(k, parameters, at(k))))
                    .toList())
        .orElseGet(() -> Collections.nCopies(width(), Optional.empty()));
  }

  @Override
  public List<PopulationState.Member> takeOut(List<Integer> members) {
    var taken = members.stream().map(this::member).toList();
    var leftSchedules = new ArrayList<>(schedules);
    for (int i = members.size() - 1; i >= 0; i--) {
      int k = members.get(i);
      int after = width() - 1 - k;
      closeGap(parameters, k, after);
      closeGap(firstMoments, k, after);
      closeGap(secondMoments, k, after);
      System.arraycopy(divergedAt, k + 1, divergedAt, k, after);
      seeds.remove(k);
      leftSchedules.remove(k);
    }
    schedules = List.copyOf(leftSchedules);
    return taken;
  }

  /** Moves the rows of the members after {@code k} up by one. */
  private void closeGap(float[] rows, int k, int after) {
    System.arraycopy(rows, at(k + 1), rows, at(k), after * packing.packedSize());
  }

  @Override
  public float[] parameters(int member) {
    return packing.unpack(parameters, at(member));
  }

  @Override
  public PopulationState state() {
    return new PopulationState(step, IntStream.range(0, width()).mapToObj(this::member).toList());
  }

  private PopulationState.Member member(int k) {
    return new PopulationState.Member(
        seeds.get(k),
        divergedAt[k],
        schedules.get(k),
        parameters(k),
        packing.unpack(firstMoments, at(k)),
        packing.unpack(secondMoments, at(k)));
  }

  @Override
  public void close() {
    threads.close();
  }
}

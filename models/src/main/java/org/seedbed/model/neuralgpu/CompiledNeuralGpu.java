package org.seedbed.model.neuralgpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.model.Arenas;
import org.seedbed.model.CompiledModel;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model.BatchScore;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.ProgramCache;
import org.seedbed.model.neuralgpu.NeuralGpuStep.Purpose;
import org.seedbed.model.neuralgpu.NeuralGpuStep.Shape;
import org.seedbed.model.neuralgpu.Packing.Sequence;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.StepLoss;
import org.seedbed.task.Level;
import org.seedbed.task.sequence.SequenceExample;

/** A Neural GPU on the engine for tiny models, one program for each length and batch. */
final class CompiledNeuralGpu implements CompiledModel<SequenceExample> {
  /** Fewer than the other models keep: a program of T time steps holds T tables of its rows. */
  private static final int PROGRAMS = 32;

  private final NeuralGpuSettings settings;
  private final ParameterPacking packing;
  private final ProgramCache<Shape, NeuralGpuStep> steps;
  private final ProgramCache<NeuralGpuRun.Shape, NeuralGpuRun> runs;
  private final RelaxationPull pull;
  private final Arenas arenas = new Arenas();

  /**
   * @param symbols S: size of the alphabet
   */
  CompiledNeuralGpu(NeuralGpuSettings settings, int symbols) {
    this.settings = settings;
    this.packing =
        new ParameterPacking(
            NeuralGpu.layoutOf(settings, symbols).parameters().stream()
                .map(CompiledNeuralGpu::shape)
                .toList());
    this.steps =
        new ProgramCache<>(PROGRAMS, shape -> new NeuralGpuStep(settings, symbols, packing, shape));
    this.runs =
        new ProgramCache<>(PROGRAMS, shape -> new NeuralGpuRun(settings, symbols, packing, shape));
    this.pull = new RelaxationPull(settings, packing);
  }

  /** Whether the engine has every operation that a run with these settings needs. */
  static boolean runs(NeuralGpuSettings settings) {
    return settings.rows() == 1 && settings.hard();
  }

  /** Whether the engine also has those of training. */
  static boolean trains(NeuralGpuSettings settings) {
    // It sees inputs after they were cut off at 1, so a limit beyond that would cost nothing.
    boolean seesSaturation = settings.saturationCost() == 0 || settings.saturationLimit() < 1;
    return runs(settings) && seesSaturation;
  }

  private static ParameterPacking.Shape shape(Parameter parameter) {
    int rows = parameter.shape().get(0);
    return switch (parameter.shape().size()) {
      case 1 -> new ParameterPacking.Shape(parameter.name(), rows, 0, true);
      case 2 -> new ParameterPacking.Shape(parameter.name(), rows, parameter.shape().get(1), false);
      default -> {
        int taps = parameter.shape().get(2);
        int columns = parameter.shape().get(1) * taps;
        yield new ParameterPacking.Shape(parameter.name(), rows, columns, false, taps);
      }
    };
  }

  @Override
  public ParameterPacking packing() {
    return packing;
  }

  /** Sequences of one length in one batch. */
  private record Group(int batch, int batchSize, List<Sequence> sequences) {
    int length() {
      return sequences.get(0).length();
    }
  }

  private record Prepared(Group group, NeuralGpuStep step, Arena arena) {}

  private static List<Group> groups(List<LevelBatch<SequenceExample>> batches, Packing sequences) {
    record Key(int batch, int length) {}
    return sequences.sequences().stream()
        .collect(
            Collectors.groupingBy(
                s -> new Key(s.batch(), s.length()), LinkedHashMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(
            own -> {
              int batch = own.get(0).batch();
              return new Group(batch, batches.get(batch).examples().size(), own);
            })
        .toList();
  }

  private List<Prepared> prepared(List<Group> groups, Purpose purpose) {
    var all = new ArrayList<Prepared>();
    for (var group : groups) {
      var step = steps.get(new Shape(group.length(), group.sequences().size(), purpose));
      var arena = arenas.get(all.size());
      step.load(arena, group.sequences(), group.batchSize());
      all.add(new Prepared(group, step, arena));
    }
    return all;
  }

  @Override
  public TrainingRun prepare(List<LevelBatch<SequenceExample>> batches, TrainingStep step) {
    var loaded = new Loaded(batches, step);
    return (member, parameters, at, gradient, gradientAt) -> {
      var own = step.settings(member, settings);
      var shares = step.shares().get(member);
      loaded.take(own, shares, own.costWeight(step.costBound(member)));
      double loss = 0;
      boolean measures = Purpose.of(own).measures();
      double cost = 0;
      for (var one : loaded.prepared) {
        double share = shares.get(one.group().batch());
        if (share == 0) {
          continue;
        }
        var program = one.step().program();
        loss +=
            share * program.run(one.arena(), parameters, at, gradient, gradientAt, (float) share);
        cost += measures ? one.step().cost(one.arena()) : 0;
      }
      double weight = own.relaxation().pullAt(step.number());
      double pulled =
          weight == 0 ? 0 : weight * pull.add(parameters, at, gradient, gradientAt, weight);
      return new StepLoss(
          loss + pulled, measures ? OptionalDouble.of(cost) : OptionalDouble.empty());
    };
  }

  /** Batches that are loaded for the hyperparameters of one seed after the other. */
  private final class Loaded {
    private final TrainingStep step;
    private final Packing sequences;
    private final List<Group> groups;
    private List<Prepared> prepared = List.of();
    private Optional<NeuralGpuSettings> taken = Optional.empty();
    private List<Double> weighed = List.of();
    private double weight;

    Loaded(List<LevelBatch<SequenceExample>> batches, TrainingStep step) {
      this.step = step;
      this.sequences = Packing.of(batches);
      this.groups = groups(batches, sequences);
    }

    /** Loads what differs from what was taken before. */
    void take(NeuralGpuSettings own, List<Double> shares, double costWeight) {
      boolean other = !taken.equals(Optional.of(own));
      if (other) {
        var purpose = Purpose.of(own);
        if (!taken.map(Purpose::of).equals(Optional.of(purpose))) {
          prepared = prepared(groups, purpose);
        }
        DropoutField.of(own, step, sequences.columns())
            .ifPresent(field -> writeMasks(prepared, field, sequences.timeSteps(), own));
        if (purpose.progressive()) {
          prepared.forEach(one -> writeSpans(one, own.extrapolation().progressiveShare()));
        }
        taken = Optional.of(own);
      }
      if (other || !weighed.equals(shares) || weight != costWeight) {
        prepared.forEach(one -> weigh(one, shares, costWeight));
        weighed = shares;
        weight = costWeight;
      }
    }

    private void writeSpans(Prepared one, double progressiveShare) {
      var spans =
          one.group().sequences().stream()
              .map(sequence -> TimeStepSpan.draw(step, sequence, progressiveShare))
              .toList();
      one.step().writeSpans(one.arena(), spans);
    }
  }

  /** Writes the cost of saturation for a seed's shares. */
  private static void weigh(Prepared one, List<Double> shares, double saturationCost) {
    double share = shares.get(one.group().batch()) / one.group().batchSize();
    one.step().weigh(one.arena(), one.group().sequences().size(), share, saturationCost);
  }

  private static void writeMasks(
      List<Prepared> prepared, DropoutField field, int timeSteps, NeuralGpuSettings own) {
    int each = own.dropout().ofCandidates() ? own.layers() : 1;
    int ofInput = own.dropout().ofInput() ? 1 : 0;
    int[] offsets = new int[ofInput + timeSteps * each];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = field.nextOffset();
    }
    for (var one : prepared) {
      one.step().writeMasks(one.arena(), one.group().sequences(), field, offsets, own);
    }
  }

  @Override
  public ScoringRun prepareScores(Level level, List<SequenceExample> batch) {
    var answering = prepareAnswers(level, batch);
    long symbols = SequenceExample.asked(batch);
    return (parameters, at) -> {
      var answers = answering.run(parameters, at);
      int[] wrong = SequenceExample.wrongSymbols(batch, answers.symbols());
      return BatchScore.of(wrong, symbols, answers.loss());
    };
  }

  /** The answers of any seed to prepared examples. */
  interface AnsweringRun {
    /** Answers with the packed parameters that begin at {@code at}. */
    Answers run(float[] parameters, int at);
  }

  /**
   * The answers of one seed.
   *
   * @param symbols n symbols per example
   * @param loss mean over the examples
   */
  record Answers(List<int[]> symbols, double loss) {}

  @Override
  public Optional<SaturationRun> prepareSaturations(
      Level level, List<SequenceExample> batch, TrainingStep step) {
    var all = loaded(level, batch, true);
    return Optional.of(
        (member, parameters, at) -> {
          var own = step.settings(member, settings);
          long saturated = 0;
          double cost = 0;
          double loss = 0;
          for (var one : all) {
            one.run().run(parameters, at);
            var seen = one.run().saturated();
            saturated += seen.saturatedGates();
            cost += seen.cost() / batch.size();
            loss += one.run().loss();
          }
          return own.saturation(batch, saturated, step.costBound(member), cost, loss);
        });
  }

  /** Sequences of one length, ready to run. */
  private record GroupRun(Group group, NeuralGpuRun.Loaded run) {}

  private List<GroupRun> loaded(Level level, List<SequenceExample> examples, boolean observed) {
    var batches = List.of(new LevelBatch<>(level, examples));
    var memory = arenas.inOrder();
    return groups(batches, Packing.of(batches)).stream()
        .map(
            group -> {
              int count = group.sequences().size();
              var shape = new NeuralGpuRun.Shape(group.length(), count, observed);
              return new GroupRun(
                  group, runs.get(shape).load(group.sequences(), group.batchSize(), memory));
            })
        .toList();
  }

  /** Prepares examples. What it returns is valid until the next call of a method of this model. */
  AnsweringRun prepareAnswers(Level level, List<SequenceExample> examples) {
    var all = loaded(level, examples, false);
    return (parameters, at) -> {
      int[][] symbols = new int[examples.size()][];
      double loss = 0;
      for (var one : all) {
        one.run().run(parameters, at);
        loss += one.run().loss();
        var answers = one.run().answers();
        for (int b = 0; b < answers.size(); b++) {
          symbols[one.group().sequences().get(b).position()] = answers.get(b);
        }
      }
      return new Answers(List.of(symbols), loss);
    };
  }
}

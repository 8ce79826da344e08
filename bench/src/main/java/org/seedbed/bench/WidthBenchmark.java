package org.seedbed.bench;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.seedbed.model.Backend;
import org.seedbed.model.Curriculum;
import org.seedbed.model.HeldOut;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.nram.Nram;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.task.GeneratedExamples;
import org.seedbed.task.TaskCatalogue;
import org.seedbed.task.memory.MemoryExample;

/**
 * One training step of a population against its width: <em>copy</em> at M = 8, R = 4, B = 32, 64
 * hidden units, 8 time steps. Time by width is the time of a seed-step.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
public class WidthBenchmark {
  /** K. */
  @Param({"1", "2", "4", "8", "16", "32", "64", "128", "256"})
  public int width;

  /** Threads that one operation may use. */
  @Param({"1", "2"})
  public int threads;

  private NDManager manager;
  private Nram nram;
  private Population population;
  private PopulationTrainer<MemoryExample> trainer;

  /** Makes the population. */
  @Setup(Level.Trial)
  public void open() {
    Backend.start(threads);
    manager = Backend.newManager();
    var settings =
        new NramSettings(4, 64, NramSettings.ControllerKind.FEED_FORWARD, 1, 0, 200, 1e-6);
    nram = new Nram(settings, manager, DataType.FLOAT32);
    var seeds = LongStream.range(0, width).boxed().toList();
    population =
        new Population(
            manager,
            nram.layout(),
            PopulationState.initial(nram.layout(), seeds),
            DataType.FLOAT32);
    var task = TaskCatalogue.task("nram/copy");
    var fit = task.level(3, OptionalInt.of(8));
    var level = new org.seedbed.task.Level(fit.length(), fit.modulus(), 8);
    trainer =
        new PopulationTrainer<>(
            nram,
            new TrainingSettings(32, Integer.MAX_VALUE, 1, AdamSettings.DEFAULTS),
            new Curriculum(List.of(level), 1),
            1,
            new GeneratedExamples<>(task, 1),
            new HeldOut<>(task, 1));
  }

  /** Frees the population. */
  @TearDown(Level.Trial)
  public void close() {
    manager.close();
  }

  /** Four steps, so that the one curve point at the end of each call weighs little. */
  @Benchmark
  public Object fourSteps() {
    return trainer.train(population, population.step() + 4);
  }
}

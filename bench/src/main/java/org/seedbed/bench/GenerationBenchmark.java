package org.seedbed.bench;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.seedbed.task.Level;
import org.seedbed.task.memory.MemoryTask;
import org.seedbed.task.memory.MemoryTasks;

/** Measures examples per second and core, generated in memory. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class GenerationBenchmark {
  /** Name of a memory task. */
  @Param({"access", "copy", "swap", "merge", "walkbst"})
  public String task;

  private MemoryTask found;
  private Level level;
  private long index;

  /** Looks up the task. */
  @Setup
  public void open() {
    found = MemoryTasks.task(task);
    level = found.level(3, OptionalInt.empty());
  }

  /** Generates one example. */
  @Benchmark
  public Object example() {
    return found.example(1, level, index++);
  }
}

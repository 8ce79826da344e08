package org.seedbed.restart;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.OptionalInt;
import org.seedbed.model.Model;
import org.seedbed.model.nram.Nram;
import org.seedbed.model.nram.NramProgram;
import org.seedbed.model.nram.NramSettings;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.restart.Experiment.CurriculumSettings;
import org.seedbed.task.Level;
import org.seedbed.task.LevelRange;
import org.seedbed.task.memory.MemoryExample;
import org.seedbed.task.memory.MemoryTask;

/** The Neural RAM: what it learnt is tried and shown as a discretized program. */
record NramArchitecture(NramSettings settings, MemoryTask task, CurriculumSettings curriculum)
    implements Architecture<MemoryExample> {
  @Override
  public ParameterLayout layout() {
    return Nram.layoutOf(settings);
  }

  @Override
  public Model<MemoryExample> newModel(NDManager parent) {
    return new Nram(settings, parent, DataType.FLOAT32);
  }

  /**
   * The last level of a curriculum like the experiment's that ended at {@code length}: as much
   * memory as that length needs, widened as in training.
   */
  @Override
  public Level levelOf(int length) {
    var range =
        new LevelRange(length, length, List.of(), OptionalInt.empty(), curriculum.widenings());
    var levels = range.of(task);
    return curriculum.extended(levels.get(levels.size() - 1));
  }

  @Override
  public Tried tried(float[] row, Level level, List<MemoryExample> examples) {
    var program = new NramProgram(settings, row);
    return Tried.of(examples.stream().filter(e -> program.solves(e, level.timeSteps())).count());
  }

  @Override
  public String shown(float[] row, Level level, MemoryExample example) {
    return new NramProgram(settings, row).circuitOn(example, level.timeSteps());
  }
}

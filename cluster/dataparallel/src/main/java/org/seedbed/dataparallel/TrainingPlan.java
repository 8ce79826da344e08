package org.seedbed.dataparallel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.dataparallel.StepDraw.LevelDraw;
import org.seedbed.model.BatchSchedule;
import org.seedbed.model.Curriculum;
import org.seedbed.model.population.ScheduleState;

/**
 * Decides which examples each worker takes in each iteration. The steps of a single training stream
 * are assigned to workers in turn. No two workers see the same examples, and a single worker sees
 * the same examples as population training. Pure.
 */
final class TrainingPlan {
  private final Curriculum curriculum;
  private final BatchSchedule schedule;
  private final int workers;
  private long step;

  TrainingPlan(Curriculum curriculum, long dataSeed, int batch, int workers) {
    this.curriculum = curriculum;
    this.schedule = new BatchSchedule(curriculum, dataSeed, batch);
    this.workers = workers;
  }

  /** Skips to an iteration, counted from 0. */
  void skipTo(long iteration) {
    step = iteration * workers;
    schedule.skipTo(step);
  }

  /** Returns the draws of the next iterations, one element per worker. */
  List<WorkerDraws> next(int iterations, ScheduleState state) {
    var steps = new ArrayList<List<StepDraw>>();
    IntStream.range(0, workers).forEach(worker -> steps.add(new ArrayList<>()));
    for (int i = 0; i < iterations; i++) {
      for (int worker = 0; worker < workers; worker++) {
        steps.get(worker).add(draw(state));
      }
    }
    return steps.stream().map(WorkerDraws::new).toList();
  }

  private StepDraw draw(ScheduleState state) {
    var next = schedule.next(List.of(state));
    var shares = next.shares().get(0);
    var levels = new ArrayList<LevelDraw>();
    for (int i = 0; i < next.draws().size(); i++) {
      var draw = next.draws().get(i);
      int level = curriculum.levels().indexOf(draw.level());
      levels.add(new LevelDraw(level, shares.get(i), draw.first(), draw.count()));
    }
    return new StepDraw(step++, state.rate(), state.windows().costBound(), levels);
  }
}

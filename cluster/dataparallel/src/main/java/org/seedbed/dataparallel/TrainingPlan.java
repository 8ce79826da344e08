package org.seedbed.dataparallel;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.seedbed.dataparallel.StepDraw.LevelDraw;
import org.seedbed.model.BatchSchedule;
import org.seedbed.model.Curriculum;
import org.seedbed.model.population.ScheduleState;

/**
 * Which examples each worker takes in each iteration: those of the one stream of a plain training,
 * dealt out in turn, so that no two workers see the same ones and one worker sees what a plain
 * training sees. Pure.
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

  /** Goes on to the iteration of that number, from 0. */
  void skipTo(long iteration) {
    step = iteration * workers;
    schedule.skipTo(step);
  }

  /** The next so many iterations, one element a worker. */
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
    var draws = schedule.next(List.of(state));
    var shares = curriculum.shares(state, draws.size());
    var levels = new ArrayList<LevelDraw>();
    for (int i = 0; i < draws.size(); i++) {
      var draw = draws.get(i);
      int level = curriculum.levels().indexOf(draw.level());
      levels.add(new LevelDraw(level, shares.get(i), draw.first(), draw.count()));
    }
    return new StepDraw(step++, state.rate(), levels);
  }
}

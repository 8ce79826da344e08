package org.seedbed.task.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Records what a task's program does, as frames and as a call tree. Not thread-safe. */
final class Tracer<W extends World> {
  private final TraceTask<W> task;
  private final W world;
  private final List<Frame> frames = new ArrayList<>();
  private final List<TracedCall> calls = new ArrayList<>();
  private final StringBuilder tree = new StringBuilder();
  private final boolean drawsTree;
  private List<Step> steps = new ArrayList<>();
  private int depth;
  private int lastCall; // index of the present frame's last call

  Tracer(TraceTask<W> task, W world, boolean drawsTree) {
    this.task = task;
    this.world = world;
    this.drawsTree = drawsTree;
  }

  /** Runs the program from its first call. */
  void run() {
    draw(task.main());
    enter(task.main());
  }

  /** Makes a call from within a program. */
  void call(Call call) {
    var observation = Arrays.stream(world.observation()).boxed().toList();
    steps.add(new Step(observation, call));
    depth++;
    lastCall = calls.size();
    calls.add(new TracedCall(call, depth, false));
    draw(call);
    if (!call.isAct()) {
      enter(call);
      depth--;
      return;
    }
    if (!world.act(call)) {
      throw new IllegalStateException(
          "program of " + task.name() + " does what its world forbids: " + call + " in " + world);
    }
    depth--;
  }

  private void enter(Call call) {
    var waiting = steps;
    int waitingCall = lastCall;
    steps = new ArrayList<>();
    task.carryOut(call, world, this);
    frames.add(new Frame(call, steps));
    calls.set(lastCall, calls.get(lastCall).ending());
    steps = waiting;
    lastCall = waitingCall;
  }

  private void draw(Call call) {
    if (drawsTree) {
      tree.append("  ".repeat(depth)).append(task.vocabulary().text(call)).append('\n');
    }
  }

  List<Frame> frames() {
    return frames;
  }

  List<TracedCall> calls() {
    return calls;
  }

  String tree() {
    return tree.toString();
  }
}

package org.seedbed.model.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Program;
import org.seedbed.engine.program.Tensor;
import org.seedbed.model.Model.BatchScore;

/**
 * A network's step of one seed, recorded for one shape. The loss is the cross entropy of the
 * answers that are asked for, a mean over each example's, then over the batch.
 */
final class RecurrentStep {
  /**
   * What a step is recorded for.
   *
   * @param steps of the examples
   * @param lanes examples, padded
   * @param training whether there is a backward pass; else the logits can be read
   */
  record Shape(TranscribedBatch.Steps steps, int lanes, boolean training) {}

  private final Tensor inputs;
  private final Tensor expected;
  private final Tensor weights;
  private final Tensor logits;
  private final Tensor loss;
  private final Program program;

  RecurrentStep(
      RecurrentNetwork network,
      Transcription<?> transcription,
      ParameterPacking packing,
      Shape shape) {
    var tape = new Tape(shape.lanes());
    int reads = shape.steps().reads();
    var answers = new Axis("answers", shape.steps().answers());
    var outputs = new Axis("outputs", transcription.outputs());
    this.inputs =
        tape.input(
            new Axis("steps", shape.steps().all()), new Axis("inputs", transcription.inputs()));
    this.expected = tape.input(answers, outputs);
    this.weights = tape.input(answers);
    var run = network.start(new EngineVectors(tape, packing));
    var all = new ArrayList<Tensor>();
    for (int step = 0; step < shape.steps().all(); step++) {
      var output = run.next(inputs.at("steps", step));
      if (step >= reads) {
        all.add(output);
      }
    }
    this.logits = tape.joinRows(all, answers, outputs);
    var costs =
        transcription.answersSymbols()
            ? tape.affine(tape.dot(tape.logSoftmax(logits), expected), -1, 0)
            : tape.subtract(
                tape.dot(tape.softplus(logits), ones(tape, answers, outputs)),
                tape.dot(logits, expected));
    this.loss = tape.sum(tape.multiply(costs, weights));
    this.program = shape.training() ? tape.compile(loss) : tape.compile(List.of(loss, logits));
  }

  private static Tensor ones(Tape tape, Axis answers, Axis outputs) {
    float[] rows = new float[answers.size() * outputs.size()];
    Arrays.fill(rows, 1);
    return tape.constant(rows, answers, outputs);
  }

  Program program() {
    return program;
  }

  /** Loads the program and writes a batch. */
  void load(Arena arena, TranscribedBatch<?> batch) {
    arena.load(program);
    program.write(arena, inputs, batch.inputs());
    program.write(arena, expected, batch.expected());
    program.write(arena, weights, batch.weights());
  }

  /** Returns the score of the last run. */
  BatchScore score(Arena arena, TranscribedBatch<?> batch) {
    return batch.score(program.read(arena, logits), program.sum(arena, loss));
  }
}

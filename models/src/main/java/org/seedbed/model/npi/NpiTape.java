package org.seedbed.model.npi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.seedbed.engine.Tape;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.ParameterPacking;
import org.seedbed.engine.program.Tensor;
import org.seedbed.model.LstmTape;
import org.seedbed.model.population.LstmLayer;
import org.seedbed.task.trace.Vocabulary;

/** The network's parts, recorded on a tape; the same mathematics as {@link NpiCore}. */
record NpiTape(Tape tape, NpiSettings settings, Vocabulary vocabulary, ParameterPacking packing) {
  /**
   * Output of the heads.
   *
   * @param end log odds that the frame ends
   * @param choices logits of the next program, then of each argument
   */
  record Output(Tensor end, List<Tensor> choices) {}

  Matrix matrix(String name) {
    return packing.matrix(name);
  }

  Axis hidden() {
    return new Axis("hidden", settings.hiddenSize());
  }

  Axis programs() {
    return new Axis("programs", vocabulary.programs().size());
  }

  Axis inputs() {
    return new Axis("inputs", FramePack.inputSize(vocabulary));
  }

  Tensor fused(Tensor inputs, Tensor running) {
    var encoding = new Axis("encoding", settings.encoding());
    var embedding = new Axis("embedding", settings.embedding());
    var encoded = tape.relu(tape.dense(matrix(NpiCore.ENCODER), inputs, encoding));
    var embedded = tape.dense(matrix(NpiCore.EMBEDDINGS), running, embedding);
    var both =
        tape.joinRows(
            List.of(encoded, embedded),
            new Axis("features", settings.encoding() + settings.embedding()));
    return tape.relu(tape.dense(matrix(NpiCore.FUSION), both, hidden()));
  }

  /** Pre-activations of a layer's gates by its input, for all lanes. */
  Tensor gates(LstmLayer layer, Tensor x) {
    return tape.dense(matrix(layer.ofInput()), x, new Axis("gates", 4 * settings.hiddenSize()));
  }

  /**
   * One step of a layer.
   *
   * @param gates pre-activations by the input
   * @param before state before the step, in as many lanes; empty for zeros
   */
  LstmTape next(LstmLayer layer, Tensor gates, Optional<LstmTape> before) {
    var all =
        before
            .map(last -> tape.denseAdd(matrix(layer.ofState()), last.hidden(), gates))
            .orElse(gates);
    return LstmTape.next(tape, all, hidden(), before.map(LstmTape::cell));
  }

  Output heads(Tensor x) {
    int key = settings.embedding();
    int arguments = FramePack.argumentSize(vocabulary);
    var heads = tape.dense(matrix(NpiCore.HEADS), x, new Axis("heads", 1 + key + arguments));
    var choices = new ArrayList<Tensor>();
    choices.add(tape.dense(matrix(NpiCore.KEYS), heads.range(1, new Axis("key", key)), programs()));
    int from = 1 + key;
    for (var argument : vocabulary.arguments()) {
      choices.add(heads.range(from, new Axis("argument", argument.size())));
      from += argument.size();
    }
    return new Output(heads.range(0, new Axis("end", 1)).as(), choices);
  }
}

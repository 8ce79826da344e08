package org.seedbed.model.stack;

import java.util.Map;
import org.seedbed.model.recurrent.RecurrentFamily;
import org.seedbed.model.recurrent.RecurrentNetwork;
import org.seedbed.model.recurrent.SymbolTranscription;
import org.seedbed.model.recurrent.Transcription;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.SequenceExample;

/** The LSTM with a continuous stack, queue or double-ended queue. */
public final class NeuralStackFamily extends RecurrentFamily<NeuralStackSettings, SequenceExample> {
  public NeuralStackFamily() {
    super(
        new Names("neural-stack", "LSTM with a neural stack or queue", "neuralStack"),
        NeuralStackSettings.class,
        SequenceExample.class);
  }

  @Override
  public Map<String, Object> formerValues() {
    return Map.of("readsPadding", true);
  }

  @Override
  protected RecurrentNetwork network(NeuralStackSettings from, int inputs, int outputs) {
    return new NeuralStack(from, inputs, outputs);
  }

  @Override
  protected Transcription<SequenceExample> transcription(
      NeuralStackSettings from, Task<SequenceExample> task) {
    return SymbolTranscription.of(task, from.readsPadding());
  }
}

package org.seedbed.model.stack;

import java.util.Map;
import org.seedbed.model.recurrent.RecurrentFamily;
import org.seedbed.model.recurrent.RecurrentNetwork;
import org.seedbed.model.recurrent.SymbolTranscription;
import org.seedbed.model.recurrent.Transcription;
import org.seedbed.task.Task;
import org.seedbed.task.sequence.SequenceExample;

/** The stack-augmented recurrent network. */
public final class StackRnnFamily extends RecurrentFamily<StackRnnSettings, SequenceExample> {
  public StackRnnFamily() {
    super(
        new Names("stack-rnn", "stack-augmented RNN", "stackRnn"),
        StackRnnSettings.class,
        SequenceExample.class);
  }

  @Override
  public Map<String, Object> formerValues() {
    return Map.of("readsPadding", true);
  }

  @Override
  protected RecurrentNetwork network(StackRnnSettings from, int inputs, int outputs) {
    return new StackRnn(from, inputs, outputs);
  }

  @Override
  protected Transcription<SequenceExample> transcription(
      StackRnnSettings from, Task<SequenceExample> task) {
    return SymbolTranscription.of(task, from.readsPadding());
  }

  @Override
  protected boolean evaluatesDiscretized(StackRnnSettings from) {
    return from.discretized();
  }
}

package org.seedbed.model.ntm;

import java.util.Map;
import java.util.OptionalInt;
import org.seedbed.model.recurrent.BitTranscription;
import org.seedbed.model.recurrent.RecurrentFamily;
import org.seedbed.model.recurrent.RecurrentNetwork;
import org.seedbed.model.recurrent.Transcription;
import org.seedbed.task.Task;
import org.seedbed.task.bits.BitExample;

/** The Neural Turing Machine. */
public final class NtmFamily extends RecurrentFamily<NtmSettings, BitExample> {
  public NtmFamily() {
    super(
        new Names("neural-turing-machine", "Neural Turing Machine", "neuralTuringMachine"),
        NtmSettings.class,
        BitExample.class);
  }

  @Override
  public Map<String, Object> formerValues() {
    return Map.of("readHeads", 1, "writeHeads", 1);
  }

  @Override
  protected RecurrentNetwork network(NtmSettings from, int inputs, int outputs) {
    return new Ntm(from, inputs, outputs);
  }

  @Override
  protected Transcription<BitExample> transcription(NtmSettings from, Task<BitExample> task) {
    var level = task.level(task.shortestLength(), OptionalInt.empty());
    return new BitTranscription(task.example(0, level, 0).format());
  }
}

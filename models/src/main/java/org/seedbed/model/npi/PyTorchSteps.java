package org.seedbed.model.npi;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import org.seedbed.model.population.LstmLayer;
import org.seedbed.model.population.Parameters;
import org.seedbed.model.population.Tensors;

/** Steps of one seed on PyTorch. */
record PyTorchSteps(Npi npi, Parameters parameters) implements StepNetwork {
  PyTorchSteps {
    if (parameters.width() != 1) {
      throw new IllegalArgumentException(
          "an interpreter runs one seed, was given " + parameters.width());
    }
  }

  @Override
  public int stateSize() {
    return 2 * npi.core().layerCount() * npi.settings().hiddenSize();
  }

  @Override
  public Stepped step(float[] inputs, float[] running, float[] states, int size) {
    int programs = npi.vocabulary().programs().size();
    try (NDManager scope = parameters.manager().newSubManager()) {
      var own = parameters.within(scope);
      NDArray in = tensor(scope, inputs, FramePack.inputSize(npi.vocabulary()) + 1, size);
      var stepped =
          npi.core()
              .step(own, in, tensor(scope, running, programs, size), state(scope, states, size));
      return new Stepped(
          flat(stepped.state()),
          Tensors.floats(stepped.output().end()),
          stepped.output().choices().stream().map(Tensors::floats).toList());
    }
  }

  private NDArray tensor(NDManager scope, float[] values, int rows, int size) {
    return Tensors.of(scope, values, npi.type(), rows, size);
  }

  /** {@code [2·layers·H, M]} → states of the layers. */
  private NpiCore.State state(NDManager scope, float[] values, int size) {
    int hiddenSize = npi.settings().hiddenSize();
    NDArray all =
        Tensors.of(scope, values, npi.type(), 2L * npi.core().layerCount(), 1, hiddenSize, size);
    var layers = new ArrayList<LstmLayer.State>();
    for (int i = 0; i < npi.core().layerCount(); i++) {
      layers.add(new LstmLayer.State(all.get(2L * i), all.get(2L * i + 1)));
    }
    return new NpiCore.State(layers);
  }

  private static float[] flat(NpiCore.State state) {
    var parts = new ArrayList<NDArray>();
    for (var layer : state.layers()) {
      parts.add(layer.hiddenState());
      parts.add(layer.cell());
    }
    try (NDArray all = Tensors.join(1, parts)) {
      return Tensors.floats(all);
    }
  }
}

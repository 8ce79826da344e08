package org.seedbed.dataparallel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Declares one seed's parameters {@code [1, P]} as the only DL4J parameter. Sets no values. */
final class ParametersInitializer implements ParamInitializer {
  static final String ROW = "row";

  private final int size;

  /**
   * @param size P
   */
  ParametersInitializer(int size) {
    this.size = size;
  }

  @Override
  public long numParams(NeuralNetConfiguration configuration) {
    return size;
  }

  @Override
  public long numParams(Layer layer) {
    return size;
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.of(ROW);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of(ROW);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return ROW.equals(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration configuration, INDArray view, boolean initialize) {
    configuration.addVariable(ROW);
    return named(view);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration configuration, INDArray view) {
    return named(view);
  }

  private Map<String, INDArray> named(INDArray view) {
    // DL4J modifies the map.
    var byName = new LinkedHashMap<String, INDArray>();
    byName.put(ROW, view.reshape(1, size));
    return byName;
  }
}

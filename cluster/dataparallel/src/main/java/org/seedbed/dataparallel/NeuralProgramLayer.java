package org.seedbed.dataparallel;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;

/**
 * A Seedbed model as a DL4J output layer. Its only parameter {@code [1, P]} holds the parameters of
 * one seed. The no-argument constructor is there because DL4J serializes the layer as JSON.
 */
public final class NeuralProgramLayer extends BaseLayer {
  private static final long serialVersionUID = 1L;

  private String experiment = "";

  /** For DL4J, which sets the fields. */
  public NeuralProgramLayer() {}

  private NeuralProgramLayer(Builder builder) {
    super(builder);
    experiment = builder.experiment;
  }

  /** Returns the experiment as YAML. */
  public String getExperiment() {
    return experiment;
  }

  /** For DL4J, which restores the layer from JSON. */
  public void setExperiment(String experiment) {
    this.experiment = experiment;
  }

  ExperimentModel<?> model() {
    return ExperimentModel.of(ExperimentFile.read(experiment, Map.of()));
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration configuration,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    var layer = new NeuralProgram<>(configuration, type, model());
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(configuration, parameters, initialize));
    layer.setConf(configuration);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return new ParametersInitializer(model().layout().size());
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.feedForward(1);
  }

  @Override
  public void setNIn(InputType input, boolean override) {
    // The number of parameters does not depend on the input size.
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public List<Regularization> getRegularizationByParam(String name) {
    return List.of();
  }

  @Override
  public boolean isPretrainParam(String name) {
    return false;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    throw new UnsupportedOperationException("DL4J cannot report PyTorch's memory");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NeuralProgramLayer that
        && super.equals(other)
        && experiment.equals(that.experiment);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), experiment);
  }

  /** Extends DL4J's builder, so that the network's defaults apply to the layer. */
  static final class Builder extends BaseLayer.Builder<Builder> {
    private final String experiment;

    Builder(String experiment) {
      this.experiment = experiment;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As DL4J declares it.
    public <L extends org.deeplearning4j.nn.conf.layers.Layer> L build() {
      return (L) new NeuralProgramLayer(this);
    }
  }
}

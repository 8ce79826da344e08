package org.seedbed.dataparallel;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.instrumentation.ObservedSteps;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.model.Backend;
import org.seedbed.model.population.GradientConditioning;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;

/**
 * The runtime layer of a {@link NeuralProgramLayer}. Its score is the loss of an {@link
 * EncodedStep} at K = 1. Its gradient is that of the loss, clipped and made noisy as in population
 * training. Native memory is freed after each call.
 *
 * @param <E> type of the examples
 */
final class NeuralProgram<E> extends BaseLayer<NeuralProgramLayer> implements IOutputLayer {
  private static final long serialVersionUID = 1L;

  private final transient ExperimentModel<E> experiment;
  private INDArray labels;

  NeuralProgram(
      NeuralNetConfiguration configuration,
      org.nd4j.linalg.api.buffer.DataType type,
      ExperimentModel<E> experiment) {
    super(configuration, type);
    this.experiment = experiment;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
    var gradient = new DefaultGradient(gradientsFlattened);
    gradient
        .gradientForVariable()
        .put(ParametersInitializer.ROW, gradientViews.get(ParametersInitializer.ROW));
    learn();
    // DL4J requires an input gradient, although no layer below uses it.
    return new Pair<>(
        gradient, workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, 1, 1));
  }

  /** Runs the forward and backward pass, and sets the score and the gradient. */
  private void learn() {
    var settings = experiment.experiment();
    Backend.start(settings.search().threads());
    var observed = new ObservedSteps(ProcessMetrics.current(), false);
    observed.stepStarts();
    var encoded = EncodedStep.of(input, experiment.task(), experiment.curriculum().levels());
    float[] row = params.get(ParametersInitializer.ROW).dup('c').data().asFloat();
    var member =
        new PopulationState.Member(
            0, -1, encoded.schedule(), row, new float[row.length], new float[row.length]);
    var state = new PopulationState(encoded.step(), List.of(member));
    try (var manager = Backend.newManager();
        var model = experiment.newModel(manager);
        var population = new Population(manager, experiment.layout(), state, DataType.FLOAT32);
        var tape = GradientTape.start(population.manager())) {
      var parameters = population.parameters(tape);
      var step = encoded.trainingStep(settings.dataSeed());
      NDArray losses = model.losses(parameters, encoded.batches(), step).values();
      tape.backward(losses);
      score = losses.toFloatArray()[0];
      gradientViews
          .get(ParametersInitializer.ROW)
          .assign(
              Nd4j.createFromArray(new float[][] {conditioned(population, parameters.gradient())}));
    }
    observed.stepTaken(1);
  }

  private float[] conditioned(Population population, NDArray gradient) {
    var settings = experiment.experiment();
    try (var scope = GradientTape.off(population.manager())) {
      gradient.attach(scope.manager());
      new GradientConditioning(List.of(settings.training().adam()), settings.dataSeed())
          .apply(population, gradient);
      return gradient.toFloatArray();
    }
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    return score;
  }

  @Override
  public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
    throw new UnsupportedOperationException("a step has one score");
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    return workspaces.leverageTo(ArrayType.ACTIVATIONS, Nd4j.scalar(score).reshape(1, 1));
  }

  @Override
  public boolean needsLabels() {
    return true;
  }

  @Override
  public void setLabels(INDArray labels) {
    this.labels = labels;
  }

  @Override
  public INDArray getLabels() {
    return labels;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }

  @Override
  public double f1Score(DataSet data) {
    throw notAClassifier();
  }

  @Override
  public double f1Score(INDArray examples, INDArray expected) {
    throw notAClassifier();
  }

  @Override
  @SuppressWarnings("deprecation")
  public int numLabels() {
    throw notAClassifier();
  }

  @Override
  public void fit(DataSetIterator iterator) {
    throw notAClassifier();
  }

  @Override
  public int[] predict(INDArray examples) {
    throw notAClassifier();
  }

  @Override
  public List<String> predict(DataSet data) {
    throw notAClassifier();
  }

  @Override
  public void fit(INDArray examples, INDArray expected) {
    throw notAClassifier();
  }

  @Override
  public void fit(DataSet data) {
    throw notAClassifier();
  }

  @Override
  public void fit(INDArray examples, int[] expected) {
    throw notAClassifier();
  }

  private static UnsupportedOperationException notAClassifier() {
    return new UnsupportedOperationException("a neural program is not a DL4J classifier");
  }
}

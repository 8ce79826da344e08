package org.seedbed.dataparallel;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.seedbed.model.population.Pace;
import org.seedbed.model.population.PopulationState.Lane;
import org.seedbed.restart.ExperimentFile;
import org.seedbed.restart.ExperimentModel;

/** One seed as a network of DL4J, brought in and out as a lane of a population. */
final class TrainingNetwork {
  private final ExperimentModel<?> experiment;
  private final MultiLayerNetwork network;

  TrainingNetwork(ExperimentModel<?> experiment, Lane lane) {
    this.experiment = experiment;
    var adam = experiment.experiment().training().adam();
    var configuration =
        new NeuralNetConfiguration.Builder()
            .updater(new AveragedAdam(adam))
            // The loss is a mean over the batch already.
            .miniBatch(false)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .list()
            .layer(new NeuralProgramLayer.Builder(yaml()).build())
            .build();
    network = new MultiLayerNetwork(configuration);
    network.init(row(lane.row()), true);
    var moments = Nd4j.concat(1, row(lane.firstMoment()), row(lane.secondMoment()));
    network.getUpdater().setStateViewArray(null, moments, false);
  }

  private String yaml() {
    return ExperimentFile.write(experiment.experiment());
  }

  private static INDArray row(float[] values) {
    return Nd4j.createFromArray(new float[][] {values});
  }

  /** What dl4j-spark trains. */
  MultiLayerNetwork network() {
    return network;
  }

  /** Sets where the next iterations stand. */
  void at(long iteration, Pace pace) {
    network.getLayerWiseConfigurations().setIterationCount(Math.toIntExact(iteration));
    network.setLearningRate(experiment.experiment().training().adam().learningRate() * pace.rate());
  }

  /** The seed as it is now. */
  Lane lane(long seed, Pace pace) {
    var moments = network.getUpdater().getStateViewArray();
    long size = moments.length() / 2;
    return new Lane(
        seed,
        -1,
        pace,
        values(network.params()),
        values(moments.get(NDArrayIndex.all(), NDArrayIndex.interval(0, size))),
        values(moments.get(NDArrayIndex.all(), NDArrayIndex.interval(size, 2 * size))));
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}

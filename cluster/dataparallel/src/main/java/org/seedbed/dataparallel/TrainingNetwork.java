package org.seedbed.dataparallel;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.population.PopulationState.Member;
import org.seedbed.model.population.ScheduleState;

/** One seed as a DL4J network. Converts to and from a member of a population. */
final class TrainingNetwork {
  private final ExperimentModel<?> experiment;
  private final MultiLayerNetwork network;

  TrainingNetwork(ExperimentModel<?> experiment, Member member) {
    this.experiment = experiment;
    var adam = experiment.experiment().training().adam();
    var configuration =
        new NeuralNetConfiguration.Builder()
            .updater(new AveragedAdam(adam))
            // The loss is already a mean over the batch.
            .miniBatch(false)
            .trainingWorkspaceMode(WorkspaceMode.NONE)
            .inferenceWorkspaceMode(WorkspaceMode.NONE)
            .list()
            .layer(new NeuralProgramLayer.Builder(yaml()).build())
            .build();
    network = new MultiLayerNetwork(configuration);
    network.init(row(member.parameters()), true);
    var moments = Nd4j.concat(1, row(member.firstMoment()), row(member.secondMoment()));
    network.getUpdater().setStateViewArray(null, moments, false);
  }

  private String yaml() {
    return ExperimentFile.write(experiment.experiment());
  }

  private static INDArray row(float[] values) {
    return Nd4j.createFromArray(new float[][] {values});
  }

  /** Returns the network that dl4j-spark trains. */
  MultiLayerNetwork network() {
    return network;
  }

  /** Sets the iteration number and the learning rate of the next iterations. */
  void at(long iteration, ScheduleState schedule) {
    network.getLayerWiseConfigurations().setIterationCount(Math.toIntExact(iteration));
    network.setLearningRate(
        experiment.experiment().training().adam().learningRate() * schedule.rate());
  }

  /** Returns the current state of the seed. */
  Member member(long seed, ScheduleState schedule) {
    var moments = network.getUpdater().getStateViewArray();
    long size = moments.length() / 2;
    return new Member(
        seed,
        -1,
        schedule,
        values(network.params()),
        values(moments.get(NDArrayIndex.all(), NDArrayIndex.interval(0, size))),
        values(moments.get(NDArrayIndex.all(), NDArrayIndex.interval(size, 2 * size))));
  }

  private static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}

package org.seedbed.model.neuralgpu;

import java.util.ArrayList;
import java.util.List;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.ParameterPacking;

/**
 * The term of the loss that pulls the sets of parameters together: the squared distance of each set
 * from their mean (original paper, section 3). Works on packed parameters of one seed.
 */
final class RelaxationPull {
  private final List<List<Matrix>> sets = new ArrayList<>();

  RelaxationPull(NeuralGpuSettings settings, ParameterPacking packing) {
    for (int layer = 0; layer < settings.layers(); layer++) {
      for (var parameter : GatedUnit.parameters("", settings)) {
        var own = new ArrayList<Matrix>();
        for (int set = 0; set < settings.relaxation().sets(); set++) {
          own.add(packing.matrix(NeuralGpu.unit(layer, set) + parameter.name()));
        }
        sets.add(own);
      }
    }
  }

  /**
   * Returns the squared distance, and adds its gradient.
   *
   * @param weight factor on the gradient
   */
  double add(float[] parameters, int at, float[] gradient, int gradientAt, double weight) {
    double distance = 0;
    for (var own : sets) {
      for (int i = 0; i < own.get(0).packedSize(); i++) {
        double sum = 0;
        for (var matrix : own) {
          sum += parameters[at + matrix.at() + i];
        }
        double mean = sum / own.size();
        for (var matrix : own) {
          double apart = parameters[at + matrix.at() + i] - mean;
          distance += apart * apart;
          gradient[gradientAt + matrix.at() + i] += (float) (2 * weight * apart);
        }
      }
    }
    return distance;
  }
}

package org.seedbed.model.terpret;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.seedbed.task.Level;

/** Distributions as plain arrays of 64-bit floats: the oracle of the machines' mathematics. */
final class ReferenceDistributions implements Algebra<double[]> {
  @Override
  public double[] constant(int value, int size) {
    double[] distribution = new double[size];
    distribution[value] = 1;
    return distribution;
  }

  @Override
  public double[] choose(double[] index, List<double[]> options) {
    double[] sum = new double[options.get(0).length];
    for (int i = 0; i < index.length; i++) {
      for (int value = 0; value < sum.length; value++) {
        sum[value] += index[i] * options.get(i)[value];
      }
    }
    return sum;
  }

  @Override
  public double[] rotate(double[] v, int by) {
    double[] rotated = new double[v.length];
    for (int value = 0; value < v.length; value++) {
      rotated[Math.floorMod(value + by, v.length)] = v[value];
    }
    return rotated;
  }

  @Override
  public int size(double[] v) {
    return v.length;
  }

  /** Returns the outputs' distributions of a program of distributions. */
  <E> List<double[]> outputs(
      Machine<E> machine, Level level, E example, Map<String, List<double[]>> program) {
    var inputs = new ArrayList<double[]>();
    for (int value : machine.input(example)) {
      inputs.add(constant(value, machine.inputs(level).values()));
    }
    return machine.run(this, level, inputs, program);
  }

  /** Returns −Σ log p(observed), a mean over examples, less the weighted entropies. */
  <E> double loss(
      Machine<E> machine, Level level, List<E> examples, double[] logits, double entropyWeight) {
    var program = softmax(machine, logits);
    double sum = 0;
    for (var example : examples) {
      var outputs = outputs(machine, level, example, program);
      int[] expected = machine.expected(example);
      for (int i = 0; i < expected.length; i++) {
        if (expected[i] != Machine.NOT_OBSERVED) {
          sum -= Math.log(outputs.get(i)[expected[i]]) / examples.size();
        }
      }
    }
    for (var all : program.values()) {
      for (double[] distribution : all) {
        for (double p : distribution) {
          sum += entropyWeight * p * Math.log(p);
        }
      }
    }
    return sum;
  }

  private static Map<String, List<double[]>> softmax(Machine<?> machine, double[] logits) {
    var program = new HashMap<String, List<double[]>>();
    int at = 0;
    for (var parameter : machine.parameters()) {
      var all = new ArrayList<double[]>();
      for (int i = 0; i < parameter.count(); i++) {
        double[] p = new double[parameter.values()];
        double sum = 0;
        for (int value = 0; value < p.length; value++) {
          p[value] = Math.exp(logits[at++]);
          sum += p[value];
        }
        for (int value = 0; value < p.length; value++) {
          p[value] /= sum;
        }
        all.add(p);
      }
      program.put(parameter.name(), all);
    }
    return program;
  }
}

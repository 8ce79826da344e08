package org.seedbed.model.ntm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.seedbed.model.ntm.NtmSettings.FirstMemory;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.recurrent.Lstm;
import org.seedbed.model.recurrent.RecurrentNetwork;
import org.seedbed.model.recurrent.VectorAlgebra;

/**
 * A Neural Turing Machine with an LSTM controller, whose input is joined by what was last read
 * (Graves et al., 2014, section 3). A step reads the memory, then writes to it; the output is
 * linear in the controller's state and what was read.
 *
 * @param inputs I
 * @param outputs O
 */
record Ntm(NtmSettings settings, int inputs, int outputs) implements RecurrentNetwork {
  static final String GATES = "controller/gates";
  static final String FIRST_HIDDEN = "controller/first-hidden";
  static final String FIRST_CELL = "controller/first-cell";
  static final String READ_HEAD = "read/head";
  static final String FIRST_READ = "read/first";
  static final String FIRST_READ_WEIGHTS = "read/first-weights";
  static final String WRITE_HEAD = "write/head";
  static final String FIRST_WRITE_WEIGHTS = "write/first-weights";
  static final String MEMORY = "memory";
  static final String OUTPUT = "output";

  private static final double FIRST_CONSTANT = 1e-6;

  /** Squares of the constant memory's cells are larger by far. */
  static final float EPSILON = 1e-16f;

  @Override
  public ParameterLayout layout() {
    int h = settings.controllerSize();
    int w = settings.cellSize();
    int n = settings.cells();
    var state = new Initializer.Uniform(0.1);
    var parameters = new ArrayList<Parameter>();
    parameters.add(Lstm.parameter(GATES, inputs + w, h));
    parameters.add(vector(FIRST_HIDDEN, h, state));
    parameters.add(vector(FIRST_CELL, h, state));
    parameters.add(Parameter.dense(READ_HEAD, h, Head.rows(w)));
    parameters.add(vector(FIRST_READ, w, state));
    parameters.add(Parameter.dense(WRITE_HEAD, h, Head.rows(w) + 2 * w));
    if (settings.learntAddresses()) {
      parameters.add(vector(FIRST_READ_WEIGHTS, n, state));
      parameters.add(vector(FIRST_WRITE_WEIGHTS, n, state));
    }
    if (settings.memory() != FirstMemory.CONSTANT) {
      var first =
          settings.memory() == FirstMemory.LEARNT_CONSTANT
              ? new Initializer.Constant(FIRST_CONSTANT)
              : new Initializer.Uniform(1 / Math.sqrt(n + w));
      parameters.add(vector(MEMORY, n * w, first));
    }
    parameters.add(Parameter.dense(OUTPUT, h + w, outputs));
    return new ParameterLayout(parameters);
  }

  private static Parameter vector(String name, int rows, Initializer initial) {
    return new Parameter(name, List.of(rows, 1), initial);
  }

  @Override
  public <V> Run<V> start(VectorAlgebra<V> algebra) {
    return new MachineRun<>(settings, algebra);
  }

  private static final class MachineRun<V> implements Run<V> {
    private final NtmSettings settings;
    private final VectorAlgebra<V> algebra;
    private final Lstm<V> controller;
    private final Head<V> reading;
    private final Head<V> writing;
    private V memory; // [N, W]
    private V read; // [W]

    MachineRun(NtmSettings settings, VectorAlgebra<V> algebra) {
      this.settings = settings;
      this.algebra = algebra;
      this.controller =
          new Lstm<>(
              algebra,
              GATES,
              algebra.tanh(algebra.learnt(FIRST_HIDDEN)),
              Optional.of(algebra.learnt(FIRST_CELL)));
      this.reading = new Head<>(algebra, settings.cellSize(), firstWeights(FIRST_READ_WEIGHTS));
      this.writing = new Head<>(algebra, settings.cellSize(), firstWeights(FIRST_WRITE_WEIGHTS));
      this.memory = firstMemory();
      this.read = algebra.tanh(algebra.learnt(FIRST_READ));
    }

    private V firstWeights(String name) {
      return settings.learntAddresses()
          ? algebra.softmax(algebra.learnt(name))
          : algebra.constant(new float[settings.cells()]);
    }

    private V firstMemory() {
      return switch (settings.memory()) {
        case CONSTANT -> {
          float[] all = new float[settings.cells() * settings.cellSize()];
          Arrays.fill(all, (float) FIRST_CONSTANT);
          yield algebra.constant(all);
        }
        case RANDOM -> algebra.fixed(MEMORY);
        case LEARNT_CONSTANT, LEARNT -> algebra.learnt(MEMORY);
      };
    }

    @Override
    public V next(V input) {
      int w = settings.cellSize();
      var hidden = controller.next(algebra.join(List.of(input, read)));
      var toRead = clipped(algebra.dense(READ_HEAD, hidden));
      var toWrite = clipped(algebra.dense(WRITE_HEAD, hidden));
      read = algebra.read(reading.next(memory, toRead), memory);
      var weights = writing.next(memory, algebra.range(toWrite, 0, Head.rows(w)));
      var erased = algebra.sigmoid(algebra.range(toWrite, Head.rows(w), w));
      var added = algebra.tanh(algebra.range(toWrite, Head.rows(w) + w, w));
      memory = algebra.eraseAndAdd(memory, weights, erased, added);
      return clipped(algebra.dense(OUTPUT, algebra.join(List.of(hidden, read))));
    }

    private V clipped(V x) {
      float most = (float) settings.clip();
      return algebra.clip(x, -most, most);
    }
  }
}

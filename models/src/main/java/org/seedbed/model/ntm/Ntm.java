package org.seedbed.model.ntm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.seedbed.model.ntm.NtmSettings.FirstMemory;
import org.seedbed.model.population.Initializer;
import org.seedbed.model.population.Parameter;
import org.seedbed.model.population.ParameterLayout;
import org.seedbed.model.recurrent.Lstm;
import org.seedbed.model.recurrent.RecurrentNetwork;
import org.seedbed.model.recurrent.VectorAlgebra;

/**
 * A Neural Turing Machine with an LSTM controller, whose input is joined by what was last read
 * (Graves et al., 2014, section 3). A step reads the memory, then writes to it; all heads erase
 * before any adds (section 3.2). The output is linear in the controller's state and what was read.
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
    int readers = settings.readHeads();
    int writers = settings.writeHeads();
    var state = new Initializer.Uniform(0.1);
    var parameters = new ArrayList<Parameter>();
    parameters.add(Lstm.parameter(GATES, inputs + readers * w, h));
    parameters.add(vector(FIRST_HIDDEN, h, state));
    parameters.add(vector(FIRST_CELL, h, state));
    for (int i = 0; i < readers; i++) {
      parameters.add(Parameter.dense(named(READ_HEAD, i), h, Head.rows(w)));
      parameters.add(vector(named(FIRST_READ, i), w, state));
    }
    for (int i = 0; i < writers; i++) {
      parameters.add(Parameter.dense(named(WRITE_HEAD, i), h, Head.rows(w) + 2 * w));
    }
    if (settings.learntAddresses()) {
      for (int i = 0; i < readers; i++) {
        parameters.add(vector(named(FIRST_READ_WEIGHTS, i), n, state));
      }
      for (int i = 0; i < writers; i++) {
        parameters.add(vector(named(FIRST_WRITE_WEIGHTS, i), n, state));
      }
    }
    if (settings.memory() != FirstMemory.CONSTANT) {
      var first =
          settings.memory() == FirstMemory.LEARNT_CONSTANT
              ? new Initializer.Constant(FIRST_CONSTANT)
              : new Initializer.Uniform(1 / Math.sqrt(n + w));
      parameters.add(vector(MEMORY, n * w, first));
    }
    parameters.add(Parameter.dense(OUTPUT, h + readers * w, outputs));
    return new ParameterLayout(parameters);
  }

  /** Returns the name of a head's parameter. The first head's is that of a machine with one. */
  private static String named(String name, int head) {
    return head == 0 ? name : name + "/" + head;
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
    private final List<Head<V>> reading;
    private final List<Head<V>> writing;
    private V memory; // [N, W]
    private List<V> read; // [W] of each head that reads

    MachineRun(NtmSettings settings, VectorAlgebra<V> algebra) {
      this.settings = settings;
      this.algebra = algebra;
      this.controller =
          new Lstm<>(
              algebra,
              GATES,
              algebra.tanh(algebra.learnt(FIRST_HIDDEN)),
              Optional.of(algebra.learnt(FIRST_CELL)));
      this.reading = heads(settings.readHeads(), FIRST_READ_WEIGHTS);
      this.writing = heads(settings.writeHeads(), FIRST_WRITE_WEIGHTS);
      this.memory = firstMemory();
      this.read =
          IntStream.range(0, settings.readHeads())
              .mapToObj(i -> algebra.tanh(algebra.learnt(named(FIRST_READ, i))))
              .toList();
    }

    private List<Head<V>> heads(int count, String firstWeights) {
      return IntStream.range(0, count)
          .mapToObj(
              i -> new Head<>(algebra, settings.cellSize(), firstWeights(named(firstWeights, i))))
          .toList();
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
      var hidden = controller.next(joined(input, read));
      read =
          IntStream.range(0, reading.size())
              .mapToObj(i -> reading.get(i).next(memory, ofHead(READ_HEAD, i, hidden)))
              .map(weights -> algebra.read(weights, memory))
              .toList();
      var writes =
          IntStream.range(0, writing.size())
              .mapToObj(i -> write(writing.get(i), ofHead(WRITE_HEAD, i, hidden)))
              .toList();
      memory = written(writes);
      return clipped(algebra.dense(OUTPUT, joined(hidden, read)));
    }

    private V ofHead(String name, int head, V hidden) {
      return clipped(algebra.dense(named(name, head), hidden));
    }

    private V joined(V first, List<V> others) {
      return algebra.join(Stream.concat(Stream.of(first), others.stream()).toList());
    }

    private Write<V> write(Head<V> head, V parameters) {
      int w = settings.cellSize();
      var weights = head.next(memory, algebra.range(parameters, 0, Head.rows(w)));
      var erased = algebra.sigmoid(algebra.range(parameters, Head.rows(w), w));
      var added = algebra.tanh(algebra.range(parameters, Head.rows(w) + w, w));
      return new Write<>(weights, erased, added);
    }

    /** All heads erase before any adds; the last to erase adds at once. */
    private V written(List<Write<V>> writes) {
      int last = writes.size() - 1;
      var others = writes.subList(0, last);
      var changed = memory;
      for (var other : others) {
        changed = algebra.eraseAndAdd(changed, other.weights, other.erased, nothing());
      }
      var write = writes.get(last);
      changed = algebra.eraseAndAdd(changed, write.weights, write.erased, write.added);
      for (var other : others) {
        changed = algebra.eraseAndAdd(changed, other.weights, nothing(), other.added);
      }
      return changed;
    }

    private V nothing() {
      return algebra.constant(new float[settings.cellSize()]);
    }

    private V clipped(V x) {
      float most = (float) settings.clip();
      return algebra.clip(x, -most, most);
    }

    /** What a head writes: to which cells, what it erases and what it adds. */
    private record Write<V>(V weights, V erased, V added) {}
  }
}

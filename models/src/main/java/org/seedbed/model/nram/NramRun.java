package org.seedbed.model.nram;

import static org.seedbed.model.population.Tensors.join;
import static org.seedbed.model.population.Tensors.sumOfProducts;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.seedbed.model.population.Tensors;

/**
 * Registers and memory of a run of K seeds on B examples: distributions {@code [R, M, L]} and
 * {@code [M cells, M values, L]}. An instance serves one {@link
 * org.seedbed.model.population.GradientTape}, whose manager owns its tensors.
 *
 * <p>Selectors choose among the registers, then the modules' outputs in order. One operation
 * weights the registers and READ for all selectors. ZERO, ONE and TWO need no product, because
 * their weights already are the distribution. Later outputs are weighted as they are computed. With
 * another list of modules than the paper's, that operation weights the registers alone.
 */
final class NramRun {
  private static final int CONSTANTS = 3;

  /** The paper's modules after READ and the constants. */
  private static final List<Module> LATE =
      Module.ALL.subList(Module.INC.position(), Module.ALL.size());

  private final SelectorLayout layout;
  private final ModularConstants modular;
  private final Circuit circuit;
  private final NDArray blank; // [S' − 1, M − 3, L] of the last run of the modules
  private final NDArray zero; // [1, M, L]
  private final NDArray constants; // [3, M, L]
  private final List<Integer> runs;
  private final int width;
  private NDArray registers; // [R, M, L]
  private NDArray memory; // [M, M, L]

  NramRun(
      NDManager manager,
      SelectorLayout layout,
      ModularConstants modular,
      NDArray memory,
      int width) {
    this.layout = layout;
    this.runs = layout.selectorsOfRuns();
    this.modular = modular;
    this.circuit = new Circuit(modular);
    this.memory = memory;
    this.width = width;
    int m = modular.modulus();
    long lanes = memory.size(2);
    int last = runs.get(runs.size() - 1);
    this.blank = manager.zeros(new Shape(last - 1, m - CONSTANTS, lanes), memory.getDataType());
    this.zero = owned(manager, modular.zero().broadcast(1, m, lanes));
    this.constants = constants(manager, m);
    // Every register starts at 0 with certainty.
    this.registers = owned(manager, modular.zero().broadcast(layout.registers(), m, lanes));
  }

  private NDArray constants(NDManager manager, int m) {
    try (NDArray noughts = zero.reshape(m, -1);
        NDArray ones = circuit.increment(noughts);
        NDArray twos = circuit.increment(ones);
        NDArray rows = join(0, noughts, ones, twos)) {
      return owned(manager, rows.reshape(CONSTANTS, m, -1));
    }
  }

  private static NDArray owned(NDManager manager, NDArray view) {
    view.attach(manager);
    return view;
  }

  NDArray memory() {
    return memory;
  }

  DataType type() {
    return memory.getDataType();
  }

  /** P(register = 0), the controller's only input: {@code [K, R, B]}. */
  NDArray zeros() {
    try (NDList parts = registers.split(new long[] {1}, 1);
        NDArray rows = parts.get(0).reshape(layout.registers(), width, -1)) {
      return rows.transpose(1, 0, 2);
    }
  }

  /** Runs one time step with the selectors {@code [S, C, L]}. */
  void advance(NDArray selectors) {
    var parts = Tensors.split(selectors, 0, runs);
    NDArray known = registers;
    for (int run = 0; run < runs.size(); run++) {
      try (NDArray before = known) {
        boolean last = run + 1 == runs.size();
        known =
            layout.modules().equals(Module.ALL)
                ? runModules(parts.get(run), before, last)
                : runList(parts.get(run), before, last);
      }
    }
    if (runs.size() > 1) {
      parts.forEach(NDArray::close);
    }
    registers = known;
  }

  /**
   * Runs the paper's list of modules once.
   *
   * @param selectors those of the modules' arguments, and of the registers after the last run,
   *     {@code [S', C, L]}
   * @param known registers and outputs of earlier runs, {@code [n, M, L]}
   * @return the registers' next values after the last run, else all that is known now
   */
  private NDArray runModules(NDArray selectors, NDArray known, boolean last) {
    long early = known.size(0) + 1;
    try (NDList byModule = selectors.split(new long[] {1}, 0);
        NDArray read = read(byModule.get(0), known);
        NDArray earlyValues = join(0, known, read); // [n + 1, M, L]
        NDList parts = byModule.get(1).split(new long[] {early, early + CONSTANTS}, 1);
        NDArray weighed = weigh(parts.get(0), earlyValues); // [S' − 1, M, L]
        NDArray padding = Tensors.slice(blank, 0, 0, selectors.size(0) - 1);
        NDArray integers = join(1, parts.get(1), padding); // [S' − 1, M, L]
        NDArray sums = weighed.add(integers)) {
      return inOrder(LATE, sums, parts.get(2), List.of(earlyValues, constants), last);
    }
  }

  /** Runs any list of modules once; see {@link #runModules}. */
  private NDArray runList(NDArray selectors, NDArray known, boolean last) {
    try (NDList parts = selectors.split(new long[] {known.size(0)}, 1);
        NDArray weighed = weigh(parts.get(0), known)) { // [S', M, L]
      return inOrder(layout.modules(), weighed, parts.get(1), List.of(known), last);
    }
  }

  /**
   * Runs modules one after the other.
   *
   * @param sums early values, weighted for each selector, {@code [S', M, L]}
   * @param late the selectors' weights of these modules' outputs
   * @param early values that are known before
   */
  private NDArray inOrder(
      List<Module> modules, NDArray sums, NDArray late, List<NDArray> early, boolean last) {
    long[] ends = ends(modules, last);
    try (NDList sumsByModule = sums.split(ends, 0);
        NDList lateByModule = late.split(ends, 0)) {
      var outputs = new ArrayList<NDArray>();
      int block = 0;
      for (var module : modules) {
        if (module.arguments() == 0) {
          outputs.add(constant(module));
          continue;
        }
        try (NDArray arguments =
            select(sumsByModule.get(block), lateByModule.get(block), outputs)) {
          outputs.add(act(module, arguments));
        }
        block++;
      }
      NDArray next =
          last
              ? select(sumsByModule.get(block), lateByModule.get(block), outputs)
              : joined(early, outputs);
      outputs.stream().filter(output -> output != zero).forEach(NDArray::close);
      return next;
    }
  }

  private NDArray constant(Module module) {
    int at = module.position() - Module.ZERO.position();
    return Tensors.slice(constants, 0, at, at + 1);
  }

  private static NDArray joined(List<NDArray> early, List<NDArray> outputs) {
    var parts = new ArrayList<>(early);
    parts.addAll(outputs);
    return join(0, parts);
  }

  /** Boundaries of the selectors of each module with arguments, and of all registers. */
  private static long[] ends(List<Module> modules, boolean registersFollow) {
    long[] ends =
        modules.stream().mapToLong(Module::arguments).filter(count -> count > 0).toArray();
    Arrays.parallelPrefix(ends, Long::sum);
    return registersFollow ? ends : Arrays.copyOf(ends, ends.length - 1);
  }

  private NDArray read(NDArray selector, NDArray known) {
    try (NDList parts = selector.split(new long[] {known.size(0)}, 1);
        NDArray pointer = weigh(parts.get(0), known)) { // [1, M, L]
      return act(Module.READ, pointer);
    }
  }

  /** Σ_j selectors[s, j]·values[j]: {@code [S', n, L]}, {@code [n, M, L]} → {@code [S', M, L]}. */
  private static NDArray weigh(NDArray selectors, NDArray values) {
    long n = values.size(0);
    try (NDArray weights = selectors.reshape(selectors.size(0), n, 1, -1);
        NDArray table = values.reshape(1, n, values.size(1), -1)) {
      return sumOfProducts(weights, table, 1);
    }
  }

  /** Returns the selectors' choice among early values, already weighted, and later outputs. */
  private static NDArray select(NDArray early, NDArray late, List<NDArray> outputs) {
    if (outputs.isEmpty()) {
      return early.reshape(early.getShape());
    }
    int known = outputs.size();
    try (NDArray values = join(0, outputs);
        NDList parts = known < late.size(1) ? late.split(new long[] {known}, 1) : new NDList(late);
        NDArray weighed = weigh(parts.get(0), values)) {
      return early.add(weighed);
    }
  }

  /** Returns the module's output {@code [1, M, L]} for arguments {@code [A, M, L]}. */
  private NDArray act(Module module, NDArray arguments) {
    int m = modular.modulus();
    try (NDList parts = arguments.split(module.arguments(), 0)) {
      NDArray a = parts.get(0).reshape(m, -1);
      NDArray b = module.arguments() == 2 ? parts.get(1).reshape(m, -1) : a;
      if (module == Module.WRITE) {
        NDArray written = circuit.write(memory, a, b);
        memory.close();
        memory = written;
        return zero;
      }
      try (a;
          b;
          NDArray output =
              switch (module) {
                case READ -> circuit.read(memory, a);
                case INC -> circuit.increment(a);
                case ADD -> circuit.add(a, b);
                case SUB -> circuit.subtract(a, b);
                case DEC -> circuit.decrement(a);
                case LESS_THAN -> circuit.lessThan(a, b);
                case LESS_OR_EQUAL -> circuit.lessOrEqual(a, b);
                case EQUAL -> circuit.equal(a, b);
                case MIN -> circuit.min(a, b);
                case MAX -> circuit.max(a, b);
                case ZERO, ONE, TWO, WRITE ->
                    throw new IllegalStateException(module + " is not handled here");
              }) {
        return output.reshape(1, m, -1);
      }
    }
  }
}

package org.seedbed.engine.program;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.seedbed.engine.kernel.Lanes;

/**
 * Turns a recording into a program, once: decides which results share memory, derives the backward
 * pass with its zero-fills, and places values and gradients in one arena by their lifetimes.
 *
 * <p>Operation i of n runs at time i forward and at 2n − i backward.
 */
final class Compiler {
  private final List<Operation> operations;
  private final List<Tensor> inputs;
  private final List<Recording.Constant> constants;
  private final Optional<Tensor> loss;
  private final List<Tensor> outputs;
  private final int count;
  private final List<Program.Step> backward = new ArrayList<>();
  private final Map<Operation, boolean[]> accumulates = new HashMap<>();
  private final Set<Storage> roots = new LinkedHashSet<>();
  private final Map<Matrix, Integer> biasPartials = new HashMap<>();
  private int scratchAt;

  Compiler(
      List<Operation> operations,
      List<Tensor> inputs,
      List<Recording.Constant> constants,
      Optional<Tensor> loss,
      List<Tensor> outputs) {
    this.operations = List.copyOf(operations);
    this.inputs = List.copyOf(inputs);
    this.constants = List.copyOf(constants);
    this.loss = loss;
    this.outputs = outputs;
    this.count = operations.size();
  }

  Program program() {
    placeParts();
    reuseInputs();
    collectRoots();
    forwardLifetimes();
    loss.ifPresent(this::deriveBackward);
    int size = place();
    bind();
    return new Program(
        operations.toArray(new Operation[0]),
        backward.toArray(new Program.Step[0]),
        loss.map(this::placeOf),
        new Program.Layout(size, biasPartials, constants, this::placeOf));
  }

  /** Computes parts of a joined tensor where they will be joined, if nothing else claims them. */
  private void placeParts() {
    for (var operation : operations) {
      if (!operation.joins()) {
        continue;
      }
      for (int k = 0; k < operation.inputs().size(); k++) {
        var part = operation.inputs().get(k);
        var storage = part.storage();
        if (part.isWhole() && storage.kind == Storage.Kind.RESULT && storage.isRoot()) {
          storage.placeWithin(
              operation.output().storage(), operation.joinedRow(k), operation.joinedLane(k));
        }
      }
    }
  }

  /** Lets results take the memory of an input that nothing reads any more. */
  private void reuseInputs() {
    for (int i = 0; i < count; i++) {
      var operation = operations.get(i);
      int at = i;
      operation.reusableInput().filter(k -> isFree(at, k)).ifPresent(k -> reuse(operation, k));
    }
  }

  private static void reuse(Operation operation, int k) {
    var input = operation.inputs().get(k);
    var root = input.storage().root();
    operation.output().storage().placeWithin(root, input.rootRow(0), input.rootLane());
  }

  private boolean isFree(int at, int k) {
    var operation = operations.get(at);
    var input = operation.inputs().get(k);
    boolean fits =
        input.storage().kind == Storage.Kind.RESULT
            && operation.output().storage().isRoot()
            && input.rowStep() == 1
            && input.rows() == operation.output().rows()
            && !operation.readsInput(k)
            && outputs.stream().noneMatch(input::overlaps);
    if (!fits) {
      return false;
    }
    for (int j = 0; j < count; j++) {
      var other = operations.get(j);
      if (other.output().overlaps(input) && (j > at || (loss.isPresent() && other.readsOutput()))) {
        return false;
      }
      for (int l = 0; l < other.inputs().size(); l++) {
        boolean isThis = j == at && l == k;
        boolean blocks = j >= at || (loss.isPresent() && other.readsInput(l));
        if (!isThis && blocks && other.inputs().get(l).overlaps(input)) {
          return false;
        }
      }
    }
    return true;
  }

  private void collectRoots() {
    inputs.forEach(tensor -> roots.add(tensor.storage().root()));
    constants.forEach(constant -> roots.add(constant.tensor().storage().root()));
    for (var operation : operations) {
      addRoot(operation.output().storage());
      operation.inputs().forEach(input -> addRoot(input.storage()));
    }
  }

  private void addRoot(Storage storage) {
    var root = storage.root();
    roots.add(root);
    root.differentiable |= storage.differentiable;
  }

  private void forwardLifetimes() {
    int end = 2 * count + 1;
    for (int i = 0; i < count; i++) {
      var operation = operations.get(i);
      operation.output().storage().root().value.use(i);
      for (var input : operation.inputs()) {
        input.storage().root().value.use(i);
      }
    }
    for (var root : roots) {
      if (root.kind != Storage.Kind.RESULT) {
        root.value.use(-1);
        root.value.use(end);
      }
    }
    outputs.forEach(tensor -> tensor.storage().root().value.use(end));
    loss.ifPresent(tensor -> tensor.storage().root().value.use(count));
  }

  private void deriveBackward(Tensor ofLoss) {
    ofLoss.storage().root().write(ofLoss);
    ofLoss.storage().root().gradient.use(count);
    for (int i = count - 1; i >= 0; i--) {
      derive(operations.get(i), 2 * count - i);
    }
  }

  private void derive(Operation operation, int time) {
    var output = operation.output();
    var root = output.storage().root();
    if (!output.storage().differentiable || !root.isPartlyWritten(output)) {
      return;
    }
    zeroRest(output, time);
    root.gradient.use(time);
    if (operation.readsOutput()) {
      root.value.use(time);
    }
    boolean[] adds = new boolean[operation.inputs().size()];
    accumulates.put(operation, adds);
    for (int k = 0; k < adds.length; k++) {
      var input = operation.inputs().get(k);
      var of = input.storage().root();
      if (operation.readsInput(k)) {
        of.value.use(time);
      }
      if (!input.storage().differentiable || sharesMemory(operation, k)) {
        continue;
      }
      adds[k] = !operation.storesGradient(k) || of.isPartlyWritten(input);
      if (adds[k]) {
        zeroRest(input, time);
      }
      of.write(input);
      of.gradient.use(time);
    }
    backward.add(operation::backward);
  }

  /** Whether input {@code k} is part of the output's memory, so that their gradients are one. */
  private static boolean sharesMemory(Operation operation, int k) {
    var input = operation.inputs().get(k);
    var output = operation.output();
    if (operation.joins()) {
      return input.storage().root() == output.storage().root()
          && input.rootRow(0) == output.rootRow(operation.joinedRow(k))
          && input.rootLane() == output.rootLane() + operation.joinedLane(k);
    }
    return operation.reusableInput().filter(reused -> reused == k).isPresent()
        && input.overlaps(output);
  }

  /** Sets the blocks of a gradient to zero that no operation has written yet. */
  private void zeroRest(Tensor view, int time) {
    var root = view.storage().root();
    root.gradient.use(time);
    int from = -1;
    int to = -1;
    for (int block : root.unwritten(view)) {
      // Blocks that follow each other, or have only padding between them, are one fill.
      if (from < 0 || block - to > root.blocksBetweenRows()) {
        addFill(root, from, to);
        from = block;
      }
      to = block + 1;
    }
    addFill(root, from, to);
    root.write(view);
  }

  private void addFill(Storage root, int from, int to) {
    if (to > from) {
      int size = (to - from) * Lanes.BLOCK;
      backward.add(arena -> arena.fill(root.gradient.at + from * Lanes.BLOCK, size, 0));
    }
  }

  private record Block(Storage.Lifetime lifetime, int size) {}

  /** Places everything; returns the size of the arena in floats. */
  private int place() {
    int top = Arena.ORIGIN;
    for (var operation : operations) {
      for (var matrix : operation.matrices()) {
        if (loss.isPresent() && matrix.bias() && !biasPartials.containsKey(matrix)) {
          biasPartials.put(matrix, top);
          top += matrix.rows() * Lanes.BLOCK;
        }
      }
    }
    scratchAt = top;
    int scratch = operations.stream().mapToInt(Operation::scratchSize).max().orElse(0);
    top += loss.isPresent() ? Lanes.padded(scratch) : 0;
    var blocks = new ArrayList<Block>();
    for (var root : roots) {
      if (root.value.isUsed()) {
        blocks.add(new Block(root.value, root.size()));
      }
      if (root.gradient.isUsed()) {
        blocks.add(new Block(root.gradient, root.size()));
      }
    }
    blocks.sort(
        Comparator.comparingInt((Block block) -> -block.size())
            .thenComparingInt(block -> block.lifetime().first));
    int size = top;
    var placed = new ArrayList<Block>();
    for (var block : blocks) {
      block.lifetime().at = lowestGap(block, placed, top);
      size = Math.max(size, block.lifetime().at + block.size());
      placed.add(block);
      placed.sort(Comparator.comparingInt(other -> other.lifetime().at));
    }
    return size - Arena.ORIGIN;
  }

  private static int lowestGap(Block block, List<Block> placed, int from) {
    int at = from;
    for (var other : placed) {
      if (other.lifetime().overlaps(block.lifetime())) {
        if (other.lifetime().at - at >= block.size()) {
          break;
        }
        at = Math.max(at, other.lifetime().at + other.size());
      }
    }
    return at;
  }

  private void bind() {
    for (var operation : operations) {
      int n = operation.inputs().size();
      boolean[] adds = accumulates.getOrDefault(operation, new boolean[n]);
      var places = new Place[n];
      for (int k = 0; k < n; k++) {
        places[k] = place(operation.inputs().get(k), adds[k]);
      }
      operation.bind(
          places,
          place(operation.output(), false),
          scratchAt,
          operation.matrices().stream().mapToInt(m -> biasPartials.getOrDefault(m, -1)).toArray());
    }
  }

  private Place placeOf(Tensor tensor) {
    return place(tensor, false);
  }

  private Place place(Tensor tensor, boolean adds) {
    var root = tensor.storage().root();
    int offset = tensor.rootRow(0) * root.stride + tensor.rootLane();
    boolean hasGradient =
        loss.isPresent() && tensor.storage().differentiable && root.gradient.isUsed();
    return new Place(
        root.value.at + offset,
        hasGradient ? root.gradient.at + offset : -1,
        tensor.rowStep() * root.stride,
        tensor.rows(),
        tensor.lanes(),
        adds);
  }
}

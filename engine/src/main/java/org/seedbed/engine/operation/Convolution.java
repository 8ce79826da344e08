package org.seedbed.engine.operation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.seedbed.engine.kernel.Lanes;
import org.seedbed.engine.kernel.MatrixProduct;
import org.seedbed.engine.program.Arena;
import org.seedbed.engine.program.Axis;
import org.seedbed.engine.program.Matrix;
import org.seedbed.engine.program.Operation;
import org.seedbed.engine.program.Place;
import org.seedbed.engine.program.Tensor;

/**
 * Convolutions of the same input by several filters of {@code t} taps: {@code [positions + t − 1,
 * maps]} → {@code [filters, positions, outputs]}. Position p of the output is W·x + b, where x is
 * positions p … p + t − 1 of the input.
 */
public final class Convolution extends Operation {
  /** Lanes that the backward pass transposes at a time. */
  private static final int CHUNK = 64;

  private final List<Filter> filters;
  private final int positions;
  private final int maps;
  private final int outputs;

  /**
   * A kernel and its bias.
   *
   * @param kernel matrix of t taps, without a bias
   * @param bias matrix without columns
   */
  public record Filter(Matrix kernel, Optional<Matrix> bias) {
    public Filter {
      if (kernel.bias() || bias.stream().anyMatch(b -> b.rows() != kernel.rows())) {
        throw new IllegalArgumentException(
            kernel.name() + " must have no bias, or one of as many rows");
      }
    }
  }

  /**
   * @param filters one or more, of the same shape
   * @param x {@code [positions + t − 1, maps]}
   * @param axes axes of the output
   */
  public Convolution(List<Filter> filters, Tensor x, Axis... axes) {
    super(List.of(x), result(x.lanes(), List.of(axes)));
    this.filters = List.copyOf(filters);
    var first = filters.get(0).kernel();
    this.maps = first.columns() / first.taps();
    this.outputs = first.rows();
    this.positions = x.rows() / maps - first.taps() + 1;
    for (var filter : filters) {
      var kernel = filter.kernel();
      if (kernel.rows() != outputs || kernel.taps() != first.taps()) {
        throw new IllegalArgumentException(
            "%s and %s differ in shape".formatted(first.name(), kernel.name()));
      }
    }
    if (x.rows() % maps != 0 || output().rows() != filters.size() * positions * outputs) {
      throw new IllegalArgumentException(
          "%s of %d taps and %d maps cannot make %s of %s"
              .formatted(first.name(), first.taps(), maps, output(), x));
    }
  }

  @Override
  protected List<Matrix> matrices() {
    return Stream.concat(
            filters.stream().map(Filter::kernel),
            filters.stream().flatMap(filter -> filter.bias().stream()))
        .toList();
  }

  @Override
  protected boolean readsInput(int k) {
    return true;
  }

  private int biased(int f) {
    return (int) filters.stream().limit(f).filter(filter -> filter.bias().isPresent()).count();
  }

  private int[] partials;
  private Matrix[] kernels;
  private int[] biasAt;

  @Override
  protected void bound() {
    int n = filters.size();
    kernels = filters.stream().map(Filter::kernel).toArray(Matrix[]::new);
    biasAt = filters.stream().mapToInt(f -> f.bias().map(Matrix::biasAt).orElse(-1)).toArray();
    partials = new int[n];
    for (int f = 0; f < n; f++) {
      partials[f] = biasAt[f] < 0 ? -1 : biasPartialsAt(n + biased(f));
    }
  }

  /** Distance between transposed lanes: windows of padded kernel rows may read past the last. */
  private int transposedStride() {
    return Lanes.padded(inputs().get(0).rows()) + Lanes.BLOCK;
  }

  @Override
  protected int scratchSize() {
    return CHUNK * transposedStride();
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = out();
    float[] a = arena.values();
    for (int f = 0; f < kernels.length; f++) {
      Matrix kernel = kernels[f];
      int bias = biasAt[f] < 0 ? -1 : arena.parametersAt() + biasAt[f];
      for (int p = 0; p < positions; p++) {
        int to = y.row((f * positions + p) * outputs);
        Rows.fill(a, to, y.stride(), outputs, y.lanes(), arena.parameters(), bias);
        MatrixProduct.add(
            arena.parameters(),
            arena.parametersAt() + kernel.at(),
            kernel.stride(),
            1,
            a,
            x.row(p * maps),
            x.stride(),
            a,
            to,
            y.stride(),
            outputs,
            y.lanes(),
            kernel.columns());
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (in(0).hasGradient()) {
      ofInput(arena);
    }
    for (int lane = 0; lane < out().lanes(); lane += CHUNK) {
      ofKernels(arena, lane, Math.min(CHUNK, out().lanes() - lane));
    }
    for (int f = 0; f < kernels.length; f++) {
      clearPadding(arena, kernels[f]);
      for (int p = 0; partials[f] >= 0 && p < positions; p++) {
        int from = out().gradientRow((f * positions + p) * outputs);
        Rows.addToPartials(arena.values(), from, out(), outputs, partials[f]);
      }
    }
  }

  private void ofInput(Arena arena) {
    Place x = in(0);
    Place y = out();
    if (!x.accumulates()) {
      Rows.clearGradient(arena.values(), x);
    }
    for (int p = 0; p < positions; p++) {
      for (int f = 0; f < kernels.length; f++) {
        MatrixProduct.add(
            arena.parameters(),
            arena.parametersAt() + kernels[f].at(),
            1,
            kernels[f].stride(),
            arena.values(),
            y.gradientRow((f * positions + p) * outputs),
            y.stride(),
            arena.values(),
            x.gradientRow(p * maps),
            x.stride(),
            kernels[f].columns(),
            y.lanes(),
            outputs);
      }
    }
  }

  /** Adds the gradient of the kernels by {@code count} lanes. */
  private void ofKernels(Arena arena, int lane, int count) {
    Place x = in(0);
    Place y = out();
    int stride = transposedStride();
    float[] a = arena.values();
    Rows.transpose(a, x.at() + lane, x.stride(), x.rows(), count, scratchAt(), stride);
    for (int p = 0; p < positions; p++) {
      for (int f = 0; f < kernels.length; f++) {
        MatrixProduct.add(
            a,
            y.gradientRow((f * positions + p) * outputs) + lane,
            y.stride(),
            1,
            a,
            scratchAt() + p * maps,
            stride,
            arena.gradient(),
            arena.gradientAt() + kernels[f].at(),
            kernels[f].stride(),
            outputs,
            kernels[f].stride(),
            count);
      }
    }
  }

  /** Windows as wide as padded rows contain the next position; what it added is no gradient. */
  private static void clearPadding(Arena arena, Matrix kernel) {
    for (int row = 0; kernel.columns() < kernel.stride() && row < kernel.rows(); row++) {
      int at = arena.gradientAt() + kernel.at() + row * kernel.stride();
      Arrays.fill(arena.gradient(), at + kernel.columns(), at + kernel.stride(), 0);
    }
  }
}

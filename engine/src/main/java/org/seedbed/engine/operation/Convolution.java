package org.seedbed.engine.operation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.seedbed.engine.kernel.Lanes;
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

  private Matrix[] kernels;
  private int[] biasAt;
  private int[] partials;

  @Override
  protected void bound() {
    var matrices = matrices();
    kernels = filters.stream().map(Filter::kernel).toArray(Matrix[]::new);
    biasAt = filters.stream().mapToInt(f -> f.bias().map(Matrix::biasAt).orElse(-1)).toArray();
    partials =
        filters.stream()
            .mapToInt(f -> f.bias().map(bias -> biasPartialsAt(matrices.indexOf(bias))).orElse(-1))
            .toArray();
  }

  /** First row of a position in the output of a filter. */
  private int row(int filter, int position) {
    return (filter * positions + position) * outputs;
  }

  /** Distance between transposed lanes: windows of padded kernel rows may read past the last. */
  private int transposedStride() {
    return Lanes.padded(inputs().get(0).rows()) + Lanes.BLOCK;
  }

  @Override
  protected int scratchSize() {
    return LayerProducts.CHUNK * transposedStride();
  }

  @Override
  protected void forward(Arena arena) {
    Place x = in(0);
    Place y = out();
    for (int f = 0; f < kernels.length; f++) {
      int bias = biasAt[f] < 0 ? -1 : arena.parametersAt() + biasAt[f];
      for (int p = 0; p < positions; p++) {
        int to = y.row(row(f, p));
        Rows.fill(arena.values(), to, y.stride(), outputs, y.lanes(), arena.parameters(), bias);
        LayerProducts.ofOutput(
            arena, kernels[f], x.row(p * maps), x.stride(), to, y.stride(), y.lanes());
      }
    }
  }

  @Override
  protected void backward(Arena arena) {
    if (in(0).hasGradient()) {
      ofInput(arena);
    }
    for (int lane = 0; lane < out().lanes(); lane += LayerProducts.CHUNK) {
      ofKernels(arena, lane, Math.min(LayerProducts.CHUNK, out().lanes() - lane));
    }
    for (int f = 0; f < kernels.length; f++) {
      clearPadding(arena, kernels[f]);
      for (int p = 0; partials[f] >= 0 && p < positions; p++) {
        int from = out().gradientRow(row(f, p));
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
        int from = y.gradientRow(row(f, p));
        int to = x.gradientRow(p * maps);
        LayerProducts.ofInput(arena, kernels[f], from, y.stride(), to, x.stride(), y.lanes());
      }
    }
  }

  /** Adds the gradient of the kernels by {@code count} lanes. */
  private void ofKernels(Arena arena, int lane, int count) {
    Place x = in(0);
    Place y = out();
    int stride = transposedStride();
    Rows.transpose(arena.values(), x.at() + lane, x.stride(), x.rows(), count, scratchAt(), stride);
    for (int p = 0; p < positions; p++) {
      for (int f = 0; f < kernels.length; f++) {
        int from = y.gradientRow(row(f, p)) + lane;
        int window = scratchAt() + p * maps;
        LayerProducts.ofWeights(arena, kernels[f], from, y.stride(), window, stride, count);
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

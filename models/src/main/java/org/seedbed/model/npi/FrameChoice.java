package org.seedbed.model.npi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.seedbed.model.npi.FrameDraw.Rule;
import org.seedbed.task.trace.Frame;

/**
 * The frames that a seed trains on, drawn from a pack by its losses. Frames are named by their
 * index in the pack.
 */
final class FrameChoice {
  /** Frames of a program that make as many calls: its base case is a group of its own. */
  private record Group(int program, int steps) {}

  /** Frames of each group from which its loss is estimated, where it is not computed from all. */
  private static final int PROBES = 16;

  private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

  private final FrameDraw draw;
  private final double phase;
  private final int size;
  private final int[] steps;
  private final int count;
  private final List<int[]> groups;
  private final List<int[]> probesOfGroups;

  /**
   * @param frames distinct frames of the step's traces, in the order of their pack
   * @param step number of the training step: what is taken whatever its loss changes with it
   */
  FrameChoice(FrameDraw draw, List<Frame> frames, long step) {
    this.draw = draw;
    this.phase = GOLDEN_RATIO * step % 1;
    this.size = frames.size();
    this.steps = frames.stream().mapToInt(frame -> frame.steps().size()).toArray();
    this.count = atLeastOne(draw.share() * size);
    var byGroup = new LinkedHashMap<Group, List<Integer>>();
    for (int f = 0; f < size; f++) {
      var group = new Group(frames.get(f).call().program(), steps[f]);
      byGroup.computeIfAbsent(group, g -> new ArrayList<>()).add(f);
    }
    this.groups =
        byGroup.values().stream()
            .map(indices -> indices.stream().mapToInt(Integer::intValue).toArray())
            .toList();
    int most = draw.rule() == Rule.HARDEST_OF_PROGRAM ? size : PROBES;
    this.probesOfGroups = groups.stream().map(own -> spaced(own, most).toArray()).toList();
  }

  private IntStream all() {
    return IntStream.range(0, size);
  }

  private static int atLeastOne(double number) {
    return (int) Math.max(1, Math.round(number));
  }

  /** Returns up to {@code most} of the indices, evenly spaced; over the steps, each as often. */
  private IntStream spaced(int[] indices, int most) {
    int taken = Math.min(most, indices.length);
    return IntStream.range(0, taken)
        .map(i -> indices[(int) ((i + phase) * indices.length / taken)]);
  }

  /** Returns the frames whose loss the choice depends on, in ascending order. */
  int[] probes() {
    return draw.rule() == Rule.PROGRAM
        ? probesOfGroups.stream().flatMapToInt(Arrays::stream).sorted().toArray()
        : all().toArray();
  }

  /**
   * What a seed trains on.
   *
   * @param frames indices in ascending order, one or more
   * @param weights of a step of each of them; over all steps they have the sum that all frames had
   * @param loss the seed's loss over all frames, by {@link Rule#PROGRAM} estimated from the probes
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Drawn(int[] frames, double[] weights, double loss) {}

  /**
   * Draws a seed's frames.
   *
   * @param weights weight of a step of each frame in the seed's loss
   * @param losses the seed's mean loss of a step of each frame; only those of the probes are read
   */
  Drawn draw(double[] weights, double[] losses) {
    double[] ofFrames = all().mapToDouble(f -> weights[f] * steps[f]).toArray();
    int[] drawn = choose(losses);
    double sum = Arrays.stream(drawn).mapToDouble(f -> ofFrames[f]).sum();
    double growth = sum > 0 ? Arrays.stream(ofFrames).sum() / sum : 0;
    double[] grown = Arrays.stream(drawn).mapToDouble(f -> growth * weights[f]).toArray();
    return new Drawn(drawn, grown, loss(losses, ofFrames));
  }

  private int[] choose(double[] losses) {
    return switch (draw.rule()) {
      case ALL -> all().toArray();
      case PROGRAM -> byGroup(losses, this::spaced);
      case HARDEST -> hardest(all().toArray(), count, losses).sorted().toArray();
      case HARDEST_OF_PROGRAM -> byGroup(losses, (own, most) -> hardest(own, most, losses));
    };
  }

  /** Draws up to a number of the given frames. */
  private interface Drawing {
    IntStream of(int[] frames, int most);
  }

  private int[] byGroup(double[] losses, Drawing drawing) {
    double[] ofGroups = groupLosses(losses);
    double largest = Arrays.stream(ofGroups).max().orElseThrow();
    double[] odds =
        Arrays.stream(ofGroups)
            .map(
                loss -> largest > 0 ? StrictMath.exp((loss / largest - 1) / draw.temperature()) : 1)
            .toArray();
    double total = Arrays.stream(odds).sum();
    return IntStream.range(0, odds.length)
        .boxed()
        .flatMapToInt(g -> drawing.of(groups.get(g), atLeastOne(count * odds[g] / total)))
        .sorted()
        .toArray();
  }

  /** Returns the mean loss of each group's probes. */
  private double[] groupLosses(double[] losses) {
    return probesOfGroups.stream()
        .mapToDouble(own -> Arrays.stream(own).mapToDouble(f -> losses[f]).average().orElseThrow())
        .toArray();
  }

  /** Returns up to {@code most} frames: those of highest loss, and some whatever their loss. */
  private IntStream hardest(int[] frames, int most, double[] losses) {
    int[] random = spaced(frames, (int) Math.round(draw.random() * most)).toArray();
    var taken = Arrays.stream(random).boxed().collect(Collectors.toSet());
    var left =
        Arrays.stream(frames)
            .filter(f -> !taken.contains(f))
            .boxed()
            .sorted(Comparator.comparingDouble((Integer f) -> losses[f]).reversed())
            .limit(most - random.length)
            .mapToInt(Integer::intValue);
    return IntStream.concat(Arrays.stream(random), left);
  }

  private double loss(double[] losses, double[] ofFrames) {
    if (draw.rule() != Rule.PROGRAM) {
      return all().mapToDouble(f -> ofFrames[f] * losses[f]).sum();
    }
    double[] ofGroups = groupLosses(losses);
    return IntStream.range(0, ofGroups.length)
        .mapToDouble(
            p -> ofGroups[p] * Arrays.stream(groups.get(p)).mapToDouble(f -> ofFrames[f]).sum())
        .sum();
  }
}

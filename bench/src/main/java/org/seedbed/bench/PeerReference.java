package org.seedbed.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.seedbed.model.Backend;
import org.seedbed.model.LevelBatch;
import org.seedbed.model.Model;
import org.seedbed.model.Model.TrainingStep;
import org.seedbed.model.neuralgpu.NeuralGpu;
import org.seedbed.model.npi.Npi;
import org.seedbed.model.nram.Nram;
import org.seedbed.model.population.GradientTape;
import org.seedbed.model.population.Population;
import org.seedbed.task.memory.MemoryExample;
import org.seedbed.task.sequence.SequenceExample;
import org.seedbed.task.trace.Call;
import org.seedbed.task.trace.Frame;
import org.seedbed.task.trace.Step;
import org.seedbed.task.trace.TraceExample;
import org.seedbed.task.trace.TraceTasks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Writes parameters, a batch, losses and gradients of one training step of four seeds, in 32 bits,
 * against which {@code bench/peers} checks its implementations. Each case is a folder of {@code
 * .npy} files and a {@code case.json} with the shapes of the parameters and the model's sizes.
 */
@Command(
    name = "peer-reference",
    description =
        "Writes losses and gradients of one step, which bench/peers checks itself against.",
    mixinStandardHelpOptions = true)
final class PeerReference implements Callable<Integer> {
  @Parameters(paramLabel = "DIR", description = "Folder to write to; created if missing.")
  private Path folder;

  private static final int SEEDS = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public Integer call() throws Exception {
    Backend.start(1);
    writeNram();
    writeNpi();
    writeNeuralGpu(24, 32);
    writeNeuralGpu(48, 8);
    writeNeuralGpu(96, 32);
    return 0;
  }

  /** The case that {@link WidthRate} times. */
  private void writeNram() throws IOException {
    var one = PeerCase.nram();
    var settings = one.settings();
    var level = one.level();
    var batch = one.batch().examples();
    var target = Files.createDirectories(folder.resolve("nram"));
    write(target, "memory", batch, level.modulus(), MemoryExample::input);
    write(
        target,
        "expected",
        batch,
        level.modulus(),
        (example, cell) -> example.isOutput(cell) ? example.expected(cell) : -1);
    try (var manager = Backend.newManager();
        var model = new Nram(settings, manager, DataType.FLOAT32)) {
      write(
          target,
          model,
          new LevelBatch<>(level, batch),
          Map.of(
              "modulus",
              level.modulus(),
              "registers",
              settings.registers(),
              "time_steps",
              level.timeSteps(),
              "probability_floor",
              settings.probabilityFloor()));
    }
  }

  /** The case that {@link FrameRate} times. */
  private void writeNpi() throws IOException {
    var one = PeerCase.npi();
    var settings = one.settings();
    var level = one.level();
    var batch = one.batch().examples();
    var task = TraceTasks.task(one.task().name());
    var vocabulary = task.vocabulary();
    var target = Files.createDirectories(folder.resolve("npi"));
    var columns = new ArrayList<Column>();
    var perStep = columns(batch, columns);
    int fields = vocabulary.fields().size();
    write(target, "observation", columns, fields, (c, i) -> c.step().observation().get(i));
    write(target, "running", columns, 1 + Call.ARGUMENTS, (c, i) -> part(c.frame().call(), i));
    write(target, "called", columns, 1 + Call.ARGUMENTS, (c, i) -> part(c.step().call(), i));
    write(target, "ends", columns, 1, (c, i) -> c.isLast() ? 1 : 0);
    try (var model = new Npi(settings, vocabulary, DataType.FLOAT32)) {
      write(
          target,
          model,
          new LevelBatch<>(level, batch),
          Map.of(
              "columns",
              perStep,
              "programs",
              vocabulary.programs().size(),
              "arguments",
              vocabulary.arguments().stream().map(List::size).toList(),
              "fields",
              vocabulary.fields().stream().map(field -> field.values()).toList(),
              "hidden",
              settings.hiddenSize(),
              "encoding",
              settings.encoding(),
              "embedding",
              settings.embedding()));
    }
  }

  /** A step of a frame. */
  private record Column(Frame frame, int number) {
    Step step() {
      return frame.steps().get(number);
    }

    boolean isLast() {
      return number + 1 == frame.steps().size();
    }
  }

  /**
   * Adds the first step of each distinct frame, longest first, then each second step, and so on.
   *
   * @return for each step, the number of frames that have it
   */
  private static List<Integer> columns(List<TraceExample> batch, List<Column> columns) {
    var distinct = new LinkedHashSet<Frame>();
    batch.forEach(example -> distinct.addAll(example.frames()));
    var frames =
        distinct.stream()
            .sorted(Comparator.comparingInt((Frame frame) -> frame.steps().size()).reversed())
            .toList();
    var perStep = new ArrayList<Integer>();
    for (int t = 0; t < frames.get(0).steps().size(); t++) {
      int before = columns.size();
      for (var frame : frames) {
        if (t < frame.steps().size()) {
          columns.add(new Column(frame, t));
        }
      }
      perStep.add(columns.size() - before);
    }
    return perStep;
  }

  /** A call's program (0) or one of its arguments. */
  private static int part(Call call, int which) {
    return which == 0 ? call.program() : call.argument(which - 1);
  }

  /** A case that {@link NeuralGpuStep} times, without dropout. */
  private void writeNeuralGpu(int maps, int examples) throws IOException {
    var one = PeerCase.neuralGpu(maps, examples);
    var settings = one.settings();
    var level = one.level();
    var batch = one.batch().examples();
    var target = Files.createDirectories(folder.resolve("neural-gpu-" + maps));
    write(target, "input", batch, level.timeSteps(), SequenceExample::input);
    write(target, "expected", batch, level.timeSteps(), SequenceExample::expected);
    try (var model = new NeuralGpu(settings, level.modulus(), DataType.FLOAT32)) {
      write(
          target,
          model,
          new LevelBatch<>(level, batch),
          Map.of(
              "maps",
              maps,
              "symbols",
              level.modulus(),
              "saturation_cost",
              settings.saturationCost(),
              "saturation_limit",
              settings.saturationLimit()));
    }
  }

  /** Writes {@code case.json} and one step's parameters, losses and gradients. */
  private <E> void write(
      Path target, Model<E> model, LevelBatch<E> batch, Map<String, Object> sizes)
      throws IOException {
    var layout = model.layout();
    var description = new LinkedHashMap<String, Object>(sizes);
    var shapes = new LinkedHashMap<String, List<Integer>>();
    layout.parameters().forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
    description.put("parameters", shapes);
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(target.resolve("case.json").toFile(), description);
    var seeds = LongStream.range(0, SEEDS).boxed().toList();
    try (var manager = Backend.newManager();
        var population = Population.initial(manager, layout, seeds);
        var tape = GradientTape.start(population.manager())) {
      var parameters = population.parameters(tape);
      NDArray losses =
          model
              .losses(
                  parameters, List.of(batch), TrainingStep.onOneBatch(PeerCase.DATA_SEED, 0, SEEDS))
              .values();
      tape.backward(losses);
      write(target, "parameters", population.rows());
      write(target, "losses", losses.stopGradient());
      write(target, "gradients", parameters.gradient());
    }
  }

  private static void write(Path target, String name, NDArray array) throws IOException {
    float[] values = array.toFloatArray();
    byte[] bytes = new byte[Float.BYTES * values.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    write(target, name, "<f4", array.getShape().getShape(), bytes);
  }

  /** One integer of an item. */
  private interface Cell<T> {
    int of(T item, int column);
  }

  private static <T> void write(Path target, String name, List<T> items, int columns, Cell<T> cell)
      throws IOException {
    byte[] bytes = new byte[Integer.BYTES * items.size() * columns];
    var integers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (var item : items) {
      IntStream.range(0, columns).forEach(i -> integers.putInt(cell.of(item, i)));
    }
    write(target, name, "<i4", new long[] {items.size(), columns}, bytes);
  }

  /** Writes version 1.0 of NumPy's format. */
  private static void write(Path target, String name, String type, long[] shape, byte[] bytes)
      throws IOException {
    String sizes = Arrays.stream(shape).mapToObj(n -> n + ",").collect(Collectors.joining());
    String fields =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, sizes);
    int start = 10; // Magic, version, length of the header.
    int padding = 63 - (start + fields.length()) % 64;
    byte[] head = new byte[start + fields.length() + padding + 1];
    var header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).put((byte) 0x93);
    header.put("NUMPY".getBytes(StandardCharsets.US_ASCII)).put((byte) 1).put((byte) 0);
    header.putShort((short) (fields.length() + padding + 1));
    header.put((fields + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII));
    try (OutputStream out = Files.newOutputStream(target.resolve(name + ".npy"))) {
      out.write(head);
      out.write(bytes);
    }
  }
}

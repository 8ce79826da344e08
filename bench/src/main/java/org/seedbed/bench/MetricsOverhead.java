package org.seedbed.bench;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.instrumentation.ObservedSteps;
import org.seedbed.metrics.MetricsConf;
import org.seedbed.metrics.MetricsPlugin;
import org.seedbed.metrics.ProcessMetrics;
import org.seedbed.metrics.RunLabels;
import org.seedbed.model.Backend;
import org.seedbed.model.HeldOut;
import org.seedbed.model.PopulationTrainer;
import org.seedbed.model.StepObserver;
import org.seedbed.model.population.Population;
import org.seedbed.model.population.PopulationState;
import org.seedbed.task.GeneratedExamples;

/**
 * What metrics cost: the same training steps in turn with nobody looking, and with every step
 * observed and the process scraped once a second. {@code MetricsOverhead [ROUNDS [STEPS [WIDTH]]]}
 */
public final class MetricsOverhead {
  private static final int OBSERVED = 1_000_000;
  private static final int SCRAPED = 3_000;

  private MetricsOverhead() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 100;
    int width = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 8;
    var conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("metrics")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "localhost");
    String folder = Files.createTempDirectory("metrics").toString();
    new MetricsConf(
            new RunLabels(folder, "nram", "copy"),
            "bench",
            "",
            "",
            0,
            0,
            Optional.empty(),
            Duration.ZERO)
        .applyTo(conf);
    try (var spark = new JavaSparkContext(conf);
        var scraper = new Scraper(MetricsPlugin.driverAddress().orElseThrow())) {
      System.out.println("Spark " + spark.version() + ", " + Backend.start(1));
      priceOfEach(MetricsPlugin.driverAddress().orElseThrow());
      measure(
          ExperimentModel.of(
              ExperimentFile.read("", Map.of("task", "copy", "search.width", "" + width))),
          rounds,
          steps,
          width,
          scraper);
    }
  }

  /** Processor time of a scrape and of an observed step, with nothing else going on. */
  private static void priceOfEach(String address) throws IOException, InterruptedException {
    var observed = new ObservedSteps(ProcessMetrics.current(), false);
    for (int i = 0; i < OBSERVED; i++) {
      observe(observed);
    }
    long started = System.nanoTime();
    for (int i = 0; i < OBSERVED; i++) {
      observe(observed);
    }
    double nanos = (System.nanoTime() - started) / (double) OBSERVED;
    var process =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var http = HttpClient.newHttpClient();
    var request = HttpRequest.newBuilder(URI.create("http://" + address + "/metrics")).build();
    for (int i = 0; i < SCRAPED; i++) {
      http.send(request, BodyHandlers.discarding());
    }
    long cpu = process.getProcessCpuTime();
    for (int i = 0; i < SCRAPED; i++) {
      http.send(request, BodyHandlers.discarding());
    }
    double millis = (process.getProcessCpuTime() - cpu) / 1e6 / SCRAPED;
    System.out.printf(
        Locale.ROOT,
        "an observed step costs %.0f ns, a scrape %.2f ms of processor time, its client's included%n",
        nanos,
        millis);
  }

  private static void observe(ObservedSteps observed) {
    observed.stepStarts();
    observed.batchReady();
    observed.stepTaken(32);
  }

  private static <E> void measure(
      ExperimentModel<E> experiment, int rounds, int steps, int width, Scraper scraper) {
    var watched = new ObservedSteps(ProcessMetrics.current(), false);
    var seeds = LongStream.range(0, width).boxed().toList();
    seconds(experiment, seeds, StepObserver.NONE, steps);
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      // In turn, so that neither always comes first.
      boolean watchedFirst = round % 2 == 0;
      scraper.on = watchedFirst;
      double first = seconds(experiment, seeds, watchedFirst ? watched : StepObserver.NONE, steps);
      scraper.on = !watchedFirst;
      double second = seconds(experiment, seeds, watchedFirst ? StepObserver.NONE : watched, steps);
      ratios.add(watchedFirst ? first / second : second / first);
    }
    Collections.sort(ratios);
    System.out.printf(
        Locale.ROOT,
        "time with metrics by time without, %d pairs of %d steps of %d seeds: median %.4f,"
            + " quartiles %.4f to %.4f; %d scrapes of %,d bytes%n",
        rounds,
        steps,
        width,
        ratios.get(rounds / 2),
        ratios.get(rounds / 4),
        ratios.get(3 * rounds / 4),
        scraper.scrapes.get(),
        scraper.bytes);
  }

  /** The same steps every time, from the same initializations. */
  private static <E> double seconds(
      ExperimentModel<E> experiment, List<Long> seeds, StepObserver observer, int steps) {
    try (var manager = Backend.newManager();
        var model = experiment.architecture().newModel(manager);
        var population =
            new Population(
                manager,
                experiment.layout(),
                PopulationState.initial(experiment.layout(), seeds),
                DataType.FLOAT32)) {
      var trainer =
          new PopulationTrainer<>(
              model,
              experiment.experiment().training(),
              experiment.curriculum(),
              1,
              new GeneratedExamples<>(experiment.task(), 1),
              new HeldOut<>(experiment.task(), 1),
              observer);
      long started = System.nanoTime();
      trainer.train(population, steps);
      return (System.nanoTime() - started) / 1e9;
    }
  }

  /** Scrapes a server once a second while it is on. */
  private static final class Scraper implements AutoCloseable {
    private final Thread thread;
    private volatile boolean on;
    private volatile boolean closed;
    private final AtomicInteger scrapes = new AtomicInteger();
    private volatile int bytes;

    Scraper(String address) {
      var http = HttpClient.newHttpClient();
      var request = HttpRequest.newBuilder(URI.create("http://" + address + "/metrics")).build();
      thread = new Thread(() -> run(http, request), "scraper");
      thread.setDaemon(true);
      thread.start();
    }

    private void run(HttpClient http, HttpRequest request) {
      try {
        while (!closed) {
          if (on) {
            bytes = http.send(request, BodyHandlers.ofByteArray()).body().length;
            scrapes.incrementAndGet();
          }
          Thread.sleep(1000);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // Closed.
      }
    }

    @Override
    public void close() {
      closed = true;
      thread.interrupt();
    }
  }
}

package org.seedbed.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
import org.seedbed.model.PyTorchPopulation;
import org.seedbed.model.StepObserver;
import org.seedbed.model.population.Population;
import org.seedbed.task.GeneratedExamples;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Measures the cost of metrics: alternates the same training steps without metrics and with
 * metrics, where every step is observed and the process is scraped once per second.
 */
@Command(
    name = "metrics",
    description =
        "Cost of metrics: of an observed step, of a scrape, and of training with metrics against without.",
    mixinStandardHelpOptions = true)
public final class MetricsOverhead implements Callable<Integer> {
  @Mixin private Figures figures;

  @Option(
      names = "--pairs",
      defaultValue = "20",
      description = "Pairs of trainings, with and without metrics (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--steps",
      defaultValue = "100",
      description = "Steps of each training (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--width",
      defaultValue = "8",
      description = "Seeds per population (default: ${DEFAULT-VALUE}).")
  private int width;

  private static final int OBSERVED = 1_000_000;
  private static final int SCRAPED = 3_000;

  @Override
  public Integer call() throws Exception {
    var conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("metrics")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.driver.host", "localhost");
    String folder = Files.createTempDirectory("metrics").toString();
    MetricsConf.of(new RunLabels(folder, "nram", "memory/copy"), "bench", "", "").applyTo(conf);
    try (var spark = new JavaSparkContext(conf);
        var scraper = new Scraper(MetricsPlugin.driverAddress().orElseThrow())) {
      figures.out().println("Spark " + spark.version() + ", " + Backend.start(1));
      priceOfEach(MetricsPlugin.driverAddress().orElseThrow());
      measure(
          ExperimentModel.of(
              ExperimentFile.read("", Map.of("task", "memory/copy", "search.width", "" + width))),
          scraper);
    }
    return 0;
  }

  /** Measures the time of an observed step and the processor time of a scrape, without training. */
  private void priceOfEach(String address) throws IOException, InterruptedException {
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
    figures.add(
        "an observed step, ns", nanos, "a scrape with its client, ms of processor time", millis);
  }

  private static void observe(ObservedSteps observed) {
    observed.stepStarts();
    observed.batchReady();
    observed.stepTaken(32);
  }

  private <E> void measure(ExperimentModel<E> experiment, Scraper scraper) throws IOException {
    var watched = new ObservedSteps(ProcessMetrics.current(), false);
    var seeds = LongStream.range(0, width).boxed().toList();
    seconds(experiment, seeds, StepObserver.NONE, steps);
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      // Alternate, so that neither always comes first.
      boolean watchedFirst = round % 2 == 0;
      scraper.on = watchedFirst;
      double first = seconds(experiment, seeds, watchedFirst ? watched : StepObserver.NONE, steps);
      scraper.on = !watchedFirst;
      double second = seconds(experiment, seeds, watchedFirst ? StepObserver.NONE : watched, steps);
      ratios.add(watchedFirst ? first / second : second / first);
    }
    Collections.sort(ratios);
    figures.add(
        "pairs",
        rounds,
        "steps",
        steps,
        "seeds",
        width,
        "time with metrics by time without, quartiles",
        new Spread(ratios.get(rounds / 2), ratios.get(rounds / 4), ratios.get(3 * rounds / 4)),
        "scrapes",
        scraper.scrapes.get(),
        "bytes of a scrape",
        scraper.bytes);
  }

  /** Returns the seconds that training takes; each call trains the same seeds from step 0. */
  private static <E> double seconds(
      ExperimentModel<E> experiment, List<Long> seeds, StepObserver observer, int steps) {
    try (var manager = Backend.newManager();
        var model = experiment.newModel(manager);
        var population = Population.initial(manager, experiment.layout(), seeds)) {
      var trainer =
          new PopulationTrainer<>(
              experiment.experiment().training(),
              experiment.curriculum(),
              new GeneratedExamples<>(experiment.task(), 1),
              new HeldOut<>(experiment.task(), 1),
              observer);
      long started = System.nanoTime();
      var adam = experiment.experiment().training().adam();
      trainer.train(new PyTorchPopulation<>(model, population, adam, 1), steps);
      return (System.nanoTime() - started) / 1e9;
    }
  }

  /** Scrapes a server once per second while switched on. */
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
        Thread.currentThread().interrupt(); // close() interrupts the thread.
      }
    }

    @Override
    public void close() {
      closed = true;
      thread.interrupt();
    }
  }
}

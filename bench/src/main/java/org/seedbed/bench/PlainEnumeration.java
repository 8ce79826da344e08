package org.seedbed.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.experiment.ExperimentModel;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.terpret.Enumeration;
import org.seedbed.model.terpret.MachineFamily;
import org.seedbed.task.Level;
import org.seedbed.task.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Enumerates the programs of a TerpreT machine, which descent from random restarts is to be
 * compared with: the time to the first program that is right on the examples, and how many of those
 * that are right on them are right on all inputs.
 */
@Command(
    name = "enumeration",
    description = {
      "Enumerates the programs of a TerpreT machine: the time to the first that is right on the",
      "first training examples, and the share of those found that are right on all inputs."
    },
    mixinStandardHelpOptions = true)
final class PlainEnumeration implements Callable<Integer> {
  /** Most inputs that a program is tried on to tell whether it generalizes. */
  private static final int MOST_INPUTS = 5000;

  @Mixin private Figures figures;

  @Parameters(paramLabel = "EXPERIMENT", description = "Experiment file of a machine.")
  private List<Path> experiments;

  @Option(
      names = "--examples",
      defaultValue = "5",
      description = "Examples that a program must get right (default: ${DEFAULT-VALUE}).")
  private int examples;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Time after which to stop (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Override
  public Integer call() throws Exception {
    for (var file : experiments) {
      var experiment = ExperimentFile.read(Files.readString(file), Map.of());
      if (!(ModelCatalogue.family(experiment.model()) instanceof MachineFamily<?, ?> family)) {
        throw new IllegalArgumentException(
            "Model '%s' of %s is no machine whose programs can be enumerated."
                .formatted(experiment.model(), file));
      }
      enumerate(file.getFileName().toString().replace(".yaml", ""), experiment, family);
    }
    return 0;
  }

  private <S extends Record, E> void enumerate(
      String name, Experiment experiment, MachineFamily<S, E> family) throws Exception {
    @SuppressWarnings("unchecked") // The model trains on tasks with its examples only.
    var model = (ExperimentModel<E>) ExperimentModel.of(experiment);
    var task = model.task();
    var settings = family.settings().cast(experiment.settings());
    var level = model.curriculum().last();
    var given =
        LongStream.range(0, examples)
            .mapToObj(i -> task.example(experiment.dataSeed(), level, i))
            .toList();
    var enumeration = family.enumeration(settings, level, given);
    var inputs = inputs(task, level);
    long started = System.nanoTime();
    BooleanSupplier stops = () -> System.nanoTime() - started > seconds * 1e9;
    var first = enumeration.next(stops);
    double firstAfter = (System.nanoTime() - started) / 1e9;
    long triedFirst = enumeration.tried();
    long right = 0;
    long general = 0;
    double generalAfter = Double.NaN;
    for (var found = first; found.isPresent(); found = enumeration.next(stops)) {
      right++;
      if (isGeneral(enumeration, found.get(), inputs)) {
        general++;
        generalAfter =
            Double.isNaN(generalAfter) ? (System.nanoTime() - started) / 1e9 : generalAfter;
      }
    }
    figures.add(
        "experiment",
        name,
        "examples",
        examples,
        "seconds to the first right program",
        first.isPresent() ? firstAfter : "none",
        "programs until then",
        triedFirst,
        "seconds to the first that generalizes",
        general > 0 ? generalAfter : "none",
        "right",
        right,
        "of these, generalize",
        general,
        "programs tried",
        enumeration.tried(),
        "all tried",
        enumeration.isOver() ? "yes" : "no, stopped");
  }

  /** Inputs of a level. */
  private record Inputs<E>(Level level, List<E> all) {}

  /** Returns inputs of the level's size and of one size up. */
  private static <E> List<Inputs<E>> inputs(Task<E> task, Level level) {
    var all = new ArrayList<Inputs<E>>();
    if (task.isVerifiable()) {
      all.add(new Inputs<>(level, task.verificationExamples().toList()));
      return all;
    }
    for (int length = level.length(); length <= level.length() + 1; length++) {
      var at = task.level(length, OptionalInt.empty());
      all.add(new Inputs<>(at, task.everyExample(at).limit(MOST_INPUTS).toList()));
    }
    return all;
  }

  private static <E> boolean isGeneral(
      Enumeration<E> enumeration, int[] program, List<Inputs<E>> inputs) {
    return inputs.stream().allMatch(at -> enumeration.isRight(program, at.level(), at.all()));
  }
}

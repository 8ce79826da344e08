package org.seedbed.job;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.seedbed.experiment.Experiment;
import org.seedbed.experiment.ExperimentFile;
import org.seedbed.sweep.SweepFile;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that describe an experiment. */
final class ExperimentOptions {
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--experiment", description = "Experiment file (YAML).")
  private Path experimentFile;

  @Option(
      names = "--model",
      completionCandidates = Models.class,
      description = "Model: ${COMPLETION-CANDIDATES} (default: the first).")
  private String model;

  @Option(
      names = "--task",
      description = {
        "Task to learn (default: the model's). 'seedbed tasks' lists all tasks and the models that",
        "train on each."
      })
  private String task;

  @Option(
      names = "--width",
      description =
          "Maximum number of seeds per population (default: up to 64 on engine jvm, else found by a"
              + " dry run).")
  private Integer width;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key of the experiment, such as search.pruning.keep=0.3. Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  /**
   * Returns the experiment that the options describe.
   *
   * @param texts values of further options by dotted key, that are text
   * @param values values of further options by dotted key, as YAML; {@code --set} overrides them
   */
  Experiment experiment(Map<String, String> texts, Map<String, String> values) throws IOException {
    var allTexts = new LinkedHashMap<>(texts);
    allTexts.putAll(names());
    var all = new LinkedHashMap<>(values);
    all.putAll(values());
    return ExperimentFile.read(text(), allTexts, all, this::note);
  }

  /** Returns the sweep that the options describe. */
  SweepFile.Request sweep() throws IOException {
    return SweepFile.read(text(), names(), values(), this::note);
  }

  private String text() throws IOException {
    return experimentFile == null ? "" : read(experimentFile);
  }

  private Map<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    put(names, "model", model);
    put(names, "task", task);
    return names;
  }

  private Map<String, String> values() {
    var values = new LinkedHashMap<String, String>();
    put(values, "search.width", width);
    values.putAll(settings);
    return values;
  }

  private void note(String line) {
    command.commandLine().getErr().println(line);
  }

  /** Puts the value of an option that was given. */
  static void put(Map<String, String> all, String key, Object value) {
    if (value != null) {
      all.put(key, value.toString());
    }
  }

  private static String read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "Experiment file "
              + file
              + " is a folder. Give the file in it, such as experiment.yaml.");
    }
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("Experiment file " + file + " does not exist.", e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("Experiment file " + file + " is not text in UTF-8.", e);
    } catch (AccessDeniedException e) {
      throw new IllegalArgumentException("Experiment file " + file + " cannot be read.", e);
    }
  }
}

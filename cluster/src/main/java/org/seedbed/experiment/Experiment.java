package org.seedbed.experiment;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.seedbed.files.Json;
import org.seedbed.model.Engine;
import org.seedbed.model.MemberSettings;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;
import org.seedbed.model.Processor;
import org.seedbed.model.TrainingSettings;
import org.seedbed.model.population.AdamSettings;
import org.seedbed.model.population.ScheduleState.ReduceOnPlateau;
import org.seedbed.search.pruning.ControlArm;

/**
 * The complete description of a restart search: the content of an experiment file.
 *
 * @param model name of the model family, see {@link ModelCatalogue}
 * @param task full name of the task
 * @param seeds of the restarts
 * @param dataSeed of the training examples, dropout masks and gradient noise
 * @param data dataset to read the training examples from; empty to generate them in place
 * @param engine what computes the steps; empty to take the faster one by a dry run
 * @param device kind of processor for PyTorch; empty for a GPU if there is one
 * @param curriculum levels, and how training moves through them
 * @param settings hyperparameters of the model; in a file, under the family's section
 * @param training hyperparameters of training
 * @param search rungs, pruning, populations
 * @param evaluation scoring, confirmation and storage of trained restarts
 */
@JsonSerialize(using = Experiment.Writer.class)
@JsonDeserialize(using = Experiment.Reader.class)
public record Experiment(
    String model,
    String task,
    Seeds seeds,
    long dataSeed,
    Optional<String> data,
    Optional<Engine> engine,
    Optional<Processor> device,
    CurriculumSettings curriculum,
    Record settings,
    TrainingSettings training,
    SearchSettings search,
    EvaluationSettings evaluation) {
  /** Returns the seeds of the control arm. */
  public Set<Long> controls() {
    return new ControlArm(search.control()).of(seeds.all(), dataSeed);
  }

  /**
   * Returns this experiment with what each member of a population has for itself replaced by one
   * value: experiments train in one population if what this returns is the same.
   *
   * <p>An engine that is not decided counts as PyTorch, on which members share more.
   */
  public Experiment shared() {
    var on = engine.orElse(Engine.PYTORCH);
    var ofMembers =
        new TrainingSettings(
            training.batch(),
            training.checkEvery(),
            training.checkExamples(),
            training.windowSteps(),
            AdamSettings.DEFAULTS.withRule(training.adam().rule()),
            ReduceOnPlateau.NEVER);
    return with(
        curriculum.withPromotion(1),
        shared(ModelCatalogue.family(model), on),
        ofMembers,
        search,
        evaluation);
  }

  private <S extends Record> S shared(ModelFamily<S, ?> family, Engine on) {
    return family.shared(family.settings().cast(settings), on);
  }

  /** Returns what each member of a population has for itself. */
  public MemberSettings ofMember() {
    return new MemberSettings(
        settings, training.adam(), curriculum.promotion(), training.reduceOnPlateau());
  }

  /** Returns this experiment with other search settings. */
  public Experiment with(SearchSettings other) {
    return with(seeds, data, engine, other);
  }

  /**
   * Returns this experiment as a run goes on with it that was begun with another: on the same
   * engine, with its layout where this one leaves it open, without a control if it was begun before
   * there were controls, and by last states if it goes by them.
   */
  public Experiment asBegun(Experiment begun) {
    var controlled = controlledAs(begun).on(begun.engine);
    return controlled.with(controlled.search.withLayoutOf(begun.search));
  }

  /**
   * Returns this experiment without a control if another was begun before there were controls, and
   * by last states if the other goes by them.
   */
  public Experiment controlledAs(Experiment begun) {
    return with(
        curriculum,
        settings,
        training,
        search.controlledAs(begun.search),
        evaluation.asBegun(begun.evaluation));
  }

  private Experiment with(
      CurriculumSettings otherCurriculum,
      Record otherSettings,
      TrainingSettings otherTraining,
      SearchSettings otherSearch,
      EvaluationSettings otherEvaluation) {
    return new Experiment(
        model,
        task,
        seeds,
        dataSeed,
        data,
        engine,
        device,
        otherCurriculum,
        otherSettings,
        otherTraining,
        otherSearch,
        otherEvaluation);
  }

  /** Returns this experiment with other seeds. */
  public Experiment withSeeds(Seeds other) {
    return with(other, data, engine, search);
  }

  /** Returns this experiment with another value of {@code curriculum.extraTimeSteps}. */
  public Experiment withExtraTimeSteps(int other) {
    return with(curriculum.withExtraTimeSteps(other), settings, training, search, evaluation);
  }

  /** Returns this experiment with another dataset, or without one. */
  public Experiment withData(Optional<String> other) {
    return with(seeds, other, engine, search);
  }

  /** Returns this experiment on an engine. */
  public Experiment on(Optional<Engine> other) {
    return with(seeds, data, other, search);
  }

  private Experiment with(
      Seeds otherSeeds,
      Optional<String> otherData,
      Optional<Engine> otherEngine,
      SearchSettings otherSearch) {
    return new Experiment(
        model,
        task,
        otherSeeds,
        dataSeed,
        otherData,
        otherEngine,
        device,
        curriculum,
        settings,
        training,
        otherSearch,
        evaluation);
  }

  /** Writes an experiment, with the model's settings under its family's section. */
  static final class Writer extends JsonSerializer<Experiment> {
    @Override
    public void serialize(Experiment value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeStartObject();
      out.writeStringField("model", value.model);
      out.writeStringField("task", value.task);
      provider.defaultSerializeField("seeds", value.seeds, out);
      out.writeNumberField("dataSeed", value.dataSeed);
      provider.defaultSerializeField("data", value.data, out);
      out.writeStringField("engine", Choice.text(value.engine));
      out.writeStringField("device", Choice.text(value.device));
      provider.defaultSerializeField("curriculum", value.curriculum, out);
      String section = ModelCatalogue.family(value.model).section();
      provider.defaultSerializeField(section, value.settings, out);
      provider.defaultSerializeField("training", value.training, out);
      provider.defaultSerializeField("search", value.search, out);
      provider.defaultSerializeField("evaluation", value.evaluation, out);
      out.writeEndObject();
    }
  }

  /** Reads what {@link Writer} or an earlier version wrote. */
  static final class Reader extends JsonDeserializer<Experiment> {
    @Override
    public Experiment deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      var tree = (ObjectNode) context.readTree(parser);
      try {
        FormerExperiment.upgrade(tree, note -> {});
        FormerExperiment.complete(tree);
        var family = ModelCatalogue.family(tree.path("model").asText());
        return new Experiment(
            take(tree, "model", String.class),
            take(tree, "task", String.class),
            take(tree, "seeds", Seeds.class),
            take(tree, "dataSeed", Long.class),
            Optional.ofNullable(tree.remove("data"))
                .filter(node -> !node.isNull())
                .map(Reader::path),
            // Earlier versions had one engine only.
            Choice.of(tree.remove("engine"), "engine", Engine.class, Optional.of(Engine.PYTORCH)),
            Choice.of(tree.remove("device"), "device", Processor.class, Optional.empty()),
            take(tree, "curriculum", CurriculumSettings.class),
            take(tree, family.section(), family.settings()),
            take(tree, "training", TrainingSettings.class),
            take(tree, "search", SearchSettings.class),
            last(parser, tree));
      } catch (JsonMappingException e) {
        throw e;
      } catch (IllegalArgumentException e) {
        throw JsonMappingException.from(parser, e.getMessage(), e);
      }
    }

    private static String path(JsonNode node) {
      if (!node.isTextual() || node.asText().isBlank()) {
        throw new IllegalArgumentException(
            "Key 'data' is %s, must be the path of a dataset".formatted(node));
      }
      return node.asText();
    }

    /** Takes the last part, and rejects keys that remain after it. */
    private static EvaluationSettings last(JsonParser parser, ObjectNode tree) throws IOException {
      var evaluation = take(tree, "evaluation", EvaluationSettings.class);
      if (!tree.isEmpty()) {
        throw UnrecognizedPropertyException.from(
            parser, Experiment.class, tree.fieldNames().next(), List.of());
      }
      return evaluation;
    }

    private static <T> T take(ObjectNode tree, String key, Class<T> type) throws IOException {
      var node = tree.remove(key);
      if (node == null || node.isNull()) {
        throw new IllegalArgumentException("Key '" + key + "' is missing.");
      }
      try {
        return Json.mapper().treeToValue(node, type);
      } catch (JsonMappingException e) {
        e.prependPath(Experiment.class, key);
        throw e;
      }
    }
  }

  /**
   * Returns the top-level keys of an experiment file of the first versions, without the model's
   * section.
   */
  static List<String> firstKeys() {
    var keys = new ArrayList<String>();
    for (var component : Experiment.class.getRecordComponents()) {
      if (!List.of("settings", "engine", "device").contains(component.getName())) {
        keys.add(component.getName());
      }
    }
    return keys;
  }
}

package org.seedbed.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.seedbed.model.ModelCatalogue;
import org.seedbed.model.ModelFamily;
import org.seedbed.task.Task;
import org.seedbed.task.TaskCatalogue;

/** How the house is built: which room may know of which, and that no room knows a model by name. */
class HouseTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("org.seedbed");

  /** Rooms by what they may use beside themselves, as docs/architecture.md has it. */
  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("task", Set.of()),
          Map.entry("files", Set.of()),
          Map.entry("dataset", Set.of("task", "files")),
          Map.entry("engine", Set.of()),
          Map.entry("model", Set.of("task", "engine")),
          Map.entry("metrics", Set.of("files")),
          Map.entry("statistics", Set.of()),
          Map.entry("instrumentation", Set.of("model", "metrics")),
          Map.entry("search.pruning", Set.of("task", "model")),
          Map.entry("planning", Set.of("model", "search.pruning", "statistics")),
          Map.entry("space", Set.of("task")),
          Map.entry(
              "sweep",
              Set.of(
                  "task",
                  "files",
                  "model",
                  "space",
                  "statistics",
                  "metrics",
                  "instrumentation",
                  "experiment",
                  "record",
                  "search")),
          Map.entry("experiment", Set.of("task", "files", "dataset", "model", "search.pruning")),
          Map.entry("evaluation", Set.of("task", "model", "experiment")),
          Map.entry(
              "record", Set.of("task", "files", "model", "experiment", "evaluation", "statistics")),
          Map.entry(
              "search",
              Set.of(
                  "task",
                  "files",
                  "dataset",
                  "engine",
                  "model",
                  "metrics",
                  "instrumentation",
                  "search.pruning",
                  "experiment",
                  "evaluation",
                  "record",
                  "statistics",
                  "planning")),
          Map.entry("serialization", Set.of("task", "dataset", "search", "space", "sweep")),
          Map.entry(
              "dataparallel",
              Set.of(
                  "task",
                  "files",
                  "dataset",
                  "model",
                  "metrics",
                  "instrumentation",
                  "experiment",
                  "evaluation",
                  "record",
                  "serialization")));

  /** Packages of models and of groups of tasks, which nothing outside may name. */
  private static final String[] FAMILIES = {
    "org.seedbed.model.nram..",
    "org.seedbed.model.neuralgpu..",
    "org.seedbed.model.seq2seq..",
    "org.seedbed.model.npi..",
    "org.seedbed.model.terpret..",
    "org.seedbed.model.recurrent..",
    "org.seedbed.model.stack..",
    "org.seedbed.model.ntm..",
    "org.seedbed.task.bits..",
    "org.seedbed.task.memory..",
    "org.seedbed.task.sequence..",
    "org.seedbed.task.terpret..",
    "org.seedbed.task.trace..",
    "org.seedbed.example.."
  };

  private static String room(JavaClass type) {
    String inside = type.getPackageName().substring("org.seedbed.".length());
    if (inside.startsWith("search.pruning")) {
      return "search.pruning";
    }
    return inside.contains(".") ? inside.substring(0, inside.indexOf('.')) : inside;
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith("org.seedbed.");
  }

  @Test
  void everyRoomUsesOnlyThoseBelowIt() {
    var wrong = new ArrayList<String>();
    for (var type : CLASSES) {
      var mayUse = MAY_USE.get(room(type));
      if (mayUse == null) {
        continue; // The command line and the example may use everything.
      }
      for (var dependency : type.getDirectDependenciesFromSelf()) {
        var target = dependency.getTargetClass().getBaseComponentType();
        if (isOurs(target) && !room(target).equals(room(type)) && !mayUse.contains(room(target))) {
          wrong.add(dependency.getDescription());
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(CLASSES.stream().map(HouseTest::room).collect(Collectors.toSet()))
        .containsAll(MAY_USE.keySet());
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices()
        .matching("org.seedbed.(**)")
        .should()
        .beFreeOfCycles()
        .because("a room can only be understood, tested and moved alone if no arrow leads back")
        .check(CLASSES);
  }

  @Test
  void theCoreKnowsNeitherSparkNorHadoop() {
    noClasses()
        .that()
        .resideInAnyPackage("org.seedbed.task..", "org.seedbed.model..", "org.seedbed.statistics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.seedbed.record..", "org.seedbed.evaluation..", "org.seedbed.experiment..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.spark..")
        .check(CLASSES);
  }

  @Test
  void statisticsAndRulesAreFreeOfFilesAndTensors() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.seedbed.statistics..", "org.seedbed.planning..", "org.seedbed.search.pruning..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..",
            "org.apache.hadoop..",
            "org.apache.parquet..",
            "ai.djl..",
            "java.io..",
            "java.nio..")
        .check(CLASSES);
  }

  @Test
  void onlyTheDataParallelModuleKnowsDl4j() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.seedbed.dataparallel..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.deeplearning4j..", "org.nd4j..", "org.bytedeco..")
        .check(CLASSES);
  }

  @Test
  void noCodeDependsOnAModelOrAGroupOfTasks() {
    // A model's package may use that of the tasks that it is made for.
    noClasses()
        .that()
        .resideOutsideOfPackages(FAMILIES)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FAMILIES)
        .because("a model is one package and one registration")
        .check(CLASSES);
  }

  /** Names of models, of their sections, and of tasks, in string literals of main sources. */
  @Test
  void noCodeNamesAModelOrATask() throws IOException {
    var names =
        Stream.concat(
                ModelCatalogue.families().stream()
                    .flatMap(family -> Stream.of(family.name(), family.section())),
                TaskCatalogue.tasks().stream()
                    .flatMap(
                        task ->
                            Stream.of(
                                task.name(),
                                task.name().substring(0, task.name().indexOf('/') + 1))))
            .distinct()
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    var named = Pattern.compile("\"[^\"\n]*(?<![\\w-])(" + names + ")(?![\\w-])[^\"\n]*\"");
    var wrong = new ArrayList<String>();
    for (var module :
        List.of("data-gen", "models", "monitoring", "cluster", "cluster/dataparallel", "jobs")) {
      try (var files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (var file : (Iterable<Path>) files.filter(HouseTest::isOutsideOfFamilies)::iterator) {
          var found = named.matcher(code(Files.readString(file)));
          while (found.find()) {
            wrong.add(file + ": " + found.group());
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isOutsideOfFamilies(Path file) {
    return file.toString().endsWith(".java")
        && Stream.of(FAMILIES)
            .map(family -> family.replace("..", "").replace('.', '/'))
            .noneMatch(file.toString()::contains);
  }

  /** Without comments. */
  private static String code(String java) {
    return java.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("(?m)^\\s*//.*$", "");
  }

  @Test
  void constructorsOfManyPartsAreCalledInTheirOwnFileAlone() {
    classes()
        .should(
            new ArchCondition<>("call no constructor of another file with more than 6 arguments") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (JavaConstructorCall call : type.getConstructorCallsFromSelf()) {
                  boolean many = call.getTarget().getRawParameterTypes().size() > 6;
                  if (many && !file(call.getTargetOwner()).equals(file(type))) {
                    events.add(SimpleConditionEvent.violated(call, call.getDescription()));
                  }
                }
              }
            })
        .check(CLASSES.that(isOfSeedbed()));
  }

  private static com.tngtech.archunit.base.DescribedPredicate<JavaClass> isOfSeedbed() {
    return com.tngtech.archunit.base.DescribedPredicate.describe("are ours", HouseTest::isOurs);
  }

  private static String file(JavaClass type) {
    return type.getName().replaceAll("\\$.*", "");
  }

  @Test
  void namesHaveOneForm() {
    assertThat(ModelCatalogue.families())
        .extracting(ModelFamily::name)
        .contains("threshold")
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z]+(-[a-z]+)*"));
    assertThat(TaskCatalogue.tasks())
        .extracting(Task::name)
        .allMatch(name -> name.matches("[a-z]+/[a-z][a-z0-9]*(-[a-z0-9]+)*"));
  }
}

package org.seedbed.model;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.seedbed.model", "org.seedbed.task");

  /**
   * Such operations make the recorded graph point into a Java buffer that can be garbage collected.
   */
  @Test
  void noOperationTakesANumber() {
    var takesANumber =
        DescribedPredicate.<AccessTarget.CodeUnitCallTarget>describe(
            "takes a Number",
            call ->
                call.getRawParameterTypes().stream()
                    .anyMatch(type -> type.isEquivalentTo(Number.class)));
    noClasses()
        .should()
        .callCodeUnitWhere(target(owner(assignableTo(NDArray.class))).and(target(takesANumber)))
        .because("tensors are multiplied by tensors only, see Tensors")
        .check(CLASSES);
  }

  /** DJL's concatenation of a single tensor loses its gradient. */
  @Test
  void onlyTensorsJoins() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Tensors")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(NDArrays.class)
        .because("Tensors.join keeps the gradient of a single part")
        .check(CLASSES);
  }

  @Test
  void tasksAndModelsKnowNothingOfSparkFilesOrClocks() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache..", "java.io..", "java.nio.file..", "java.time..", "io.prometheus..")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("they are pure")
        .check(
            CLASSES.that(
                DescribedPredicate.describe(
                    "are neither values that Spark sends nor the edge to native libraries",
                    c -> !Set.of("Level", "GpuNatives").contains(c.getSimpleName()))));
  }
}

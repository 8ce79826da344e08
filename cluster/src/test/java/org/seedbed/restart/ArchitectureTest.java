package org.seedbed.restart;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.seedbed.restart", "org.seedbed.store");

  @Test
  void pruningKnowsNothingButStandings() {
    classes()
        .that()
        .resideInAPackage("..pruning")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java.lang..", "java.util..", "..pruning")
        .check(CLASSES);
  }

  @Test
  void statisticsAreFreeOfSparkFilesAndTensors() {
    noClasses()
        .that()
        .belongToAnyOf(
            WilsonInterval.class,
            RankCorrelation.class,
            RestartStatistics.class,
            PruningEffect.class,
            PopulationPlan.class,
            Ranking.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache..", "ai.djl..", "java.io..", "java.nio..")
        .check(CLASSES);
  }

  @Test
  void storesKnowNoSearch() {
    noClasses()
        .that()
        .resideInAPackage("org.seedbed.store")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.seedbed.restart..")
        .check(CLASSES);
  }
}

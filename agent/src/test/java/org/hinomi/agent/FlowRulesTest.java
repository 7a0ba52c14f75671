package org.hinomi.agent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The flow of the agent, kept by the build: sample and watch, match, spool, send. */
class FlowRulesTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.hinomi.agent");
  }

  @Test
  void noStageKnowsALaterOne() {
    never("sample", "watch", "match", "spool", "send", "app");
    never("watch", "sample", "match", "spool", "send", "app");
    never("match", "spool", "send", "app");
    never("spool", "send", "app");
    never("send", "app", "enroll");
    never("enroll", "sample", "watch", "match", "spool", "send", "app");
  }

  @Test
  void noCycles() {
    slices().matching("org.hinomi.agent.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void oshiStaysInSample() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.hinomi.agent.sample..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("oshi..")
        .check(classes);
  }

  @Test
  void nativeCallsStayWhereTheyAreNarrow() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("org.hinomi.agent.watch.windows.Wevtapi")
        .and()
        .resideOutsideOfPackage("org.hinomi.agent.sample..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(classes);
  }

  @Test
  void theAgentStaysSmall() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.netty..", "org.duckdb..", "org.sqlite..", "io.helidon..", "com.sun.jna..")
        .check(classes);
  }

  @Test
  void clocksAndChanceComeFromApp() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.hinomi.agent.app..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(java.util.Random.class)
        .orShould()
        .accessField(System.class, "out")
        .check(classes);
  }

  private static void never(String stage, String... later) {
    String[] packages = new String[later.length];
    for (int i = 0; i < later.length; i++) {
      packages[i] = "org.hinomi.agent." + later[i] + "..";
    }
    noClasses()
        .that()
        .resideInAPackage("org.hinomi.agent." + stage + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .allowEmptyShould(true)
        .check(classes);
  }
}

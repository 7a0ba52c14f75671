package org.hinomi.collector;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The flow of the collector, kept by the build: no stage knows a later one. */
class FlowRulesTest {
  private static final String BASE = "org.hinomi.collector.";
  private static final List<String> STAGES =
      List.of(
          "receive", "journal", "decode", "enrich", "record", "detect", "alert", "notify", "search",
          "keep", "review", "console", "app");

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.hinomi.collector");
  }

  @TestFactory
  List<DynamicTest> noStageKnowsALaterOne() {
    return STAGES.subList(0, STAGES.size() - 1).stream()
        .map(
            stage ->
                DynamicTest.dynamicTest(
                    stage,
                    () ->
                        noClasses()
                            .that()
                            .resideInAPackage(BASE + stage + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(
                                STAGES.subList(STAGES.indexOf(stage) + 1, STAGES.size()).stream()
                                    .map(later -> BASE + later + "..")
                                    .toArray(String[]::new))
                            .check(classes)))
        .toList();
  }

  /** It stands outside: a client that sends what the stages then take. */
  @Test
  void importsKnowNoStage() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "imports..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            STAGES.stream().map(stage -> BASE + stage + "..").toArray(String[]::new))
        .check(classes);
  }

  /** Beside the flow: who may come in is decided before anything flows. */
  @Test
  void enrolmentKnowsNoStage() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "enroll..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            STAGES.stream().map(stage -> BASE + stage + "..").toArray(String[]::new))
        .check(classes);
  }

  /** Beside the flow: who asks, and what was done, is known before any stage. */
  @Test
  void accessAndAuditKnowNoStage() {
    noClasses()
        .that()
        .resideInAnyPackage(BASE + "access..", BASE + "audit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            STAGES.stream().map(stage -> BASE + stage + "..").toArray(String[]::new))
        .check(classes);
  }

  @Test
  void bouncyCastleStaysWithPasswordsAndTimeStamps() {
    only("org.bouncycastle..", "access..", "keep.stamp..");
  }

  /** Beside the flow: any stage may ask what time it is for people. */
  @Test
  void calendarsKnowNoStage() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "calendar..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            STAGES.stream().map(stage -> BASE + stage + "..").toArray(String[]::new))
        .check(classes);
  }

  @Test
  void iCalendarStaysInCalendar() {
    only("biweekly..", "calendar..");
  }

  @Test
  void noCycles() {
    slices().matching("org.hinomi.collector.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void nettyStaysInReceive() {
    only("io.netty..", "receive..", "app..");
  }

  @Test
  void snmp4jStaysWithSnmp() {
    only("org.snmp4j..", "receive.snmp..", "decode.snmp..", "notify.snmp..", "app..");
  }

  @Test
  void duckDbStaysInRecord() {
    only("org.duckdb..", "record..");
  }

  @Test
  void zstdStaysWhereFilesAreReadAndWritten() {
    only("com.github.luben..", "record.parquet..", "imports..");
  }

  @Test
  void workbooksStayWhereTablesAre() {
    only("org.dhatim..", "search..", "review..", "demo..");
  }

  @Test
  void printingStaysInTheReport() {
    only("com.openhtmltopdf..", "review.report..");
    only("org.apache.pdfbox..", "review.report..");
    only("org.apache.fontbox..", "review.report..");
  }

  /** It makes what machines send; only the wiring knows where that goes. */
  @Test
  void theDemonstrationKnowsNoStage() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "demo..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            STAGES.stream().map(stage -> BASE + stage + "..").toArray(String[]::new))
        .check(classes);
  }

  @Test
  void sqliteStaysInAlert() {
    only("org.sqlite..", "alert..");
  }

  /** No input or output; buffers in memory are none. */
  @Test
  void detectionIsPure() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "detect..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.net..",
            "java.sql..",
            "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Thread.class)
        .check(classes);
  }

  @Test
  void clocksAndChanceComeFromApp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "app..")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callConstructor(java.util.Random.class)
        .check(classes);
  }

  @Test
  void onlyTheCommandLinePrints() {
    noClasses()
        .that()
        .resideOutsideOfPackage(BASE + "app..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(classes);
  }

  @Test
  void oneLogApi() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(classes);
  }

  private static void only(String library, String... packages) {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            java.util.Arrays.stream(packages).map(p -> BASE + p).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true)
        .check(classes);
  }
}

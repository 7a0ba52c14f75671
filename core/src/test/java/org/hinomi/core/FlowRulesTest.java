package org.hinomi.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Which library is known where in what both programs share. */
class FlowRulesTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.hinomi.core");
  }

  @Test
  void noCycles() {
    slices().matching("org.hinomi.core.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void yamlStaysInSettingsAndSigma() {
    only("org.yaml..", "settings", "sigma");
    only("org.apache.commons.configuration2..", "settings");
  }

  @Test
  void snmp4jStaysInSnmp() {
    only("org.snmp4j..", "snmp");
  }

  private static void only(String library, String... packages) {
    String[] allowed = new String[packages.length];
    for (int i = 0; i < packages.length; i++) {
      allowed[i] = "org.hinomi.core." + packages[i] + "..";
    }
    noClasses()
        .that()
        .resideOutsideOfPackages(allowed)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(classes);
  }
}

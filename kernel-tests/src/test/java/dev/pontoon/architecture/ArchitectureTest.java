package dev.pontoon.architecture;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

/** The arrows of docs/architecture.md, and no others. */
@AnalyzeClasses(packages = "dev.pontoon", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule MODULES =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("linux")
          .definedBy("dev.pontoon.linux..")
          .layer("engine")
          .definedBy("dev.pontoon.engine..")
          .layer("runtime")
          .definedBy("dev.pontoon.runtime..")
          .layer("api")
          .definedBy("dev.pontoon.api..")
          .layer("daemon")
          .definedBy("dev.pontoon.daemon..")
          .layer("cli")
          .definedBy("dev.pontoon.cli..")
          .layer("testkit")
          .definedBy("dev.pontoon.testkit..")
          .whereLayer("linux")
          .mayNotAccessAnyLayer()
          .whereLayer("engine")
          .mayOnlyAccessLayers("linux")
          .whereLayer("runtime")
          .mayOnlyAccessLayers("linux")
          .whereLayer("api")
          .mayNotAccessAnyLayer()
          .whereLayer("daemon")
          .mayOnlyAccessLayers("engine", "runtime", "api", "linux")
          .whereLayer("cli")
          .mayOnlyAccessLayers("api")
          .whereLayer("testkit")
          .mayOnlyAccessLayers("engine", "linux");

  @ArchTest
  static final ArchRule NO_CYCLES_BETWEEN_PACKAGES =
      slices().matching("dev.pontoon.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule FOREIGN_MEMORY_ONLY_IN_SYS =
      ArchRuleDefinition.noClasses()
          .that()
          .resideOutsideOfPackage("dev.pontoon.linux.sys..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.lang.foreign..");

  /** Few places start programs, each by its path and a list of arguments. */
  @ArchTest
  static final ArchRule PROGRAMS_START_HERE_ONLY =
      ArchRuleDefinition.noClasses()
          .that()
          .resideOutsideOfPackages("dev.pontoon.testkit..", "dev.pontoon.bench..")
          .and()
          .haveNameNotMatching(
              ".*\\.(Stty|iptables\\.Iptables|conmon\\.Conmon|files\\.Command|sys\\.Spawn)(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .haveNameMatching("java\\.lang\\.ProcessBuilder|dev\\.pontoon\\.linux\\.sys\\.Spawn");
}

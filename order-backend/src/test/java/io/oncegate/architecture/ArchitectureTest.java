package io.oncegate.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.oncegate.architecture.orders.PlantedSpringInTheDomain;
import io.oncegate.architecture.orders.web.PlantedJdbcInTheWeb;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    /** The domain: the packages themselves, not those below them. The planted class lies in a package of the same name. */
    private static final ArchRule THE_DOMAIN_KNOWS_THE_JDK_ONLY = classes()
            .that()
            .resideInAnyPackage("io.oncegate..orders", "io.oncegate..feedback")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.oncegate..orders",
                    "io.oncegate..feedback",
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.math..",
                    "java.security..",
                    "org.jspecify..");

    private static final ArchRule THE_WEB_DOES_NOT_SEE_THE_DATABASE = noClasses()
            .that()
            .resideInAPackage("io.oncegate..web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.oncegate..jdbc..",
                    "io.oncegate.database..",
                    "java.sql..",
                    "javax.sql..",
                    "org.springframework.jdbc..");

    private static final ArchRule THE_DATABASE_DOES_NOT_SEE_THE_WEB = noClasses()
            .that()
            .resideInAnyPackage("io.oncegate..jdbc..", "io.oncegate.database..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.oncegate..web..", "io.oncegate.edge..", "org.springframework.web..");

    private static final ArchRule SERVICES_DO_NOT_SEE_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("io.oncegate.feedback..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.oncegate.orders..");

    private static final ArchRule THE_EDGE_KNOWS_NO_SERVICE = noClasses()
            .that()
            .resideInAnyPackage("io.oncegate.edge..", "io.oncegate.database..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.oncegate.orders..", "io.oncegate.feedback..");

    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.oncegate");

    @Test
    void dependenciesPointInwards() {
        THE_DOMAIN_KNOWS_THE_JDK_ONLY.check(PRODUCTION);
        THE_WEB_DOES_NOT_SEE_THE_DATABASE.check(PRODUCTION);
        THE_DATABASE_DOES_NOT_SEE_THE_WEB.check(PRODUCTION);
        SERVICES_DO_NOT_SEE_EACH_OTHER.check(PRODUCTION);
        THE_EDGE_KNOWS_NO_SERVICE.check(PRODUCTION);
    }

    @Test
    void aPlantedViolationIsFound() {
        assertThat(violates(THE_DOMAIN_KNOWS_THE_JDK_ONLY, PlantedSpringInTheDomain.class))
                .isTrue();
        assertThat(violates(THE_WEB_DOES_NOT_SEE_THE_DATABASE, PlantedJdbcInTheWeb.class))
                .isTrue();
    }

    private static boolean violates(ArchRule rule, Class<?> planted) {
        return rule.evaluate(new ClassFileImporter().importClasses(planted)).hasViolation();
    }
}

package io.oncegate;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.oncegate.app.planted.KnowsCore;
import io.oncegate.autoconfigure.planted.KnowsApp;
import io.oncegate.core.planted.KnowsSpring;
import io.oncegate.memory.planted.KnowsLettuce;
import io.oncegate.memory.planted.KnowsLz4;
import io.oncegate.ops.planted.KnowsGatewayFilter;
import io.oncegate.ops.planted.KnowsStore;
import io.oncegate.redis.planted.KnowsWeb;
import io.oncegate.web.planted.KnowsRedis;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The arrows between the packages hold, and each rule is seen to fail on a violation planted for it. */
class ArchitectureTest {

    private static final String CORE = "io.oncegate.core..";
    private static final String WEB = "io.oncegate.web..";
    private static final String REDIS = "io.oncegate.redis..";
    private static final String MEMORY = "io.oncegate.memory..";
    private static final String OPS = "io.oncegate.ops..";
    private static final String AUTOCONFIGURE = "io.oncegate.autoconfigure..";
    private static final String APP = "io.oncegate.app..";

    /** The JDK, nullness annotations and publishers. */
    private static final String[] PLAIN = {
        "java..", "javax.crypto..", "org.jspecify..", "reactor.core..", "reactor.util..", "org.reactivestreams.."
    };

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.oncegate");

    static Stream<Arguments> arrows() {
        return Stream.of(
                Arguments.of(only(CORE, CORE), KnowsSpring.class),
                Arguments.of(only(MEMORY, MEMORY, CORE), KnowsLettuce.class),
                // Netty is what the driver runs on
                Arguments.of(
                        only(
                                REDIS,
                                REDIS,
                                CORE,
                                "io.lettuce..",
                                "io.netty..",
                                "org.springframework.data.redis..",
                                "net.jpountz.lz4.."),
                        KnowsWeb.class),
                Arguments.of(none(WEB, REDIS, MEMORY, OPS, AUTOCONFIGURE, APP), KnowsRedis.class),
                Arguments.of(none(OPS, WEB, REDIS, MEMORY, AUTOCONFIGURE, APP), KnowsStore.class),
                Arguments.of(none(AUTOCONFIGURE, APP), KnowsApp.class),
                Arguments.of(none(APP, WEB, REDIS, CORE, MEMORY), KnowsCore.class),
                Arguments.of(
                        frameworkOnlyIn("org.springframework.cloud.gateway..", WEB, AUTOCONFIGURE, APP),
                        KnowsGatewayFilter.class),
                Arguments.of(frameworkOnlyIn("net.jpountz.lz4..", REDIS), KnowsLz4.class),
                Arguments.of(frameworkOnlyIn("io.lettuce..", REDIS, AUTOCONFIGURE, APP), KnowsLettuce.class));
    }

    private static ArchRule only(String from, String... to) {
        return classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        Stream.concat(Stream.of(to), Stream.of(PLAIN)).toArray(String[]::new));
    }

    private static ArchRule none(String from, String... to) {
        // the package of the operators' page may not be there yet
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(to)
                .allowEmptyShould(from.equals(OPS));
    }

    private static ArchRule frameworkOnlyIn(String framework, String... where) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(where)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(framework);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("arrows")
    void mainCodeKeepsToTheArrow(ArchRule rule, Class<?> planted) {
        rule.check(MAIN);
    }

    @ParameterizedTest(name = "{1} is found by: {0}")
    @MethodSource("arrows")
    void plantedViolationIsFound(ArchRule rule, Class<?> planted) {
        JavaClasses violating = new ClassFileImporter().importClasses(planted);

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> rule.check(violating))
                .withMessageContaining(planted.getName());
    }

    @Test
    void everyPackageIsUnderARule() {
        assertThat(MAIN.stream()
                        .map(type -> type.getPackageName().replaceAll("^io\\.oncegate\\.([a-z]+).*", "$1"))
                        .distinct())
                .isNotEmpty()
                .isSubsetOf("core", "web", "redis", "memory", "ops", "autoconfigure", "app");
    }
}

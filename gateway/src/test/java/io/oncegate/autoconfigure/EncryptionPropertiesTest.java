package io.oncegate.autoconfigure;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.redis.AnswerSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is written under {@code oncegate.encryption}. */
class EncryptionPropertiesTest {

    private static final String SECRET =
            Base64.getEncoder().encodeToString("0123456789abcdef0123456789abcdef".getBytes(US_ASCII));
    private static final String SHORT = Base64.getEncoder().encodeToString("0123456789".getBytes(US_ASCII));
    private static final String KEYS = "oncegate.encryption.keys";
    private static final byte[] PLACE = {1};
    private static final byte[] CONTENT = {2};

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Bound.class);

    @EnableConfigurationProperties(EncryptionProperties.class)
    static class Bound {}

    @Test
    void nothingIsSealedWhereNothingIsSet() {
        runner.run(context -> assertThat(
                        context.getBean(EncryptionProperties.class).seal().seal(PLACE, CONTENT))
                .isEmpty());
    }

    @Test
    void theActiveKeySealsAndAllOfThemOpen(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("key"), SECRET + "\n");
        String[] both = {KEYS + "[0].id=1", KEYS + "[0].secret=" + SECRET, KEYS + "[1].id=2", KEYS + "[1].file=" + file
        };
        runner.withPropertyValues(both)
                .withPropertyValues("oncegate.encryption.active=2")
                .run(context -> {
                    AnswerSeal seal =
                            context.getBean(EncryptionProperties.class).seal();
                    byte[] sealed = seal.seal(PLACE, CONTENT).orElseThrow();

                    assertThat(sealed[0]).isEqualTo((byte) 2);
                    assertThat(seal.open(PLACE, sealed)).contains(CONTENT);
                });
        runner.withPropertyValues(both)
                .withPropertyValues("oncegate.encryption.active=0")
                .run(context -> assertThat(context.getBean(EncryptionProperties.class)
                                .seal()
                                .seal(PLACE, CONTENT))
                        .isEmpty());
    }

    @ParameterizedTest
    @MethodSource
    void aContradictionStopsTheStartAndTellsNothingOfTheSecret(String property, String[] properties) {
        runner.withPropertyValues(properties).run(context -> {
            assertThat(context).hasFailed();
            Throwable failure = context.getStartupFailure();
            // all that Spring Boot shows of it to whoever started
            assertThat(failure).rootCause().hasMessageStartingWith(property + ": ");
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                assertThat(String.valueOf(cause.getMessage())).doesNotContain(SECRET, SHORT);
            }
        });
    }

    static Stream<Arguments> aContradictionStopsTheStartAndTellsNothingOfTheSecret() {
        return Stream.of(
                stops("oncegate.encryption.active", KEYS + "[0].id=1", KEYS + "[0].secret=" + SECRET),
                stops(
                        "oncegate.encryption.active",
                        KEYS + "[0].id=1",
                        KEYS + "[0].secret=" + SECRET,
                        "oncegate.encryption.active=2"),
                stops(KEYS + "[0].id", KEYS + "[0].id=256", KEYS + "[0].secret=" + SECRET),
                stops(
                        KEYS + "[1].id",
                        KEYS + "[0].id=1",
                        KEYS + "[0].secret=" + SECRET,
                        KEYS + "[1].id=1",
                        KEYS + "[1].secret=" + SECRET),
                stops(KEYS + "[0].secret", KEYS + "[0].id=1"),
                stops(KEYS + "[0].secret", KEYS + "[0].id=1", KEYS + "[0].secret=" + SHORT),
                stops(KEYS + "[0].secret", KEYS + "[0].id=1", KEYS + "[0].secret=" + SECRET, KEYS + "[0].file=/x"),
                stops(KEYS + "[0].file", KEYS + "[0].id=1", KEYS + "[0].file=/nowhere/at/all"),
                stops(KEYS + "[0].file", KEYS + "[0].id=1", KEYS + "[0].file=" + SECRET),
                stops("oncegate.encryption.fingerprint-secret", "oncegate.encryption.fingerprint-secret=" + SHORT));
    }

    private static Arguments stops(String property, String... properties) {
        return Arguments.of(property, properties);
    }

    @Test
    void whatIsBoundTellsNoSecretWhenItIsPrinted() {
        runner.withPropertyValues(
                        KEYS + "[0].id=1",
                        KEYS + "[0].secret=" + SECRET,
                        "oncegate.encryption.active=1",
                        "oncegate.encryption.fingerprint-secret=" + SECRET)
                .run(context -> assertThat(
                                context.getBean(EncryptionProperties.class).toString())
                        .contains("id=1", "active=1")
                        .doesNotContain(SECRET));
    }
}

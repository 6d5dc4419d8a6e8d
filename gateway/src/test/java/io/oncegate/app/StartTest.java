package io.oncegate.app;

import static io.oncegate.app.RunningGateway.basic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the shipped gateway starts with, and what stops it. */
@ExtendWith(OutputCaptureExtension.class)
class StartTest {

    private static final String AUTHORIZATION = "Authorization";

    @Test
    void withNothingConfiguredItStartsOnLoopbackAndKnowsNobody(CapturedOutput output) throws Exception {
        try (RunningGateway gateway = new RunningGateway()) {
            assertThat(gateway.get().statusCode()).isEqualTo(200);
            assertThat(gateway.get(AUTHORIZATION, basic("alice", "alice")).statusCode())
                    .isEqualTo(401);
            assertThat(gateway.get(AUTHORIZATION, "Bearer e30.e30.e30").statusCode())
                    .isEqualTo(401);
            assertThat(gateway.setting("server.address")).isEqualTo("127.0.0.1");
            assertThat(gateway.setting("management.server.address")).isEqualTo("127.0.0.1");
        }
        assertThat(output).doesNotContain("generated security password").doesNotContain("profile demo");
    }

    @Test
    void theDemonstrationsAccountsAreOnUnderItsProfileAndSaySo(CapturedOutput output) throws Exception {
        try (RunningGateway gateway = new RunningGateway("spring.profiles.active=demo")) {
            for (String name : new String[] {"alice", "bob", "ops", "audit"}) {
                assertThat(gateway.get(AUTHORIZATION, basic(name, name)).statusCode())
                        .isEqualTo(200);
                assertThat(gateway.lastSeen().get("X-User-Id")).isEqualTo(name);
            }
        }
        assertThat(output.getOut())
                .containsPattern("WARN.*profile demo: the accounts \\[alice, bob, ops, audit] are on");
    }

    @Test
    void anAdditionalLocationReplacesWhatIsBuiltIn(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("gateway.yml"), "spring.application.name: other\n");

        try (RunningGateway gateway = new RunningGateway("spring.config.additional-location=" + file.toUri())) {
            assertThat(gateway.setting("spring.application.name")).isEqualTo("other");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain-s3cret", "{rot13}f3cret", "{bcrypt-f3cret"})
    void aSecretWithoutAKnownEncodingStopsTheStartAndIsNotTold(String secret, CapturedOutput output) {
        assertThatThrownBy(() ->
                        new RunningGateway("oncegate.clients[0].name=shop", "oncegate.clients[0].secret=" + secret))
                .hasStackTraceContaining("oncegate.clients:");

        assertThat(output).contains("oncegate.clients:").doesNotContain(secret);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", " ", "shop"})
    void aNameThatCannotLogInOrIsThereTwiceStopsTheStart(String name, CapturedOutput output) {
        assertThatThrownBy(() -> new RunningGateway(
                        "oncegate.clients[0].name=shop",
                        "oncegate.clients[0].secret={noop}hush-hush",
                        "oncegate.clients[1].name=" + name,
                        "oncegate.clients[1].secret={noop}hush-hush"))
                .hasStackTraceContaining("oncegate.clients:");

        assertThat(output).doesNotContain("hush-hush");
    }

    @Test
    void aClientsTextHoldsNoSecret() {
        ClientsProperties clients = new ClientsProperties(
                List.of(new ClientsProperties.Client("shop", "{noop}hush-hush", List.of("CUSTOMER"))));

        assertThat(clients.toString()).contains("shop").doesNotContain("hush");
    }

    @Test
    void aRouteThatNeedsAVariableWhichIsNotSetStopsTheStart(CapturedOutput output) {
        String filter = "spring.cloud.gateway.server.webflux.routes[0].filters[0]=";

        assertThatThrownBy(() ->
                        new RunningGateway(filter + "SetRequestHeader=X-Gateway-Token, ${ONCEGATE_TEST_UNSET_TOKEN}"))
                .hasStackTraceContaining("this route needs ONCEGATE_TEST_UNSET_TOKEN");

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("ONCEGATE_TEST_UNSET_TOKEN, which is not set");
    }

    @Test
    void anEmptyTokenStopsTheStartToo() {
        String filter = "spring.cloud.gateway.server.webflux.routes[0].filters[0]=";

        assertThatThrownBy(() -> new RunningGateway(
                        filter + "SetRequestHeader=X-Gateway-Token, ${ONCEGATE_TOKEN}", "ONCEGATE_TOKEN="))
                .hasStackTraceContaining("NotEmpty.value");
    }

    @Test
    void aGroupOfARewritingFilterIsNoVariable() throws Exception {
        String filter = "spring.cloud.gateway.server.webflux.routes[0].filters[0].";

        try (RunningGateway gateway = new RunningGateway(
                filter + "name=RewritePath",
                filter + "args.regexp=/(?<rest>.*)",
                filter + "args.replacement=/v1/${rest}")) {
            assertThat(gateway.get().statusCode()).isEqualTo(200);
        }
    }
}

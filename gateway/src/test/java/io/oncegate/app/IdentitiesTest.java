package io.oncegate.app;

import static io.oncegate.app.RunningGateway.basic;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Who a request is by, and what the upstream hears of it, with Basic clients and bearer tokens in one gateway. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentitiesTest {

    private static final String AUTHORIZATION = "Authorization";
    private static final String USER_ID = "X-User-Id";
    /** Longer than what bcrypt encodes, which would refuse it. */
    private static final String LONG_SECRET = "s3cret-".repeat(20);

    private Tokens tokens;
    private RunningGateway gateway;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        tokens = new Tokens();
        gateway = new RunningGateway(
                tokens.property(directory),
                "oncegate.clients[0].name=shop",
                "oncegate.clients[0].secret={bcrypt}" + new BCryptPasswordEncoder(4).encode("s3cret"),
                "oncegate.clients[1].name=80% Käse",
                "oncegate.clients[1].secret={noop}cheese",
                "oncegate.clients[2].name=batch",
                "oncegate.clients[2].secret={noop}" + LONG_SECRET);
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void anAnonymousRequestPassesWithoutAUserWhateverTheClientClaims() throws Exception {
        HttpResponse<String> answer = gateway.get("x-uSER-iD", "alice", "X-User-Id", "bob");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gateway.lastSeen().getAll(USER_ID)).isEmpty();
    }

    @Test
    void aClientIsNamedToTheUpstreamAndItsSecretIsNot() throws Exception {
        HttpResponse<String> answer =
                gateway.get(AUTHORIZATION, basic("shop", "s3cret"), "x-user-id", "alice", "X-USER-ID", "bob");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gateway.lastSeen().getAll(USER_ID)).containsExactly("shop");
        assertThat(gateway.lastSeen().contains(AUTHORIZATION)).isFalse();
    }

    @Test
    void aSecretIsCheckedAsItIsListedAndNotEncodedAnew() throws Exception {
        HttpResponse<String> answer = gateway.get(AUTHORIZATION, basic("batch", LONG_SECRET));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gateway.lastSeen().getAll(USER_ID)).containsExactly("batch");
    }

    @Test
    void aTokensSubjectIsNamedAndTheTokenPassedOn() throws Exception {
        String bearer = tokens.bearer("user-42", soon());

        HttpResponse<String> answer = gateway.get(AUTHORIZATION, bearer);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(gateway.lastSeen().getAll(USER_ID)).containsExactly("user-42");
        assertThat(gateway.lastSeen().get(AUTHORIZATION)).isEqualTo(bearer);
    }

    @Test
    void aNameIsEncodedSoThatItStaysOneFieldValueAndUnique() throws Exception {
        gateway.get(AUTHORIZATION, basic("80% Käse", "cheese"));
        assertThat(gateway.lastSeen().getAll(USER_ID)).containsExactly("80%25%20K%C3%A4se");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"a\\r\\nX-Evil: 1 | a%0D%0AX-Evil:%201", "%41 | %2541", "\\u20ac | %E2%82%AC"})
    void aSubjectCannotInjectAHeaderNorPassForAnother(String subject, String sent) throws Exception {
        assertThat(gateway.get(AUTHORIZATION, tokens.bearer(subject, soon())).statusCode())
                .isEqualTo(200);

        assertThat(gateway.lastSeen().getAll(USER_ID)).containsExactly(sent);
        assertThat(gateway.lastSeen().contains("X-Evil")).isFalse();
    }

    @Test
    void aTokenWithoutASubjectIsNobodys() throws Exception {
        String bearer = tokens.bearer(Map.of("exp", Long.toString(soon().getEpochSecond())));

        assertThat(gateway.get(AUTHORIZATION, bearer, USER_ID, "alice").statusCode())
                .isEqualTo(200);
        assertThat(gateway.lastSeen().contains(USER_ID)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Basic !!!", "Basic", "Basic bm8tY29sb24=", "Bearer nonsense", "Digest username=\"shop\"", ""})
    void credentialsThatMeanNothingAreRefused(String authorization) throws Exception {
        assertRefused(AUTHORIZATION, authorization);
    }

    @Test
    void wrongCredentialsAreRefusedAndReachNothing() throws Exception {
        assertRefused(AUTHORIZATION, basic("shop", "guess"));
        assertRefused(AUTHORIZATION, basic("nobody", "s3cret"));
        assertRefused(AUTHORIZATION, tokens.bearer("user-42", Instant.now().minusSeconds(3600)));
        assertRefused(AUTHORIZATION, new Tokens().bearer("user-42", soon()));
    }

    @Test
    void twoCredentialsAreRefusedEvenWhereOneIsRight() throws Exception {
        assertRefused(AUTHORIZATION, tokens.bearer("user-42", soon()), AUTHORIZATION, basic("shop", "s3cret"));
        assertRefused(AUTHORIZATION, basic("shop", "s3cret"), AUTHORIZATION, "Basic x");
    }

    @Test
    void nothingIsAddedToWhatTheUpstreamSaysAboutCachingAndNoSessionIsMade() throws Exception {
        HttpResponse<String> answer = gateway.get(AUTHORIZATION, basic("shop", "s3cret"));

        assertThat(answer.headers().map()).doesNotContainKeys("cache-control", "set-cookie", "pragma", "expires");
    }

    private void assertRefused(String... headers) throws Exception {
        int before = gateway.timesSeen();

        HttpResponse<String> answer = gateway.get(headers);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer, Basic realm=\"oncegate\"");
        assertThat(answer.body())
                .contains(
                        "\"type\":\"/idempotency-policy#credentials-invalid\"",
                        "\"code\":\"credentials-invalid\"",
                        "\"instance\":\"/hello\"",
                        "\"retryable\":false");
        assertThat(gateway.timesSeen()).isEqualTo(before);
    }

    private static Instant soon() {
        return Instant.now().plusSeconds(600);
    }
}

package io.oncegate.app;

import static io.oncegate.app.EarlyAndLate.TENANT;
import static io.oncegate.app.EarlyAndLate.conversation;
import static io.oncegate.app.EarlyAndLate.patches;
import static io.oncegate.app.EarlyAndLate.post;
import static io.oncegate.app.EarlyAndLate.replayed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oncegate.RawHttp;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A replay that is given ahead of the server is the replay that the server would have given, byte for byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EarlyReplaysTest {

    private EarlyAndLate gateways;

    @BeforeAll
    void start() {
        gateways = new EarlyAndLate();
    }

    @AfterAll
    void stop() {
        gateways.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hello", "/hello?a=1&a=2", "/status/200", "/status/201", "/status/204", "/status/404"})
    void aReplayIsTheSameToTheByte(String target) throws IOException {
        String request = post(target, "{}", gateways.key(), TENANT);
        assertThat(gateways.both(request)).doesNotContain("Idempotent-Replayed");
        for (int i = 0; i < 2; i++) {
            assertThat(gateways.early(request)).contains("Idempotent-Replayed: true", "X-Frame-Options: DENY");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Accept: text/html",
                "Connection: keep-alive",
                "X-Forwarded-For: 10.0.0.1",
                "Idempotent-Replayed: of the client's own",
                "X-User-Id: bob"
            })
    void whatSaysNothingToAReplayChangesNothing(String field) throws IOException {
        String request = post("/hello", "{}", gateways.key(), TENANT, field);
        gateways.both(request);
        assertThat(gateways.early(request)).contains("Idempotent-Replayed: true");
    }

    @Test
    void aQuotedKeyIsTheSameKey() throws IOException {
        String key = gateways.key();
        gateways.both(post("/hello", "{}", key, TENANT));
        String quoted = "idempotency-key: \"" + key.substring(key.indexOf(' ') + 1) + '"';
        assertThat(gateways.early(post("/hello", "{}", quoted, TENANT))).contains("Idempotent-Replayed: true");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie: a=b",
                "Origin: http://elsewhere",
                "Authorization: Basic c2hvcDpzaG9wLXNlY3JldA==",
                "Authorization: Basic nonsense",
                "Upgrade: h2c",
                "X-Forwarded-Prefix: /x",
                "X-Name: Zo\u00eb",
                "Expect: 100-continue",
                "Transfer-Encoding: identity",
                "Connection: upgrade",
                "Connection: keep-alive, Connection: x",
                "Host: elsewhere",
                "Idempotency-Key: another",
                "X-Tenant: another",
                "X-Tenant: shop, X-Tenant: other"
            })
    void whatSomebodyMayLookAtGoesTheWholeWay(String field) throws IOException {
        String key = gateways.key();
        gateways.both(post("/hello", "{}", key, TENANT));
        String[] fields = Stream.concat(Stream.of(key, TENANT), Arrays.stream(field.split(", ")))
                .toArray(String[]::new);
        gateways.notEarly(post("/hello", "{}", fields));
    }

    @ParameterizedTest
    @CsvSource({
        "GET /hello HTTP/1.1, Content-Length: 2",
        "POST /hello HTTP/1.0, Content-Length: 2",
        "POST /%68ello HTTP/1.1, Content-Length: 2",
        "POST http://gateway/hello HTTP/1.1, Content-Length: 2",
        "POST /hello HTTP/1.1, Transfer-Encoding: chunked"
    })
    void whatIsNotPlainGoesTheWholeWay(String line, String length) throws IOException {
        String key = gateways.key();
        gateways.both(post("/hello", "{}", key, TENANT));
        String body = length.endsWith("chunked") ? "2\r\n{}\r\n0\r\n\r\n" : "{}";
        gateways.notEarly(line + "\r\nHost: gateway\r\nConnection: close\r\nContent-Type: application/json\r\n" + key
                + "\r\n" + TENANT + "\r\n" + length + "\r\n\r\n" + body);
    }

    @Test
    void aConnectionThatIsToBeClosedIsTheServersToClose() throws IOException {
        String key = gateways.key();
        gateways.both(post("/hello", "{}", key, TENANT));
        gateways.notEarly(post("/hello", "{}", key, TENANT, "Connection: close"));
    }

    @Test
    void aLongBodyGoesTheWholeWay() throws IOException {
        String request = post("/hello", "x".repeat(64 * 1024 + 1), gateways.key(), TENANT);
        gateways.both(request);
        assertThat(gateways.notEarly(request)).contains("Idempotent-Replayed: true");
    }

    @Test
    void aBodyThatIsTooLargeForItsRouteIsRefusedAsEver() throws IOException {
        String key = gateways.key();
        gateways.both(post("/small", "{}", key, TENANT));
        // of this route only the key counts, so that it would be a retry of the same
        assertThat(gateways.early(post("/small", "{    }", key, TENANT))).contains("Idempotent-Replayed: true");
        assertThat(gateways.notEarly(post("/small", "{         }", key, TENANT)))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void anotherRequestUnderTheKeyIsRefusedAsEver() throws IOException {
        String key = gateways.key();
        gateways.both(post("/hello", "{}", key, TENANT));
        assertThat(gateways.notEarly(post("/hello", "{ }", key, TENANT))).startsWith("HTTP/1.1 422 ");
        assertThat(gateways.notEarly(post("/hello?a=1", "{}", key, TENANT))).startsWith("HTTP/1.1 422 ");
    }

    @Test
    void anotherCallerSeesNothingOfIt() throws IOException {
        String key = gateways.key();
        gateways.both(post("/hello", "{}", key, TENANT));
        assertThat(gateways.notEarly(post("/hello", "{}", key, "X-Tenant: other")))
                .doesNotContain("Idempotent-Replayed");
        assertThat(gateways.notEarly(post("/hello", "{}", key))).startsWith("HTTP/1.1 401 ");
        assertThat(gateways.notEarly(post("/hello", "{}", key, "X-Tenant:  "))).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void whatIsGoneFromRedisIsExecutedAnew() throws IOException {
        String request = post("/hello", "{}", gateways.key(), TENANT);
        gateways.both(request);
        gateways.early(request);
        int seen = gateways.quick.gateway().timesSeen();
        gateways.forget();

        assertThat(conversation(gateways.quick, request, 1)).doesNotContain("Idempotent-Replayed");

        assertThat(gateways.quick.gateway().timesSeen()).isEqualTo(seen + 1);
        long before = gateways.count();
        assertThat(conversation(gateways.quick, request, 1)).contains("Idempotent-Replayed: true");
        assertThat(gateways.count()).isEqualTo(before + 1);
    }

    @Test
    void itIsOneReadAndNoScript() throws IOException {
        String request = post("/hello", "{}", gateways.key(), TENANT);
        gateways.both(request);
        long gets = gateways.calls("get");
        long scripts = gateways.calls("evalsha");
        gateways.early(request);
        assertThat(gateways.calls("get")).isEqualTo(gets + 1);
        assertThat(gateways.calls("evalsha")).isEqualTo(scripts);
    }

    @Test
    void manyOnOneConnectionAreAnsweredInOrder() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            String request = post("/hello?n=" + i, "{}", gateways.key(), TENANT);
            gateways.both(request);
            // a replay, the same again, a mismatch and one that is new
            all.append(request).append(request);
            all.append(request.replace("\r\n\r\n{}", "\r\n\r\n[]"));
            all.append(post("/hello?n=" + i, "{}", gateways.key(), TENANT));
        }
        long before = gateways.count();
        String answers = conversation(gateways.quick, all.toString(), 80);
        assertThat(answers).isEqualTo(conversation(gateways.slow, all.toString(), 80));
        assertThat(gateways.count()).isGreaterThan(before);
        assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(61);
    }

    @Test
    void theyAreCountedAsTheServerCountsThem() throws IOException {
        double before = replayed(gateways.quick);
        // of a method that no other test uses
        String request = post("/hello", "{}", gateways.key(), TENANT).replaceFirst("POST", "PATCH");
        gateways.both(request);
        for (int i = 0; i < 3; i++) {
            gateways.early(request);
        }
        // the server counts a request when its answer has been written, which its client may see first
        await().untilAsserted(() -> assertThat(patches(gateways.slow).values()).containsExactly(4L));
        await().untilAsserted(() -> assertThat(patches(gateways.quick)).isEqualTo(patches(gateways.slow)));
        assertThat(replayed(gateways.quick)).isEqualTo(before + 3);
    }

    @Test
    void theManagementPortHasNoneOfIt() throws IOException {
        String request = post("/hello", "{}", gateways.key(), TENANT);
        gateways.both(request);
        long before = gateways.count();
        String answer = RawHttp.conversation(gateways.quick.gateway().managementPort(), request, 1);
        assertThat(answer).doesNotContain("Idempotent-Replayed");
        assertThat(gateways.count()).isEqualTo(before);
    }
}

package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Sinks;

/** The table of contract 3, as far as no fault is needed for it. */
class AnswersTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                route(0, "orders", "/orders/**", "in-flight-wait=20s"),
                route(1, "optional", "/optional/**", "key=optional"),
                route(2, "impatient", "/impatient/**", "in-flight-wait=0s"),
                route(3, "small", "/small/**", "max-request-body=10B")));
        gateway.upstream().on("/orders/one", Upstream.answer(201, "created".getBytes(UTF_8), "Location", "/orders/1"));
        gateway.upstream().on("/optional/one", Upstream.answer(200, "done".getBytes(UTF_8)));
        gateway.upstream().on("/small/one", Upstream.answer(200, "done".getBytes(UTF_8)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theSameRequestAgainGetsTheSameBytesAndIsNotExecuted() {
        String key = newKey();
        int before = gateway.upstream().seen("/orders/one").size();

        HttpResponse<byte[]> first = gateway.send(gateway.post("/orders/one", key, "{}"));
        HttpResponse<byte[]> second = gateway.send(gateway.post("/orders/one", '"' + key + '"', "{}"));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(text(second)).isEqualTo(text(first)).isEqualTo("created");
        assertThat(second.headers().firstValue("Location")).contains("/orders/1");
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(List.of(first, second))
                .allSatisfy(it ->
                        assertThat(it.headers().allValues("Idempotency-Key")).containsExactly(key));
        assertThat(gateway.upstream().seen("/orders/one")).hasSize(before + 1);
    }

    @Test
    void aMethodThatIsNotCoveredPassesThroughAndStoresNothing() {
        String key = newKey();
        int before = gateway.upstream().seen("/orders/one").size();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = gateway.send(gateway.request("/orders/one")
                    .header("Idempotency-Key", key)
                    .GET());
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("Idempotent-Replayed")).isEmpty();
            assertThat(answer.headers().firstValue("Idempotency-Key")).isEmpty();
        }
        assertThat(gateway.upstream().seen("/orders/one")).hasSize(before + 2);
    }

    @Test
    void aRequiredKeyThatIsMissingIsRefused() {
        HttpResponse<byte[]> answer =
                gateway.send(gateway.request("/orders/one").POST(BodyPublishers.ofString("{}")));
        assertProblem(answer, 400, "key-missing", false);
        assertThat(answer.headers().firstValue("Idempotency-Key")).isEmpty();
    }

    @Test
    void anOptionalKeyThatIsMissingPassesThroughUnprotected() {
        HttpResponse<byte[]> answer =
                gateway.send(gateway.request("/optional/one").POST(BodyPublishers.ofString("{}")));
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "a,b", "a;b=1", "\"a\";b=1", "\"a\", \"b\"", "\"a", "a\"b"})
    void aKeyThatIsNoneIsRefusedEvenWhereKeysAreOptional(String key) {
        assertProblem(gateway.send(gateway.post("/orders/one", key, "{}")), 400, "key-invalid", false);
        assertProblem(gateway.send(gateway.post("/optional/one", key, "{}")), 400, "key-invalid", false);
    }

    @Test
    void aKeyOf256CharactersIsRefusedAndOneOf255IsNot() {
        assertProblem(gateway.send(gateway.post("/orders/one", "k".repeat(256), "{}")), 400, "key-invalid", false);
        assertThat(gateway.send(gateway.post("/orders/one", "k".repeat(255), "{}"))
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void twoFieldLinesAreRefused() {
        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/orders/one", newKey(), "{}").header("Idempotency-Key", newKey()));
        assertProblem(answer, 400, "key-invalid", false);
    }

    @Test
    void aCallerThatIsNotKnownIsRefused() {
        String key = newKey();
        HttpResponse<byte[]> answer =
                gateway.send(gateway.post("/orders/one", key, "{}").setHeader(Gateway.USER, " "));
        assertProblem(answer, 401, "caller-unknown", false);
    }

    @Test
    void aBodyOverTheLimitIsRefusedAndTheKeyIsStillFree() {
        String key = newKey();
        assertProblem(gateway.send(gateway.post("/small/one", key, "12345678901")), 413, "request-too-large", false);
        byte[] body = "12345678901".getBytes(UTF_8);
        assertProblem(
                gateway.send(gateway.post("/small/one", key, "")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body)))),
                413,
                "request-too-large",
                false);
        assertThat(gateway.send(gateway.post("/small/one", key, "1234567890")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void anotherRequestUnderTheKeyIsAMismatch() {
        String key = newKey();
        gateway.upstream().on("/orders/two", Upstream.answer(200, new byte[0]));
        assertThat(gateway.send(gateway.post("/orders/one", key, "{}")).statusCode())
                .isEqualTo(201);
        assertProblem(gateway.send(gateway.post("/orders/one", key, "{ }")), 422, "key-reused", false);
        assertProblem(gateway.send(gateway.post("/orders/two", key, "{}")), 422, "key-reused", false);
        assertProblem(gateway.send(gateway.post("/orders/one?a=b", key, "{}")), 422, "key-reused", false);
        assertProblem(
                gateway.send(gateway.post("/orders/one", key, "{}").setHeader("Content-Type", "text/plain")),
                422,
                "key-reused",
                false);
        assertProblem(
                gateway.send(gateway.post("/orders/one", key, "{}").method("PATCH", BodyPublishers.ofString("{}"))),
                422,
                "key-reused",
                false);
        assertThat(gateway.upstream().seen("/orders/two")).isEmpty();
    }

    @Test
    void aRetryWaitsForTheFirstRequestAndGetsItsAnswer() {
        String key = newKey();
        Sinks.Empty<Void> go = Sinks.empty();
        Sinks.Empty<Void> arrived = Sinks.empty();
        gateway.upstream().on("/orders/slow", arrivedThenWait(arrived, go));

        CompletableFuture<HttpResponse<byte[]>> first = gateway.sendAsync(gateway.post("/orders/slow", key, "{}"));
        arrived.asMono().block();
        CompletableFuture<HttpResponse<byte[]>> retry = gateway.sendAsync(gateway.post("/orders/slow", key, "{}"));
        go.tryEmitEmpty();

        assertThat(first.join().statusCode()).isEqualTo(201);
        assertThat(retry.join().statusCode()).isEqualTo(201);
        assertThat(text(retry.join())).isEqualTo(text(first.join()));
        assertThat(retry.join().headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(gateway.upstream().seen("/orders/slow")).hasSize(1);
    }

    @Test
    void aRetryThatMayNotWaitIsToldThatTheFirstIsStillRunning() {
        String key = newKey();
        Sinks.Empty<Void> go = Sinks.empty();
        Sinks.Empty<Void> arrived = Sinks.empty();
        gateway.upstream().on("/impatient/slow", arrivedThenWait(arrived, go));

        CompletableFuture<HttpResponse<byte[]>> first = gateway.sendAsync(gateway.post("/impatient/slow", key, "{}"));
        arrived.asMono().block();
        HttpResponse<byte[]> busy = gateway.send(gateway.post("/impatient/slow", key, "{}"));
        HttpResponse<byte[]> mismatch = gateway.send(gateway.post("/impatient/slow", key, "{ }"));
        go.tryEmitEmpty();

        assertProblem(busy, 409, "request-in-progress", true);
        assertThat(busy.headers().firstValue("Retry-After")).contains("1");
        assertProblem(mismatch, 422, "key-reused", false);
        assertThat(first.join().statusCode()).isEqualTo(201);
    }

    private static Upstream.Behaviour arrivedThenWait(Sinks.Empty<Void> arrived, Sinks.Empty<Void> go) {
        Upstream.Behaviour then = Upstream.after(go.asMono(), Upstream.answer(201, "slow".getBytes(UTF_8)));
        return (request, response) -> {
            arrived.tryEmitEmpty();
            return then.apply(request, response);
        };
    }

    static void assertProblem(HttpResponse<byte[]> answer, int status, String code, boolean retryable) {
        assertThat(answer.statusCode()).as(text(answer)).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Link"))
                .contains("</idempotency-policy#" + code + ">; rel=\"describedby\"");
        assertThat(answer.headers().firstValue("Retry-After").isPresent()).isEqualTo(retryable);
        assertThat(text(answer))
                .contains("\"type\":\"/idempotency-policy#" + code + "\"", "\"code\":\"" + code + "\"")
                .contains("\"status\":" + status, "\"title\":", "\"detail\":", "\"instance\":\"/")
                .contains("\"retryable\":" + retryable);
    }
}

package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static io.oncegate.web.Routes.routeTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Upstreams that cannot be reached, break or take too long, and clients that leave (contract 3 to 5). */
class FailuresTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        String nobody = "http://127.0.0.1:" + Gateway.freePort();
        gateway = new Gateway(all(
                route(0, "once", "/once/**", "in-flight-wait=20s"),
                route(1, "dedup", "/dedup/**", "upstream-deduplicates=true"),
                routeTo(nobody, 2, "down", "/down/**"),
                route(3, "slow", "/slow/**", "answer-timeout=100ms", "in-flight-wait=20s"),
                route(4, "cut", "/cut/**", "execution-timeout=2s")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aClientThatHasWaitedLongEnoughGetsTheLateAnswerOnItsRetry() {
        Sinks.Empty<Void> go = Sinks.empty();
        gateway.upstream().on("/slow/x", Upstream.after(go.asMono(), Upstream.answer(201, "late".getBytes(UTF_8))));
        String key = newKey();
        assertProblem(gateway.send(gateway.post("/slow/x", key, "{}")), 504, "upstream-timeout", true);
        go.tryEmitEmpty();
        assertThat(text(gateway.send(gateway.post("/slow/x", key, "{}")))).isEqualTo("late");
        assertThat(gateway.upstream().seen("/slow/x")).hasSize(1);
    }

    @Test
    void anExchangeThatIsCutOffLeavesTheOutcomeUnknown() {
        gateway.upstream().on("/cut/x", Upstream.after(Mono.never(), Upstream.answer(201, new byte[0])));
        String key = newKey();
        assertProblem(gateway.send(gateway.post("/cut/x", key, "{}")), 504, "upstream-timeout", false);
        assertProblem(gateway.send(gateway.post("/cut/x", key, "{}")), 409, "outcome-unknown", false);
    }

    @Test
    void aClientThatLeavesChangesNothing() throws IOException {
        Sinks.Empty<Void> go = Sinks.empty();
        gateway.upstream().on("/once/left", Upstream.after(go.asMono(), Upstream.answer(201, "kept".getBytes(UTF_8))));
        String key = newKey();
        gateway.leave(
                "/once/left", key, () -> !gateway.upstream().seen("/once/left").isEmpty());
        go.tryEmitEmpty();
        HttpResponse<byte[]> retry = gateway.send(gateway.post("/once/left", key, "{}"));
        assertThat(text(retry)).isEqualTo("kept");
        assertThat(retry.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(gateway.upstream().seen("/once/left")).hasSize(1);
    }

    @Test
    void aWaiterTakesOverWhenTheFirstRequestWasCertainlyNotExecuted() {
        Sinks.Empty<Void> go = Sinks.empty();
        Sinks.Empty<Void> arrived = Sinks.empty();
        gateway.upstream().on("/once/refused", (request, response) -> {
            boolean first = arrived.tryEmitEmpty().isSuccess();
            return first
                    ? go.asMono().then(response.status(429).send())
                    : response.status(201).sendString(Mono.just("second"));
        });
        String key = newKey();
        CompletableFuture<HttpResponse<byte[]>> first = gateway.sendAsync(gateway.post("/once/refused", key, "{}"));
        arrived.asMono().block();
        CompletableFuture<HttpResponse<byte[]>> second = gateway.sendAsync(gateway.post("/once/refused", key, "{}"));
        go.tryEmitEmpty();
        assertThat(first.join().statusCode()).isEqualTo(429);
        assertThat(text(second.join())).isEqualTo("second");
    }
}

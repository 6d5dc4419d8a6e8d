package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A gateway takes on so much and no more (contract 3, {@code gateway-busy}), and nothing is claimed beyond that. */
class BusyGatewayTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                new String[] {
                    "oncegate.limits.exchanges=3",
                    "oncegate.limits.buffered-bytes=2000B",
                    "oncegate.limits.waiters-per-key=1"
                },
                route(0, "once", "/once/**", "in-flight-wait=20s", "max-request-body=1500B")));
        gateway.upstream().on("/once/quick", Upstream.answer(201, "done".getBytes(UTF_8)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void atItsCapOfExchangesItRefusesAndTheKeyStaysFree() {
        Held held = new Held("/once/exchanges");
        List<CompletableFuture<HttpResponse<byte[]>>> first = Stream.generate(
                        () -> gateway.sendAsync(gateway.post("/once/exchanges", newKey(), "{}")))
                .limit(3)
                .toList();
        held.awaitArrivals(3);

        String key = newKey();
        assertProblem(gateway.send(gateway.post("/once/quick", key, "{}")), 503, "gateway-busy", true);
        held.go();
        first.forEach(CompletableFuture::join);

        await().untilAsserted(() -> assertThat(text(gateway.send(gateway.post("/once/quick", key, "{ \"other\": 1 }"))))
                .isEqualTo("done"));
    }

    @Test
    void atItsCapOfBytesItRefuses() {
        Held held = new Held("/once/bytes");
        CompletableFuture<HttpResponse<byte[]>> first =
                gateway.sendAsync(gateway.post("/once/bytes", newKey(), "x".repeat(1_400)));
        held.awaitArrivals(1);

        assertProblem(gateway.send(gateway.post("/once/quick", newKey(), "x".repeat(700))), 503, "gateway-busy", true);
        assertThat(gateway.send(gateway.post("/once/quick", newKey(), "x".repeat(100)))
                        .statusCode())
                .isEqualTo(201);
        held.go();
        assertThat(first.join().statusCode()).isEqualTo(201);
    }

    @Test
    void whatItRefusesForOtherReasonsTakesUpNothing() {
        for (int i = 0; i < 5; i++) {
            assertProblem(
                    gateway.send(gateway.post("/once/quick", newKey(), "x".repeat(1_501))),
                    413,
                    "request-too-large",
                    false);
        }
        await().untilAsserted(() -> assertThat(gateway.send(gateway.post("/once/quick", newKey(), "x".repeat(1_400)))
                        .statusCode())
                .isEqualTo(201));
    }

    @Test
    void aRetryThatFindsTheLineFullIsToldAtOnceThatTheFirstIsRunning() {
        Held held = new Held("/once/line");
        String key = newKey();
        CompletableFuture<HttpResponse<byte[]>> first = gateway.sendAsync(gateway.post("/once/line", key, "{}"));
        held.awaitArrivals(1);
        List<CompletableFuture<HttpResponse<byte[]>>> retries = Stream.generate(
                        () -> gateway.sendAsync(gateway.post("/once/line", key, "{}")))
                .limit(2)
                .toList();

        HttpResponse<byte[]> refused =
                retries.get(0).applyToEither(retries.get(1), answer -> answer).join();
        assertProblem(refused, 409, "request-in-progress", true);
        held.go();

        assertThat(text(first.join())).isEqualTo("held");
        assertThat(retries.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                .containsExactlyInAnyOrder(201, 409);
    }

    /** An upstream's path that answers when told to. */
    private static final class Held {

        private final Sinks.Empty<Void> go = Sinks.empty();
        private final String path;

        Held(String path) {
            this.path = path;
            gateway.upstream()
                    .on(path, Upstream.after(Mono.defer(go::asMono), Upstream.answer(201, "held".getBytes(UTF_8))));
        }

        void awaitArrivals(int count) {
            await().until(() -> gateway.upstream().seen(path).size() == count);
        }

        void go() {
            go.tryEmitEmpty();
        }
    }
}

package io.oncegate.web;

import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Clients that hang up in the middle, many at once: the exchanges run to their end and are stored (contract 5). */
class HangUpsTest {

    private static final int CLIENTS = 200;

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(route(0, "once", "/once/**", "in-flight-wait=30s"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void ofTwoHundredClientsThatHangUpInTheMiddleEachGetsItsKeptAnswerOnItsRetry() throws IOException {
        Sinks.Empty<Void> go = Sinks.empty();
        gateway.upstream().on("/once/x", (request, response) -> go.asMono()
                .then(response.status(201)
                        .sendString(Mono.just("for " + request.headers().get("Idempotency-Key")))
                        .then()));
        List<String> keys = Stream.generate(Gateway::newKey).limit(CLIENTS).toList();
        List<Socket> clients = new ArrayList<>();
        for (String key : keys) {
            clients.add(gateway.open("/once/x", key));
        }
        await().until(() -> gateway.upstream().seen("/once/x").size() == CLIENTS);
        for (Socket client : clients) {
            client.close();
        }
        List<CompletableFuture<HttpResponse<byte[]>>> retries = keys.stream()
                .map(key -> gateway.sendAsync(gateway.post("/once/x", key, "{}")))
                .toList();
        go.tryEmitEmpty();

        for (int i = 0; i < CLIENTS; i++) {
            HttpResponse<byte[]> retry = retries.get(i).join();
            assertThat(text(retry)).isEqualTo("for " + keys.get(i));
            assertThat(retry.headers().firstValue("Idempotent-Replayed")).contains("true");
        }
        assertThat(gateway.upstream().seen("/once/x")).hasSize(CLIENTS);
    }

    @Test
    void aClientThatHangsUpWhileItWaitsLeavesTheKeyToTheNext() throws IOException {
        Sinks.Empty<Void> refuse = Sinks.empty();
        gateway.upstream()
                .on(
                        "/once/left",
                        (request, response) ->
                                gateway.upstream().seen("/once/left").size() == 1
                                        ? refuse.asMono()
                                                .then(response.status(429).send())
                                        : response.status(201).sendString(Mono.just("second")));
        String key = newKey();
        CompletableFuture<HttpResponse<byte[]>> first = gateway.sendAsync(gateway.post("/once/left", key, "{}"));
        await().until(() -> gateway.upstream().seen("/once/left").size() == 1);
        gateway.leave("/once/left", key, () -> gateway.record("once", key).startsWith("W"));
        refuse.tryEmitEmpty();

        assertThat(first.join().statusCode()).isEqualTo(429);
        assertThat(text(gateway.send(gateway.post("/once/left", key, "{}")))).isEqualTo("second");
        assertThat(gateway.upstream().seen("/once/left")).hasSize(2);
    }
}

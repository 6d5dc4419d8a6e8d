package io.oncegate.web;

import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Retries that wait for a running request, at its gateway and at another one. */
class WaitingTest {

    private static final int WAITERS = 100;

    private static Gateway gateway;
    private static ConfigurableApplicationContext other;

    @BeforeAll
    static void start() {
        String[] properties = route(0, "once", "/once/**", "in-flight-wait=30s");
        gateway = new Gateway(properties);
        other = Gateway.start(
                gateway.redisPort(), "http://127.0.0.1:" + gateway.upstream().port(), properties);
    }

    @AfterAll
    static void stop() {
        // together: closing one lets go of event loops that all of a JVM share
        other.close();
        gateway.close();
    }

    @Test
    void aHundredRetriesAtTwoGatewaysHaveTheAnswerWithoutAStormOfQuestions() {
        Sinks.Empty<Void> go = Sinks.empty();
        gateway.upstream().on("/once/x", Upstream.after(go.asMono(), Upstream.answer(201, "the one".getBytes(UTF_8))));
        String key = newKey();
        CompletableFuture<HttpResponse<byte[]>> first = gateway.sendAsync(gateway.post("/once/x", key, "{}"));
        await().until(() -> gateway.upstream().seen("/once/x").size() == 1);
        long before = gateway.scripts();
        List<CompletableFuture<HttpResponse<byte[]>>> retries = retries("/once/x", key);
        await().until(() -> gateway.scripts() - before >= WAITERS);
        go.tryEmitEmpty();

        assertThat(text(first.join())).isEqualTo("the one");
        assertThat(retries.stream().map(CompletableFuture::join))
                .hasSize(WAITERS)
                .allSatisfy(answer -> {
                    assertThat(answer.statusCode()).isEqualTo(201);
                    assertThat(answer.headers().firstValue("Idempotent-Replayed"))
                            .contains("true");
                    assertThat(text(answer)).isEqualTo("the one");
                });
        assertThat(gateway.upstream().seen("/once/x")).hasSize(1);
        // each asks when it comes and when it is woken, and one of each gateway polls
        assertThat(gateway.scripts() - before).isLessThan(3 * WAITERS);
    }

    @Test
    void whenTheOwnerEndsWithoutAnAnswerOneRetryIsExecutedAndTheOthersWaitForIt() {
        Sinks.Empty<Void> refuse = Sinks.empty();
        Sinks.Empty<Void> go = Sinks.empty();
        gateway.upstream()
                .on(
                        "/once/released",
                        (request, response) ->
                                gateway.upstream().seen("/once/released").size() == 1
                                        ? refuse.asMono()
                                                .then(response.status(429).send())
                                        : go.asMono()
                                                .then(response.status(201)
                                                        .sendString(Mono.just("second"))
                                                        .then()));
        String key = newKey();
        CompletableFuture<HttpResponse<byte[]>> first = gateway.sendAsync(gateway.post("/once/released", key, "{}"));
        await().until(() -> gateway.upstream().seen("/once/released").size() == 1);
        long before = gateway.scripts();
        List<CompletableFuture<HttpResponse<byte[]>>> retries = retries("/once/released", key);
        await().until(() -> gateway.scripts() - before >= WAITERS);
        refuse.tryEmitEmpty();
        assertThat(first.join().statusCode()).isEqualTo(429);
        await().until(() -> gateway.upstream().seen("/once/released").size() == 2);
        go.tryEmitEmpty();

        assertThat(retries.stream().map(CompletableFuture::join).map(Gateway::text))
                .containsOnly("second");
        assertThat(gateway.upstream().seen("/once/released")).hasSize(2);
    }

    private static List<CompletableFuture<HttpResponse<byte[]>>> retries(String path, String key) {
        List<CompletableFuture<HttpResponse<byte[]>>> retries = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
            HttpRequest.Builder retry = gateway.post(path, key, "{}");
            retries.add(gateway.sendAsync(i % 2 == 0 ? retry : at(retry, path)));
        }
        return retries;
    }

    private static HttpRequest.Builder at(HttpRequest.Builder request, String path) {
        return request.uri(URI.create("http://127.0.0.1:" + Gateway.port(other) + path));
    }
}

package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static io.oncegate.web.Upstream.pieces;
import static io.oncegate.web.Upstream.untilClosed;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.oncegate.web.Upstream.Behaviour;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;

/** Answers that pass through as they come: events, and bodies over what is kept. Only the fact is stored. */
class StreamsTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** Tells that the gateway knows that its client has left. */
    private static volatile Sinks.Empty<Void> left = Sinks.empty();

    private static final List<Throwable> DROPPED = new CopyOnWriteArrayList<>();

    private static Gateway gateway;

    /** The two ways in which an answer is a stream. */
    enum Kind {
        EVENTS("text/event-stream", "data: a\n\n", "data: b\n\n"),
        LARGE("text/plain", "a".repeat(2000), "b".repeat(2000));

        final String type;
        final String first;
        final String second;

        Kind(String type, String first, String second) {
            this.type = type;
            this.first = first;
            this.second = second;
        }

        Behaviour then(Mono<String> rest) {
            return pieces(201, Flux.just(first).concatWith(rest), "Content-Type", type);
        }

        String path(String route, String name) {
            return route + "/" + name + "-" + name();
        }
    }

    @BeforeAll
    static void start() {
        Hooks.onErrorDropped(DROPPED::add);
        gateway = new Gateway(
                List.of(Leaving.class),
                all(
                        route(0, "streams", "/streams/**", "max-kept-body=1000B"),
                        route(1, "cut", "/cut/**", "max-kept-body=1000B", "execution-timeout=3s")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        Hooks.resetOnErrorDropped();
    }

    @AfterEach
    void noErrorOfOursIsDropped() {
        assertThat(DROPPED).doesNotHaveAnyElementsOfTypes(CancellationException.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatTheClientHasReadIsNotHeldBackForWhatIsStillToCome(Kind kind) throws IOException {
        String path = kind.path("/streams", "whole");
        Sinks.One<String> rest = Sinks.one();
        gateway.upstream().on(path, kind.then(rest.asMono()));
        String key = newKey();

        HttpResponse<InputStream> answer = gateway.open(gateway.post(path, key, "{}"));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Idempotency-Key")).contains(key);
        try (InputStream body = answer.body()) {
            assertThat(new String(body.readNBytes(kind.first.length()), US_ASCII))
                    .isEqualTo(kind.first);
            assertNotKept(path, key);
            rest.tryEmitValue(kind.second);
            assertThat(new String(body.readAllBytes(), US_ASCII)).isEqualTo(kind.second);
        }
        assertNotKept(path, key);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatBreaksDoesNotLookWhole(Kind kind) throws IOException {
        String path = kind.path("/streams", "broken");
        Sinks.One<String> rest = Sinks.one();
        gateway.upstream().on(path, kind.then(rest.asMono()));
        String key = newKey();
        try (InputStream body = gateway.open(gateway.post(path, key, "{}")).body()) {
            body.readNBytes(kind.first.length());
            rest.tryEmitError(new IllegalStateException("broken"));
            assertThatExceptionOfType(IOException.class).isThrownBy(body::readAllBytes);
        }
        assertNotKept(path, key);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatIsCutOffDoesNotLookWhole(Kind kind) throws IOException {
        String path = kind.path("/cut", "cut");
        Sinks.Empty<Void> closed = Sinks.empty();
        gateway.upstream().on(path, untilClosed(closed, kind.then(Mono.never())));
        String key = newKey();
        try (InputStream body = gateway.open(gateway.post(path, key, "{}")).body()) {
            assertThatExceptionOfType(IOException.class).isThrownBy(body::readAllBytes);
        }
        closed.asMono().block(LONG);
        assertNotKept(path, key);
    }

    @ParameterizedTest
    @EnumSource
    void aClientThatLeavesInTheMiddleLetsGoOfTheUpstream(Kind kind) throws IOException {
        String path = kind.path("/streams", "middle");
        Sinks.Empty<Void> closed = Sinks.empty();
        gateway.upstream().on(path, untilClosed(closed, kind.then(Mono.never())));
        String key = newKey();
        try (LeavingClient client = new LeavingClient(gateway)) {
            client.post(path, key);
            client.readUntil(kind.first.substring(0, 5));
        }
        closed.asMono().block(LONG);
        assertNotKept(path, key);
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatNobodyIsThereForIsLetGoOf(Kind kind) throws IOException {
        String path = kind.path("/streams", "nobody");
        left = Sinks.empty();
        Sinks.Empty<Void> arrived = Sinks.empty();
        Sinks.Empty<Void> go = Sinks.empty();
        Sinks.Empty<Void> closed = Sinks.empty();
        Behaviour stream = untilClosed(closed, Upstream.after(go.asMono(), kind.then(Mono.never())));
        gateway.upstream().on(path, (request, response) -> {
            arrived.tryEmitEmpty();
            return stream.apply(request, response);
        });
        String key = newKey();
        try (LeavingClient client = new LeavingClient(gateway)) {
            client.post(path, key);
            arrived.asMono().block(LONG);
        }
        left.asMono().block(LONG);
        go.tryEmitEmpty();
        closed.asMono().block(LONG);
        assertNotKept(path, key);
    }

    private static void assertNotKept(String path, String key) {
        HttpResponse<byte[]> retry = gateway.send(gateway.post(path, key, "{}"));
        assertProblem(retry, 409, "result-not-kept", false);
        assertThat(text(retry)).contains("\"firstStatus\":201");
        assertThat(gateway.upstream().seen(path)).hasSize(1);
    }

    @Configuration(proxyBeanMethods = false)
    static class Leaving {

        @Bean
        WebFilter leaving() {
            return (exchange, chain) -> chain.filter(exchange).doFinally(signal -> {
                if (signal == SignalType.CANCEL) {
                    left.tryEmitEmpty();
                }
            });
        }
    }
}

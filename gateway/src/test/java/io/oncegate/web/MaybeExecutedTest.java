package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static io.oncegate.web.Routes.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.web.Upstream.Behaviour;
import io.oncegate.web.Upstream.End;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/**
 * Upstreams that got the request and gave no whole answer (contract 3 and 5). Each is tried on a route that executes at
 * most once and on one whose upstream deduplicates.
 */
class MaybeExecutedTest {

    private static final String CHUNKED = "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n";
    private static final String ANNOUNCED = "HTTP/1.1 201 Created\r\nContent-Length: 48\r\n\r\nonly a part";

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(
                List.of(ReadTimeout.class),
                all(
                        route(0, "once", "/once/**"),
                        route(1, "dedup", "/dedup/**", "upstream-deduplicates=true"),
                        // long enough for a cold machine to have sent the request
                        route(2, "once-limited", "/limited/once/**"),
                        with(2, "metadata.response-timeout=2500"),
                        route(3, "dedup-limited", "/limited/dedup/**", "upstream-deduplicates=true"),
                        with(3, "metadata.response-timeout=2500"),
                        route(4, "once-cut", "/cut/once/**", "execution-timeout=3s"),
                        with(4, "metadata.response-timeout=2500"),
                        route(5, "dedup-cut", "/cut/dedup/**", "execution-timeout=3s", "upstream-deduplicates=true"),
                        with(5, "metadata.response-timeout=2500")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aConnectionClosedBeforeTheAnswerIsBroken() {
        assertAmbiguous("", "/closed", Upstream.broken(), 502, "upstream-broken");
    }

    @Test
    void aConnectionResetBeforeTheAnswerIsBroken() {
        assertAmbiguous("", "/reset", Upstream.raw("", End.RESET), 502, "upstream-broken");
    }

    @Test
    void aConnectionClosedWithinAnAnnouncedBodyIsBroken() {
        assertAmbiguous("", "/closed-announced", Upstream.raw(ANNOUNCED, End.CLOSE), 502, "upstream-broken");
    }

    @Test
    void aConnectionResetWithinAnAnnouncedBodyIsBroken() {
        assertAmbiguous("", "/reset-announced", Upstream.raw(ANNOUNCED, End.RESET), 502, "upstream-broken");
    }

    @Test
    void aConnectionClosedWithinAChunkedBodyIsBroken() {
        assertAmbiguous("", "/closed-chunked", Upstream.raw(CHUNKED, End.CLOSE), 502, "upstream-broken");
    }

    @Test
    void aConnectionResetWithinAChunkedBodyIsBroken() {
        assertAmbiguous("", "/reset-chunked", Upstream.raw(CHUNKED, End.RESET), 502, "upstream-broken");
    }

    @Test
    void aConnectionClosedWithinTheHeadIsBroken() {
        assertAmbiguous(
                "", "/head", Upstream.raw("HTTP/1.1 201 Created\r\nContent-", End.CLOSE), 502, "upstream-broken");
    }

    @Test
    void anAnswerThatIsNotHttpIsBroken() {
        assertAmbiguous("", "/not-http", Upstream.raw("SSH-2.0-server\r\n\r\n", End.STAY), 502, "upstream-broken");
    }

    @Test
    void aChunkThatIsNoneIsBroken() {
        assertAmbiguous("", "/not-chunked", Upstream.raw(CHUNKED + "no size\r\n", End.STAY), 502, "upstream-broken");
    }

    @Test
    void noHeadWithinTheRoutesResponseTimeoutIsATimeout() {
        Behaviour silent = Upstream.after(Mono.never(), Upstream.answer(201, new byte[0]));
        assertAmbiguous("/limited", "/silent", silent, 504, "upstream-timeout");
    }

    /** The route's response-timeout ends with the head. */
    @Test
    void aBodyThatStallsIsATimeout() {
        assertAmbiguous("/cut", "/stalled", Upstream.raw(ANNOUNCED, End.STAY), 504, "upstream-timeout");
    }

    @Test
    void noHeadWithinTheClientsReadTimeoutIsATimeout() {
        Behaviour silent = Upstream.after(Mono.never(), Upstream.answer(201, new byte[0]));
        assertAmbiguous("", "/read-silent", silent, 504, "upstream-timeout");
    }

    @Test
    void aBodyThatStallsForLongerThanTheClientsReadTimeoutIsATimeout() {
        assertAmbiguous("", "/read-stalled", Upstream.raw(ANNOUNCED, End.STAY), 504, "upstream-timeout");
    }

    private static void assertAmbiguous(String prefix, String name, Behaviour behaviour, int status, String code) {
        // at the same time: each may have to wait for a time-out
        CompletableFuture<Void> again = CompletableFuture.runAsync(
                () -> assertRunsAgainAsTheNextAttempt(prefix + "/dedup" + name, behaviour, status, code));
        assertRunsAtMostOnce(prefix + "/once" + name, behaviour, status, code);
        again.join();
    }

    private static void assertRunsAtMostOnce(String path, Behaviour behaviour, int status, String code) {
        gateway.upstream().on(path, behaviour);
        String key = newKey();
        assertProblem(gateway.send(gateway.post(path, key, "{}")), status, code, false);
        assertProblem(gateway.send(gateway.post(path, key, "{}")), 409, "outcome-unknown", false);
        assertProblem(gateway.send(gateway.post(path, key, "{ }")), 422, "key-reused", false);
        assertThat(gateway.upstream().seen(path)).hasSize(1);
    }

    private static void assertRunsAgainAsTheNextAttempt(String path, Behaviour behaviour, int status, String code) {
        gateway.upstream().on(path, behaviour);
        String key = newKey();
        assertProblem(gateway.send(gateway.post(path, key, "{}")), status, code, true);
        assertProblem(gateway.send(gateway.post(path, key, "{ }")), 422, "key-reused", false);
        gateway.upstream().on(path, Upstream.answer(200, "the original".getBytes(UTF_8)));
        HttpResponse<byte[]> retry = gateway.send(gateway.post(path, key, "{}"));
        assertThat(text(retry)).isEqualTo("the original");
        assertThat(retry.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(gateway.upstream().attempts(path)).containsExactly("1", "2");
    }

    /** The HTTP client's own time limit, which an application may set. */
    @Configuration(proxyBeanMethods = false)
    static class ReadTimeout {

        @Bean
        HttpClientCustomizer readTimeout() {
            return client -> client.doOnRequest((request, connection) -> {
                if (request.uri().contains("/read-")) {
                    request.responseTimeout(Duration.ofMillis(500));
                }
            });
        }
    }
}

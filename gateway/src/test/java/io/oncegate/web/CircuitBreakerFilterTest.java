package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static io.oncegate.web.Routes.filter;
import static io.oncegate.web.Routes.routeTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.oncegate.web.Upstream.Behaviour;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The gateway's own CircuitBreaker on the same route: a fallback's answer is not mistaken for the upstream's. */
class CircuitBreakerFilterTest {

    private static final String FALLBACK = "fallbackUri=forward:/fallback";
    private static final Behaviour DONE = Upstream.answer(201, "done".getBytes(UTF_8));
    private static final Behaviour SILENT = Upstream.after(Mono.never(), DONE);

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        String nobody = "http://127.0.0.1:" + Gateway.freePort();
        gateway = new Gateway(
                List.of(Fallback.class),
                all(
                        // long enough for a cold machine to have sent the request
                        new String[] {"resilience4j.timelimiter.configs.default.timeout-duration=2500ms"},
                        route(0, "once", "/once/**"),
                        filter(0, 1, "CircuitBreaker", "name=once", FALLBACK, "statusCodes=500"),
                        route(1, "dedup", "/dedup/**", "upstream-deduplicates=true"),
                        filter(1, 1, "CircuitBreaker", "name=dedup", FALLBACK, "statusCodes=500"),
                        routeTo(nobody, 2, "down", "/down/**"),
                        filter(2, 1, "CircuitBreaker", "name=down", FALLBACK),
                        route(3, "bare", "/bare/**"),
                        filter(3, 1, "CircuitBreaker", "name=bare"),
                        route(4, "resumed", "/resumed/**"),
                        filter(4, 1, "CircuitBreaker", "name=resumed", "resumeWithoutError=true"),
                        routeTo(nobody, 5, "resumed-down", "/resumed-down/**"),
                        filter(5, 1, "CircuitBreaker", "name=resumed-down", "resumeWithoutError=true")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void aFallbackForAnUpstreamThatRefusedPassesThroughAndFreesTheKey() {
        String key = newKey();
        assertFallback(gateway.send(gateway.post("/down/x", key, "{}")));
        assertFallback(gateway.send(gateway.post("/down/x", key, "{ }")));
    }

    @Test
    void aFallbackForAnOpenCircuitPassesThroughAndFreesTheKey() {
        gateway.upstream().on("/once/open", DONE);
        String key = newKey();
        whileOpen("once", () -> assertFallback(gateway.send(gateway.post("/once/open", key, "{}"))));
        assertThat(gateway.upstream().seen("/once/open")).isEmpty();
        assertThat(text(gateway.send(gateway.post("/once/open", key, "{ }")))).isEqualTo("done");
        assertThat(gateway.upstream().attempts("/once/open")).containsExactly("1");
    }

    @Test
    void aFallbackForAnUpstreamThatIsTooSlowPassesThroughAndLeavesTheOutcomeUnknown() {
        assertFallbackForAnAmbiguousOutcome("slow", SILENT);
    }

    @Test
    void aFallbackForABrokenConnectionPassesThroughAndLeavesTheOutcomeUnknown() {
        assertFallbackForAnAmbiguousOutcome("broken", Upstream.broken());
    }

    @Test
    void aFallbackForAServerErrorPassesThroughAndLeavesTheOutcomeUnknown() {
        assertFallbackForAnAmbiguousOutcome("500", Upstream.answer(500, "no".getBytes(UTF_8), "Location", "/no"));
    }

    @Test
    void anAnswerThatTheCircuitBreakerLetsThroughIsKept() {
        gateway.upstream().on("/once/fine", DONE);
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            assertThat(text(gateway.send(gateway.post("/once/fine", key, "{}"))))
                    .isEqualTo("done");
        }
        assertThat(gateway.upstream().seen("/once/fine")).hasSize(1);
    }

    @Test
    void aTimeLimitWithoutAFallbackIsATimeout() {
        gateway.upstream().on("/bare/slow", SILENT);
        String key = newKey();
        assertProblem(gateway.send(gateway.post("/bare/slow", key, "{}")), 504, "upstream-timeout", false);
        assertProblem(gateway.send(gateway.post("/bare/slow", key, "{}")), 409, "outcome-unknown", false);
        assertThat(gateway.upstream().seen("/bare/slow")).hasSize(1);
    }

    @Test
    void anOpenCircuitWithoutAFallbackIsAnUpstreamThatIsUnavailable() {
        gateway.upstream().on("/bare/open", DONE);
        String key = newKey();
        whileOpen(
                "bare",
                () -> assertProblem(
                        gateway.send(gateway.post("/bare/open", key, "{}")), 503, "upstream-unavailable", true));
        assertThat(gateway.upstream().seen("/bare/open")).isEmpty();
        assertThat(text(gateway.send(gateway.post("/bare/open", key, "{ }")))).isEqualTo("done");
    }

    @Test
    void anErrorThatIsPassedOverInSilenceWithNothingSentIsAnUpstreamThatIsUnavailable() {
        String key = newKey();
        assertProblem(gateway.send(gateway.post("/resumed-down/x", key, "{}")), 503, "upstream-unavailable", true);
        assertProblem(gateway.send(gateway.post("/resumed-down/x", key, "{ }")), 503, "upstream-unavailable", true);
    }

    @Test
    void anErrorThatIsPassedOverInSilenceAfterTheRequestWasSentIsNoAnswer() {
        gateway.upstream().on("/resumed/broken", Upstream.broken());
        String key = newKey();
        assertProblem(gateway.send(gateway.post("/resumed/broken", key, "{}")), 502, "upstream-broken", false);
        assertProblem(gateway.send(gateway.post("/resumed/broken", key, "{}")), 409, "outcome-unknown", false);
        assertThat(gateway.upstream().seen("/resumed/broken")).hasSize(1);
    }

    private static void assertFallbackForAnAmbiguousOutcome(String name, Behaviour behaviour) {
        String once = newKey();
        gateway.upstream().on("/once/" + name, behaviour);
        assertFallback(gateway.send(gateway.post("/once/" + name, once, "{}")));
        assertProblem(gateway.send(gateway.post("/once/" + name, once, "{}")), 409, "outcome-unknown", false);
        assertThat(gateway.upstream().seen("/once/" + name)).hasSize(1);

        String dedup = newKey();
        gateway.upstream().on("/dedup/" + name, Upstream.inTurn(behaviour, DONE));
        assertFallback(gateway.send(gateway.post("/dedup/" + name, dedup, "{}")));
        assertProblem(gateway.send(gateway.post("/dedup/" + name, dedup, "{ }")), 422, "key-reused", false);
        assertThat(text(gateway.send(gateway.post("/dedup/" + name, dedup, "{}"))))
                .isEqualTo("done");
        assertThat(gateway.upstream().attempts("/dedup/" + name)).containsExactly("1", "2");
    }

    private static void assertFallback(HttpResponse<byte[]> answer) {
        assertThat(answer.statusCode()).isEqualTo(203);
        assertThat(text(answer)).isEqualTo("instead");
        assertThat(answer.headers().firstValue("Idempotency-Key")).isPresent();
        assertThat(answer.headers().map()).doesNotContainKeys("idempotent-replayed", "location");
    }

    private static void whileOpen(String name, Runnable then) {
        CircuitBreaker circuit = gateway.bean(CircuitBreakerRegistry.class).circuitBreaker(name);
        circuit.transitionToForcedOpenState();
        try {
            then.run();
        } finally {
            circuit.transitionToClosedState();
        }
    }

    @RestController
    static class Fallback {

        @PostMapping("/fallback")
        ResponseEntity<String> fallback() {
            return ResponseEntity.status(203).body("instead");
        }
    }
}

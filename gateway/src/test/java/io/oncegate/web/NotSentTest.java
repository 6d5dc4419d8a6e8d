package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.text;
import static io.oncegate.web.Routes.routeTo;
import static io.oncegate.web.Routes.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Upstreams that nothing could be sent to: the key is free for any request, as if it had never been used. */
class NotSentTest {

    private static final Upstream PLAIN = new Upstream();
    private static final FullBacklog FULL = new FullBacklog();
    private static final int CLOSED = Gateway.freePort();
    private static final int LATE = Gateway.freePort();

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                routeTo("http://127.0.0.1:" + CLOSED, 0, "closed", "/closed/**"),
                routeTo("http://127.0.0.1:" + CLOSED, 1, "dedup", "/dedup/**", "upstream-deduplicates=true"),
                routeTo("http://127.0.0.1:" + LATE, 2, "late", "/late/**"),
                routeTo("http://nobody.invalid", 3, "host", "/host/**"),
                routeTo("https://127.0.0.1:" + PLAIN.port(), 4, "tls", "/tls/**"),
                routeTo("lb://nobody", 5, "instance", "/instance/**"),
                routeTo("http://127.0.0.1:" + FULL.port(), 6, "full", "/full/**"),
                with(6, "metadata.connect-timeout=500")));
    }

    @AfterAll
    static void stop() throws Exception {
        gateway.close();
        PLAIN.close();
        FULL.close();
    }

    @Test
    void aRefusedConnectionIsAnUpstreamThatIsUnavailable() {
        assertFreed("/closed/x");
        assertFreed("/dedup/x");
    }

    @Test
    void aRequestThatWasNotSentRunsUnderItsKeyOnceTheUpstreamIsThere() {
        String key = newKey();
        assertProblem(gateway.send(gateway.post("/late/x", key, "{}")), 503, "upstream-unavailable", true);
        try (Upstream late = new Upstream(LATE)) {
            late.on("/late/x", Upstream.answer(201, "done".getBytes(UTF_8)));
            for (int i = 0; i < 2; i++) {
                assertThat(text(gateway.send(gateway.post("/late/x", key, "{}"))))
                        .isEqualTo("done");
            }
            assertThat(late.attempts("/late/x")).containsExactly("1");
        }
    }

    @Test
    void anUnknownHostIsAnUpstreamThatIsUnavailable() {
        assertFreed("/host/x");
    }

    @Test
    void aFailedHandshakeIsAnUpstreamThatIsUnavailable() {
        assertFreed("/tls/x");
        assertThat(PLAIN.seen("/tls/x")).isEmpty();
    }

    @Test
    void aServiceWithoutAnInstanceIsAnUpstreamThatIsUnavailable() {
        assertFreed("/instance/x");
    }

    @Test
    void aConnectionThatIsNotAcceptedInTimeIsAnUpstreamThatIsUnavailable() {
        assertFreed("/full/x");
    }

    private static void assertFreed(String path) {
        String key = newKey();
        assertProblem(gateway.send(gateway.post(path, key, "{}")), 503, "upstream-unavailable", true);
        assertProblem(gateway.send(gateway.post(path, key, "{ }")), 503, "upstream-unavailable", true);
    }
}

package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static io.oncegate.web.Routes.filter;
import static io.oncegate.web.Routes.routeTo;
import static io.oncegate.web.Upstream.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The gateway's own Retry on the same route: it sends again within one claim, and one answer comes of it. */
class RetryFilterTest {

    private static final byte[] NOTHING = new byte[0];

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        String nobody = "http://127.0.0.1:" + Gateway.freePort();
        String[] twice = {"retries=2", "methods=POST"};
        gateway = new Gateway(all(
                route(0, "once", "/once/**"),
                filter(0, 1, "Retry", twice),
                route(1, "dedup", "/dedup/**", "upstream-deduplicates=true"),
                filter(1, 1, "Retry", twice),
                routeTo(nobody, 2, "down", "/down/**"),
                filter(2, 1, "Retry", twice)));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void retriesHappenInsideTheClaimAndTheLastAnswerIsKept() {
        gateway.upstream().on("/once/503", answer(503, "busy".getBytes(UTF_8)));
        String key = newKey();
        HttpResponse<byte[]> first = gateway.send(gateway.post("/once/503", key, "{}"));
        HttpResponse<byte[]> replay = gateway.send(gateway.post("/once/503", key, "{}"));
        assertThat(first.statusCode()).isEqualTo(503);
        assertThat(text(first)).isEqualTo("busy");
        assertThat(replay.statusCode()).isEqualTo(503);
        assertThat(text(replay)).isEqualTo("busy");
        assertThat(replay.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(gateway.upstream().attempts("/once/503")).containsExactly("1", "1", "1");
    }

    @Test
    void theClientsOwnRetryIsTheNextAttemptWhereTheUpstreamDeduplicates() {
        gateway.upstream()
                .on(
                        "/dedup/503",
                        Upstream.inTurn(
                                answer(503, NOTHING),
                                answer(503, NOTHING),
                                answer(503, NOTHING),
                                answer(201, "made".getBytes(UTF_8))));
        String key = newKey();
        assertThat(gateway.send(gateway.post("/dedup/503", key, "{}")).statusCode())
                .isEqualTo(503);
        assertThat(text(gateway.send(gateway.post("/dedup/503", key, "{}")))).isEqualTo("made");
        assertThat(gateway.upstream().attempts("/dedup/503")).containsExactly("1", "1", "1", "2");
    }

    @Test
    void whatIsKeptIsTheLastAnswerAndNothingOfTheOnesBefore() {
        gateway.upstream()
                .on(
                        "/once/recovers",
                        Upstream.inTurn(
                                answer(503, "sorry".getBytes(UTF_8), "Location", "/sorry", "X-Sorry", "very"),
                                answer(201, "made".getBytes(UTF_8), "ETag", "\"1\"")));
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = gateway.send(gateway.post("/once/recovers", key, "{}"));
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(text(answer)).isEqualTo("made");
            assertThat(answer.headers().firstValue("ETag")).contains("\"1\"");
            assertThat(answer.headers().map()).doesNotContainKeys("location", "x-sorry");
        }
        assertThat(gateway.upstream().attempts("/once/recovers")).containsExactly("1", "1");
    }

    @Test
    void anAnswerAfterABrokenConnectionIsKept() {
        gateway.upstream().on("/once/broken", Upstream.inTurn(Upstream.broken(), answer(201, "made".getBytes(UTF_8))));
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = gateway.send(gateway.post("/once/broken", key, "{}"));
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(text(answer)).isEqualTo("made");
        }
        assertThat(gateway.upstream().seen("/once/broken")).hasSize(2).allSatisfy(seen -> assertThat(seen.body())
                .isEqualTo("{}".getBytes(UTF_8)));
    }

    @Test
    void aConnectionThatBreaksEveryTimeLeavesTheOutcomeUnknown() {
        gateway.upstream().on("/once/breaks", Upstream.broken());
        String key = newKey();
        assertProblem(gateway.send(gateway.post("/once/breaks", key, "{}")), 502, "upstream-broken", false);
        assertProblem(gateway.send(gateway.post("/once/breaks", key, "{}")), 409, "outcome-unknown", false);
        assertThat(gateway.upstream().attempts("/once/breaks")).containsExactly("1", "1", "1");
    }

    @Test
    void connectionsThatAreAllRefusedFreeTheKey() {
        String key = newKey();
        assertProblem(gateway.send(gateway.post("/down/x", key, "{}")), 503, "upstream-unavailable", true);
        assertProblem(gateway.send(gateway.post("/down/x", key, "{ }")), 503, "upstream-unavailable", true);
    }
}

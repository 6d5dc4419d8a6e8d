package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of contract 4, seen from outside. */
class KeptAnswersTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                route(0, "once", "/once/**", "kept-headers=X-Request-Cost", "released-statuses=418"),
                route(1, "dedup", "/dedup/**", "upstream-deduplicates=true"),
                route(2, "limited", "/limited/**"),
                new String[] {
                    "spring.cloud.gateway.server.webflux.routes[2].filters[1]=SetStatus=429",
                    "spring.cloud.gateway.server.webflux.routes[2].filters[2]=AddResponseHeader=X-Added, inside"
                }));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 301, 303, 400, 402, 404, 409, 410, 422, 424, 500, 502, 503, 504, 599})
    void anAnswerIsKeptWhereTheUpstreamDoesNotDeduplicate(int status) {
        String path = "/once/kept/" + status;
        gateway.upstream().on(path, Upstream.answer(status, ("body " + status).getBytes(UTF_8)));
        String key = newKey();

        HttpResponse<byte[]> first = gateway.send(gateway.post(path, key, "{}"));
        HttpResponse<byte[]> second = gateway.send(gateway.post(path, key, "{}"));

        assertThat(first.statusCode()).isEqualTo(status);
        assertThat(second.statusCode()).isEqualTo(status);
        assertThat(text(second)).isEqualTo("body " + status);
        assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(gateway.upstream().seen(path)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407, 408, 421, 423, 425, 429, 501, 418})
    void aStatusThatSaysNotDoneFreesTheKeyEvenForACorrectedRequest(int status) {
        String path = "/once/released/" + status;
        gateway.upstream().on(path, Upstream.answer(status, new byte[0]));
        String key = newKey();

        assertThat(gateway.send(gateway.post(path, key, "{}")).statusCode()).isEqualTo(status);
        assertThat(gateway.send(gateway.post(path, key, "{\"corrected\":true}")).statusCode())
                .isEqualTo(status);

        assertThat(gateway.upstream().seen(path))
                .extracting(it -> it.headers().get("Idempotency-Attempt"))
                .containsExactly("1", "1");
    }

    @Test
    void a503WithRetryAfterFreesTheKeyAndPassesThrough() {
        gateway.upstream().on("/once/busy", Upstream.answer(503, new byte[0], "Retry-After", "7"));
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = gateway.send(gateway.post("/once/busy", key, "{}"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).contains("7");
        }
        assertThat(gateway.upstream().seen("/once/busy")).hasSize(2);
    }

    @Test
    void anUpstreamThatSaysNotExecutedFreesTheKeyAndTheClientDoesNotSeeHow() {
        gateway.upstream().on("/once/no", Upstream.answer(422, new byte[0], "Idempotency-Disposition", "not-executed"));
        String key = newKey();
        for (String body : new String[] {"{}", "{\"corrected\":true}"}) {
            HttpResponse<byte[]> answer = gateway.send(gateway.post("/once/no", key, body));
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.headers().firstValue("Idempotency-Disposition")).isEmpty();
        }
        assertThat(gateway.upstream().seen("/once/no")).hasSize(2);
    }

    @Test
    void aServerErrorRunsAgainWhereTheUpstreamDeduplicatesAndRemembersTheRequest() {
        gateway.upstream().on("/dedup/error", Upstream.answer(500, "oops".getBytes(UTF_8)));
        String key = newKey();
        assertThat(gateway.send(gateway.post("/dedup/error", key, "{}")).statusCode())
                .isEqualTo(500);
        AnswersTest.assertProblem(gateway.send(gateway.post("/dedup/error", key, "{ }")), 422, "key-reused", false);

        gateway.upstream().on("/dedup/error", Upstream.answer(201, "found".getBytes(UTF_8)));
        assertThat(text(gateway.send(gateway.post("/dedup/error", key, "{}")))).isEqualTo("found");
        HttpResponse<byte[]> replay = gateway.send(gateway.post("/dedup/error", key, "{}"));

        assertThat(replay.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(gateway.upstream().seen("/dedup/error"))
                .extracting(it -> it.headers().get("Idempotency-Attempt"))
                .containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource({"Content-Type, text/csv", "Content-Language, de", "Content-Disposition, attachment", "Location, /x"})
    void aStandardHeaderIsReplayed(String name, String value) {
        assertThat(firstAndReplay(name, value).headers().firstValue(name)).contains(value);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Location, /y",
        "ETag, '\"v1\"'",
        "Last-Modified, 'Mon, 23 Nov 2026 00:00:00 GMT'",
        "Link, '</z>; rel=next'",
        "Vary, Accept",
        "X-Request-Cost, 3"
    })
    void aHeaderOfTheListOrOfTheRouteIsReplayed(String name, String value) {
        assertThat(firstAndReplay(name, value).headers().firstValue(name)).contains(value);
    }

    @ParameterizedTest
    @CsvSource({
        "Set-Cookie, session=1",
        "WWW-Authenticate, Basic",
        "Date, 'Mon, 23 Nov 2026 00:00:00 GMT'",
        "Age, 3",
        "traceparent, 00-1-2-00",
        "X-Other, 1"
    })
    void anyOtherHeaderReachesTheFirstClientOnly(String name, String value) {
        assertThat(firstAndReplay(name, value).headers().firstValue(name)).isNotEqualTo(Optional.of(value));
    }

    @Test
    void severalLinesOfAKeptHeaderAreReplayedInOrder() {
        gateway.upstream()
                .on("/once/links", Upstream.answer(200, new byte[0], "Link", "</1>; rel=a", "Link", "</2>; rel=b"));
        String key = newKey();
        gateway.send(gateway.post("/once/links", key, "{}"));
        HttpResponse<byte[]> replay = gateway.send(gateway.post("/once/links", key, "{}"));
        assertThat(replay.headers().allValues("Link")).containsExactly("</1>; rel=a", "</2>; rel=b");
    }

    @Test
    void whatAnInnerFilterMakesOfTheAnswerIsWhatCounts() {
        gateway.upstream().on("/limited/one", Upstream.answer(200, "ok".getBytes(UTF_8)));
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer = gateway.send(gateway.post("/limited/one", key, "{}"));
            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("X-Added")).contains("inside");
        }
        assertThat(gateway.upstream().seen("/limited/one")).hasSize(2);
    }

    private static HttpResponse<byte[]> firstAndReplay(String name, String value) {
        String path = "/once/header/" + name;
        gateway.upstream().on(path, Upstream.answer(200, "x".getBytes(UTF_8), name, value));
        String key = newKey();
        HttpResponse<byte[]> first = gateway.send(gateway.post(path, key, "{}"));
        assertThat(first.headers().firstValue(name)).contains(value);
        HttpResponse<byte[]> replay = gateway.send(gateway.post(path, key, "{}"));
        assertThat(replay.headers().firstValue("Idempotent-Replayed")).contains("true");
        return replay;
    }
}

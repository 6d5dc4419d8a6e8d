package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** A route that rejects when the store fails, one that goes on without it, one where keys are optional. */
final class TroubledGateway implements AutoCloseable {

    static final String REJECT = "/reject/x";
    static final String BYPASS = "/bypass/x";
    static final String OPTIONAL = "/optional/x";

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Gateway gateway;

    TroubledGateway(String... properties) {
        gateway = new Gateway(all(
                properties,
                route(0, "reject", "/reject/**", "in-flight-wait=0s"),
                route(1, "bypass", "/bypass/**", "upstream-deduplicates=true", "on-store-failure=bypass"),
                route(2, "optional", "/optional/**", "key=optional")));
        for (String path : List.of(REJECT, BYPASS, OPTIONAL)) {
            answersAtOnce(path);
        }
    }

    void answersAtOnce(String path) {
        gateway.upstream().on(path, Upstream.answer(201, "ran".getBytes(UTF_8), "Location", "/api/orders/7"));
    }

    Gateway gateway() {
        return gateway;
    }

    RedisControl redis() {
        return new RedisControl(gateway.redisPort());
    }

    HttpResponse<byte[]> post(String path, String key) {
        return gateway.send(gateway.post(path, key, "{}"));
    }

    HttpResponse<byte[]> get(String path, String key) {
        return gateway.send(gateway.request(path).header("Idempotency-Key", key).GET());
    }

    /** How often the upstream was sent a key. */
    long ran(String path, String key) {
        return gateway.upstream().seen(path).stream()
                .filter(it -> key.equals(it.headers().get("Idempotency-Key")))
                .count();
    }

    /** Waits for a trouble that takes a moment to be noticed. */
    void awaitTrouble() {
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(post(REJECT, newKey()).statusCode()).isEqualTo(503));
    }

    /** What everybody is told while nothing can be claimed. */
    void assertNothingCanBeClaimed() {
        String key = newKey();
        HttpResponse<byte[]> rejected = post(REJECT, key);
        assertProblem(rejected, 503, "store-unavailable", true);
        assertThat(rejected.headers().firstValue("Retry-After")).contains("1");
        assertThat(rejected.headers().firstValue("Idempotency-Status")).isEmpty();
        assertThat(rejected.headers().firstValue("Idempotency-Key")).contains(key);
        assertThat(ran(REJECT, key)).isZero();

        for (int times = 1; times <= 2; times++) {
            HttpResponse<byte[]> bypassed = post(BYPASS, key);
            assertThat(bypassed.statusCode()).isEqualTo(201);
            assertThat(bypassed.headers().firstValue("Idempotency-Status")).contains("bypassed");
            assertThat(bypassed.headers().firstValue("Idempotent-Replayed")).isEmpty();
            assertThat(bypassed.headers().firstValue("Idempotency-Key")).contains(key);
            assertThat(ran(BYPASS, key)).isEqualTo(times);
        }
        assertUncoveredRequestsPass();
    }

    /** A method that is not covered, and a key that is optional and missing. */
    void assertUncoveredRequestsPass() {
        String key = newKey();
        int before = gateway.upstream().seen(OPTIONAL).size();
        HttpResponse<byte[]> get = get(REJECT, key);
        HttpResponse<byte[]> keyless = gateway.send(gateway.request(OPTIONAL).POST(BodyPublishers.ofString("{}")));

        assertThat(List.of(get, keyless)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("Idempotency-Status")).isEmpty();
        });
        assertThat(ran(REJECT, key)).isEqualTo(1);
        assertThat(gateway.upstream().seen(OPTIONAL)).hasSize(before + 1);
    }

    /** Waits until claims are granted again; from then on, new keys are protected on every route. */
    void assertRecovers() {
        await().atMost(DEADLINE)
                .untilAsserted(
                        () -> assertThat(post(REJECT, newKey()).statusCode()).isEqualTo(201));
        for (String path : List.of(REJECT, BYPASS)) {
            assertProtected(path, newKey());
        }
        assertUncoveredRequestsPass();
    }

    /** Two requests with the key, of which one runs. */
    void assertProtected(String path, String key) {
        HttpResponse<byte[]> first = post(path, key);
        HttpResponse<byte[]> second = post(path, key);
        assertThat(List.of(first, second)).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.headers().firstValue("Idempotency-Status")).isEmpty();
        });
        assertThat(first.headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(ran(path, key)).isEqualTo(1);
    }

    /** A key that was answered before is, and nothing runs. */
    void assertReplayed(String path, String key) {
        HttpResponse<byte[]> answer = post(path, key);
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(answer.headers().firstValue("Idempotency-Status")).isEmpty();
        assertThat(ran(path, key)).isEqualTo(1);
    }

    @Override
    public void close() {
        gateway.close();
    }
}

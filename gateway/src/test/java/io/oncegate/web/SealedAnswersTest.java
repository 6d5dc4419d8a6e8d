package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A gateway with a key to seal answers with: what Redis has of them, and what damage to it comes to. */
@ExtendWith(OutputCaptureExtension.class)
class SealedAnswersTest {

    private static final String SECRET = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String BODY = "{\"orderId\":\"a body that nobody is to read\"}";

    private static Gateway gateway;
    private static RedisControl redis;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                new String[] {
                    "oncegate.encryption.keys[0].id=1",
                    "oncegate.encryption.keys[0].secret=" + SECRET,
                    "oncegate.encryption.active=1",
                    "oncegate.encryption.fingerprint-secret=" + SECRET
                },
                route(0, "once", "/once/**"),
                route(1, "dedup", "/dedup/**", "upstream-deduplicates=true")));
        redis = new RedisControl(gateway.redisPort());
        for (String path : new String[] {"/once/x", "/dedup/x"}) {
            gateway.upstream()
                    .on(path, Upstream.answer(201, BODY.getBytes(UTF_8), "ETag", "a header that nobody is to read"));
        }
    }

    @AfterAll
    static void stop() {
        redis.close();
        gateway.close();
    }

    @Test
    void redisHasNothingOfBodyAndHeadersAndTheReplayHasAll() {
        String key = newKey();
        assertThat(text(send("/once/x", key))).isEqualTo(BODY);

        assertThat(redis.commands().get(RedisControl.entry("once", key)))
                .startsWith("\u0002S")
                .doesNotContain("nobody", "orderId", "ETag", "201");
        HttpResponse<byte[]> replay = send("/once/x", key);
        assertThat(text(replay)).isEqualTo(BODY);
        assertThat(replay.headers().firstValue("ETag")).contains("a header that nobody is to read");
        assertThat(replay.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertProblem(gateway.send(gateway.post("/once/x", key, "{ }")), 422, "key-reused", false);
    }

    @Test
    void aFlippedBitIsAnUnknownOutcomeCountedAndNamedByAHash(CapturedOutput output) {
        String key = newKey();
        send("/once/x", key);
        flipLastBit("once", key);
        int before = gateway.upstream().seen("/once/x").size();

        assertProblem(send("/once/x", key), 409, "outcome-unknown", false);

        assertThat(gateway.upstream().seen("/once/x")).hasSize(before);
        assertThat(claims("once", "unknown-unreadable")).isEqualTo(1);
        assertThat(output).contains("The entry once/", "cannot be read").doesNotContain(key);
    }

    @Test
    void aFlippedBitRunsAgainWhereTheServiceDeduplicatesAndIsCountedAllTheSame(CapturedOutput output) {
        String key = newKey();
        send("/dedup/x", key);
        flipLastBit("dedup", key);

        assertThat(text(send("/dedup/x", key))).isEqualTo(BODY);

        assertThat(claims("dedup", "granted-over-unreadable")).isEqualTo(1);
        assertThat(output).contains("The entry dedup/", "could not be read").doesNotContain(key);
        assertThat(send("/dedup/x", key).headers().firstValue("Idempotent-Replayed"))
                .contains("true");
    }

    private static void flipLastBit(String namespace, String key) {
        String entry = RedisControl.entry(namespace, key);
        long last = redis.commands().strlen(entry) * Byte.SIZE - 1;
        redis.commands()
                .setbit(entry, last, 1 - redis.commands().getbit(entry, last).intValue());
    }

    private static double claims(String namespace, String outcome) {
        return gateway.bean(MeterRegistry.class)
                .get("oncegate.claims")
                .tags("namespace", namespace, "outcome", outcome)
                .counter()
                .count();
    }

    private static HttpResponse<byte[]> send(String path, String key) {
        return gateway.send(gateway.post(path, key, "{}"));
    }
}

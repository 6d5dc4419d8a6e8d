package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.text;
import static io.oncegate.web.TroubledGateway.BYPASS;
import static io.oncegate.web.TroubledGateway.REJECT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KillArgs;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

/** A Redis that is there and refuses, forgets or hangs up. The gateway is the same all along: nothing is restarted. */
class RedisTroubleTest {

    private static TroubledGateway troubled;
    private static RedisControl redis;

    @BeforeAll
    static void start() {
        troubled = new TroubledGateway();
        redis = troubled.redis();
    }

    @AfterAll
    static void stop() {
        redis.close();
        troubled.close();
    }

    @AfterEach
    void noTrouble() {
        redis.commands().configSet("maxmemory", "0");
        redis.commands().replicaofNoOne();
        troubled.answersAtOnce(REJECT);
    }

    @Test
    void outOfMemory() {
        String kept = newKey();
        troubled.post(BYPASS, kept);
        redis.commands().configSet("maxmemory", "1");

        troubled.assertNothingCanBeClaimed();
        troubled.assertReplayed(BYPASS, kept);

        redis.commands().configSet("maxmemory", "0");
        troubled.assertRecovers();
    }

    @Test
    void outOfMemoryWhileARequestRunsLeavesTheFactOfItsAnswer() {
        String key = newKey();
        HttpResponse<byte[]> first = whileRunning(key, () -> redis.commands().configSet("maxmemory", "1"));
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.headers().firstValue("Idempotency-Status")).isEmpty();

        HttpResponse<byte[]> retry = troubled.post(REJECT, key);
        assertProblem(retry, 409, "result-not-kept", false);
        assertThat(retry.headers().firstValue("Location")).contains("/api/orders/7");
        assertThat(text(retry)).contains("\"firstStatus\":201");
        assertThat(troubled.ran(REJECT, key)).isEqualTo(1);
    }

    @Test
    void aReplicaThatTakesNoWrites() {
        String kept = newKey();
        troubled.post(BYPASS, kept);
        redis.commands().replicaof("127.0.0.1", Gateway.freePort());

        troubled.assertNothingCanBeClaimed();
        troubled.assertReplayed(BYPASS, kept);

        redis.commands().replicaofNoOne();
        troubled.assertRecovers();
    }

    @Test
    void scriptsForgottenMakeNoDifference() {
        for (String path : new String[] {REJECT, BYPASS}) {
            redis.commands().scriptFlush();
            troubled.assertProtected(path, newKey());
        }
        String key = newKey();
        assertThat(whileRunning(key, () -> redis.commands().scriptFlush()).statusCode())
                .isEqualTo(201);
        troubled.assertReplayed(REJECT, key);
        troubled.assertUncoveredRequestsPass();
    }

    @Test
    void connectionsResetAreRefusalsAtMost() {
        troubled.assertRecovers();
        assertThat(hangUp()).isPositive();
        for (int i = 0; i < 10; i++) {
            String key = newKey();
            HttpResponse<byte[]> rejecting = troubled.post(REJECT, key);
            // where a busy machine takes long to reconnect, the client has to ask again
            if (rejecting.statusCode() != 201) {
                assertProblem(rejecting, 503, "store-unavailable", true);
            }
            assertThat(troubled.ran(REJECT, key)).isEqualTo(rejecting.statusCode() == 201 ? 1 : 0);

            hangUp();
            HttpResponse<byte[]> bypassing = troubled.post(BYPASS, key);
            assertThat(bypassing.statusCode()).isEqualTo(201);
            assertThat(troubled.ran(BYPASS, key)).isEqualTo(1);
            hangUp();
        }
        troubled.assertRecovers();
    }

    @Test
    void connectionsResetWhileARequestRunsAreNotItsClientsAffair() {
        String key = newKey();
        HttpResponse<byte[]> answer =
                whileRunning(key, () -> assertThat(hangUp()).isPositive());

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Idempotency-Status")).isEmpty();
        assertThat(troubled.ran(REJECT, key)).isEqualTo(1);
        troubled.assertRecovers();
    }

    /** How many connections that were; a gateway that is not back yet has none. */
    private static long hangUp() {
        return Objects.requireNonNull(redis.commands().clientKill(KillArgs.Builder.typeNormal()));
    }

    /** The answer to a request during which something happens. */
    private static HttpResponse<byte[]> whileRunning(String key, Runnable trouble) {
        Sinks.Empty<Void> arrived = Sinks.empty();
        Sinks.Empty<Void> go = Sinks.empty();
        Upstream.Behaviour then =
                Upstream.after(go.asMono(), Upstream.answer(201, "ran".getBytes(UTF_8), "Location", "/api/orders/7"));
        Gateway gateway = troubled.gateway();
        gateway.upstream().on(REJECT, (request, response) -> {
            arrived.tryEmitEmpty();
            return then.apply(request, response);
        });
        CompletableFuture<HttpResponse<byte[]>> answer = gateway.sendAsync(gateway.post(REJECT, key, "{}"));
        arrived.asMono().block(Duration.ofSeconds(20));
        trouble.run();
        go.tryEmitEmpty();
        return Objects.requireNonNull(answer.join());
    }
}

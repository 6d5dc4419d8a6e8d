package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryAdminContract;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyStoreContract;
import io.oncegate.core.StoreAudit.Report;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import reactor.core.Disposable;

/** Valkey, which was Redis 7.2 once, is as good a store. */
@EnabledIf("io.oncegate.redis.Valkey#isThere")
class ValkeyTest implements IdempotencyStoreContract, EntryAdminContract, OnRedis {

    private static @Nullable LocalRedis valkey;

    @BeforeAll
    static void start() {
        valkey = Valkey.start();
    }

    @AfterAll
    static void stop() {
        if (valkey != null) {
            valkey.stop();
        }
    }

    @BeforeEach
    void empty() {
        redis().empty();
    }

    @Override
    public LocalRedis redis() {
        return Objects.requireNonNull(valkey);
    }

    @Override
    public EntryAdmin admin() {
        return redis().admin();
    }

    @Test
    void isToldByItsOwnNameAndNotWarnedOf() {
        redis().commands().configSet("appendonly", "yes");
        try (RedisClient client = RedisClient.create(redis().uri())) {
            Report report = result(
                    new RedisAudit(new RedisConnection(() -> client), Duration.ofSeconds(10), 0, Clock.systemUTC())
                            .report());
            assertThat(report.details().get("version")).startsWith("Valkey ");
            assertThat(report.warnings()).isEmpty();
        } finally {
            redis().commands().configSet("appendonly", "no");
        }
    }

    @Test
    void anEndThatSomebodyWaitsForIsHeard() {
        List<EntryId> heard = new CopyOnWriteArrayList<>();
        Disposable listening = store().settled().subscribe(heard::add);
        try {
            await().until(() -> !redis().commands().pubsubChannels().isEmpty());
            ClaimRequest request = request(id("k"));
            Claim claim = granted(request);
            isBusy(by(OTHER, request), request.lifetimes().lease());
            settle(claim, new Ending.Completed(CREATED));
            await().untilAsserted(() -> assertThat(heard).containsExactly(request.id()));
        } finally {
            listening.dispose();
        }
    }
}

package io.oncegate.redis;

import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.IdempotencyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What waiting for a replica costs a claim, one at a time and 64 at a time. With {@code -Doncegate.claims=20000} as many as
 * that, and what it took is printed.
 */
class ReplicaWaitCostTest {

    private static final int CLAIMS = Integer.getInteger("oncegate.claims", 200);
    private static final int AT_ONCE = 64;
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final AtomicInteger KEY = new AtomicInteger();

    private final ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
    private final LocalReplicas redis = new LocalReplicas(1);

    @BeforeEach
    void measureRedisAndNotTheLeakDetector() {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
    }

    @AfterEach
    void close() {
        ResourceLeakDetector.setLevel(level);
        redis.close();
    }

    @Test
    void claimsThatWaitShareTheirWaits() {
        IdempotencyStore plain = redis.store();
        IdempotencyStore waiting = redis.waitingFor(1, Duration.ofSeconds(30));
        // code and connections are warm
        together(plain);
        together(waiting);

        say("0 replicas", oneByOne(plain), together(plain), 0);
        long[] alone = oneByOne(waiting);
        long before = redis.primary().calls("wait");
        long took = together(waiting);
        long waits = redis.primary().calls("wait") - before;
        say("1 replica", alone, took, waits);

        assertThat(waits).isLessThan(CLAIMS / 2);
    }

    private static long[] oneByOne(IdempotencyStore store) {
        long[] nanos = new long[CLAIMS];
        for (int i = 0; i < CLAIMS; i++) {
            long start = System.nanoTime();
            result(claim(store));
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private static long together(IdempotencyStore store) {
        long start = System.nanoTime();
        Long granted = Flux.range(0, CLAIMS)
                .flatMap(i -> claim(store), AT_ONCE)
                .filter(ClaimOutcome.Granted.class::isInstance)
                .count()
                .block(LONG);
        assertThat(Objects.requireNonNull(granted)).isEqualTo(CLAIMS);
        return System.nanoTime() - start;
    }

    private static Mono<ClaimOutcome> claim(IdempotencyStore store) {
        return store.claim(request(id("cost-" + KEY.incrementAndGet())));
    }

    private static void say(String what, long[] alone, long together, long waits) {
        if (Integer.getInteger("oncegate.claims") != null) {
            System.out.printf(
                    "%s: one at a time, median %d us, 99 in 100 below %d us; %d at a time, %d a second, %d WAITs for %d claims%n",
                    what,
                    alone[CLAIMS / 2] / 1000,
                    alone[CLAIMS * 99 / 100] / 1000,
                    AT_ONCE,
                    CLAIMS * 1_000_000_000L / together,
                    waits,
                    CLAIMS);
        }
    }
}

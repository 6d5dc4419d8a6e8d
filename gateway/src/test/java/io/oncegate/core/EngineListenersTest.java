package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Whoever listens is told everything, and cannot do harm. */
class EngineListenersTest extends EngineInVirtualTime {

    private static final Ending COMPLETED = new Ending.Completed(CREATED);
    private static final Duration THIRD = LEASE.dividedBy(3);
    private static final List<Object> LANDED = List.of(Settlement.LANDED, "complete");
    private static final List<Object> LATE = List.of(Settlement.LATE, "complete");

    private final Sinks.One<Ending> execution = Sinks.one();
    private final Claim claim = claimed(REQUEST);

    @Test
    void howLongTheStoreTookIsToldAlsoWhereItNeverAnswered() {
        store.claims.add(Mono::never);
        times.clear();

        signals(engine.claim(OTHERS, Duration.ZERO));
        advance(STORE_TIMEOUT);
        signals(engine.run(claim, Mono.just(COMPLETED)));

        assertThat(times).startsWith("CLAIM " + STORE_TIMEOUT).endsWith("SETTLE PT0S");
    }

    @Nested
    class ThatThrows {

        private final IdempotencyListener throwing = (IdempotencyListener) java.lang.reflect.Proxy.newProxyInstance(
                IdempotencyListener.class.getClassLoader(),
                new Class<?>[] {IdempotencyListener.class},
                (proxy, method, arguments) -> {
                    told.add(method.getName());
                    throw new IllegalStateException("listener");
                });
        private final IdempotencyEngine watched = new IdempotencyEngine(store, usage, List.of(throwing), LIMITS, time);

        @Test
        void breaksNeitherClaimNorRenewalNorSettlement() {
            assertThat(signals(watched.claim(REQUEST, Duration.ZERO)).get(0)).isInstanceOf(ClaimOutcome.Granted.class);
            List<Object> signals = signals(watched.run(claim, execution.asMono()));
            advance(THIRD.multipliedBy(2));
            execution.tryEmitValue(COMPLETED).orThrow();

            assertThat(signals).isEqualTo(LANDED);
            assertThat(told.subList(1, told.size()))
                    .filteredOn(event -> !event.equals("storeAsked"))
                    .containsExactly("claimed", "renewed", "renewed", "settled");
        }

        @Test
        void doesNotHideThatTheStoreFailed() {
            Collections.addAll(store.settlements, EngineListenersTest::thrown);
            store.claims.add(EngineListenersTest::thrown);

            assertThat(signals(watched.run(claim, Mono.just(COMPLETED)))).isEqualTo(LATE);
            assertThat(signals(watched.claim(REQUEST, Duration.ZERO)))
                    .singleElement()
                    .isInstanceOf(IllegalStateException.class)
                    .hasToString("java.lang.IllegalStateException: store");
        }
    }

    private static <T> Mono<T> thrown() {
        throw new IllegalStateException("store");
    }
}

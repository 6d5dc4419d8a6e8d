package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.by;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** An execution under a claim: renewed while it runs, settled exactly once, whatever fails. */
class EngineRunTest extends EngineInVirtualTime {

    private static final Ending COMPLETED = new Ending.Completed(CREATED);
    private static final Duration THIRD = LEASE.dividedBy(3);
    private static final List<Object> LANDED = List.of(Settlement.LANDED, "complete");
    private static final List<Object> LOST = List.of(Settlement.LOST, "complete");
    private static final List<Object> LATE = List.of(Settlement.LATE, "complete");

    private final Sinks.One<Ending> execution = Sinks.one();
    private final Claim claim = claimed(REQUEST);

    @Nested
    class Renewal {

        @Test
        void comesAtEachThirdOfTheLease() {
            List<Object> signals = signals(engine.run(claim, execution.asMono()));

            advance(THIRD.minusMillis(1));
            assertThat(renewals()).isZero();
            advance(Duration.ofMillis(1));
            assertThat(renewals()).isEqualTo(1);
            advance(THIRD.multipliedBy(29));
            assertThat(renewals()).isEqualTo(30);
            assertThat(told).contains("renewed LANDED").doesNotContain("renewed LOST");
            assertThat(signals).isEmpty();
        }

        @Test
        void keepsTheEntryBusyForAsLongAsTheExecutionTakes() {
            List<Object> signals = signals(engine.run(claim, execution.asMono()));

            advance(LEASE.multipliedBy(20));
            assertThat(signals(engine.claim(OTHERS, Duration.ZERO)).get(0)).isInstanceOf(ClaimOutcome.Busy.class);
            execution.tryEmitValue(COMPLETED).orThrow();
            assertThat(signals).isEqualTo(LANDED);
        }

        @Test
        void stopsWithTheExecution() {
            signals(engine.run(claim, execution.asMono()));
            advance(THIRD);
            execution.tryEmitValue(COMPLETED).orThrow();

            advance(LEASE.multipliedBy(10));

            assertThat(renewals()).isEqualTo(1);
        }

        @Test
        void goesOnAfterAFailureAndEndsNothing() {
            store.renewals.add(() -> Mono.error(new IllegalStateException("gone")));
            store.renewals.add(Mono::never);
            List<Object> signals = signals(engine.run(claim, execution.asMono()));

            advance(THIRD.multipliedBy(3));

            assertThat(told.subList(1, told.size()))
                    .containsExactly(
                            "failed RENEW IllegalStateException", "failed RENEW TimeoutException", "renewed LANDED");
            execution.tryEmitValue(COMPLETED).orThrow();
            assertThat(signals).isEqualTo(LANDED);
        }

        @Test
        void goesOnWhereTheStoreThrowsInsteadOfAnswering() {
            store.renewals.add(EngineRunTest::thrown);
            List<Object> signals = signals(engine.run(claim, execution.asMono()));

            advance(THIRD.multipliedBy(2));
            execution.tryEmitValue(COMPLETED).orThrow();

            assertThat(told).contains("failed RENEW IllegalStateException", "renewed LANDED");
            assertThat(signals).isEqualTo(LANDED);
        }

        @Test
        void neverRunsTwiceAtOnceWhereTheStoreIsSlowerThanAThird() {
            ClaimRequest brief = Sample.lasting(
                    new Lifetimes(Duration.ofSeconds(3), Sample.RETENTION, Sample.TOMBSTONE),
                    by(Sample.OTHER, Sample.request(Sample.id("brief"))));
            Claim slow = claimed(brief);
            store.renewals.add(Mono::never);
            signals(engine.run(slow, execution.asMono()));

            advance(Duration.ofMillis(2_900));
            assertThat(renewals()).isEqualTo(1);
            advance(Duration.ofMillis(1_100));
            assertThat(told).contains("failed RENEW TimeoutException", "renewed LANDED");
        }
    }

    @Nested
    class Settling {

        @Test
        void happensOnceWithTheEndingOfTheExecution() {
            assertThat(signals(engine.run(claim, Mono.just(COMPLETED)))).isEqualTo(LANDED);

            assertThat(store.calls).containsExactly("claim", "settle completed");
            assertThat(told).containsExactly("claimed Granted", "settled Completed LANDED");
            assertThat(signals(engine.claim(OTHERS, Duration.ZERO)).get(0)).isEqualTo(new ClaimOutcome.Replay(CREATED));
        }

        @Test
        void happensOnceWhereARenewalIsUnderWay() {
            AtomicBoolean renewalEnded = new AtomicBoolean();
            store.renewals.add(() -> Mono.<Settlement>never().doOnCancel(() -> renewalEnded.set(true)));
            List<Object> signals = signals(engine.run(claim, execution.asMono()));
            advance(THIRD);

            execution.tryEmitValue(COMPLETED).orThrow();
            assertThat(renewalEnded).isTrue();
            advance(LEASE);

            assertThat(signals).isEqualTo(LANDED);
            assertThat(store.calls).containsExactly("claim", "renew", "settle completed");
        }

        @Test
        void executionThatFailsOrThrowsEndsUnknown() {
            Mono<Ending> throwing = Mono.defer(EngineRunTest::thrown);

            assertThat(signals(engine.run(claim, Mono.error(new IllegalStateException("boom")))))
                    .isEqualTo(LANDED);
            assertThat(signals(engine.run(claim, throwing))).isEqualTo(LANDED);
            assertThat(store.calls).containsExactly("claim", "settle unknown", "settle unknown");
        }

        @Test
        void executionWithoutAnEndingEndsUnknown() {
            assertThat(signals(engine.run(claim, Mono.empty()))).isEqualTo(LANDED);
            assertThat(store.calls).containsExactly("claim", "settle unknown");
        }

        @Test
        void lostClaimIsToldAndFailsNothing() {
            advance(LEASE);
            claimed(Sample.deduplicating(OTHERS));

            assertThat(signals(engine.run(claim, Mono.just(COMPLETED)))).isEqualTo(LOST);
            assertThat(told).contains("settled Completed LOST");
        }

        @Test
        void failureOfTheStoreIsToldAndFailsNothing() {
            store.settlements.add(() -> Mono.error(new IllegalStateException("gone")));

            assertThat(signals(engine.run(claim, Mono.just(COMPLETED)))).isEqualTo(LATE);
            assertThat(told).containsExactly("claimed Granted", "failed SETTLE IllegalStateException", "late SETTLE");
        }

        @Test
        void storeThatThrowsInsteadOfAnsweringFailsNothing() {
            store.settlements.add(EngineRunTest::thrown);

            assertThat(signals(engine.run(claim, Mono.just(COMPLETED)))).isEqualTo(LATE);
            assertThat(told).containsExactly("claimed Granted", "failed SETTLE IllegalStateException", "late SETTLE");
        }

        @Test
        void storeThatDoesNotAnswerIsNotWaitedForBeyondItsDeadline() {
            store.settlements.add(Mono::never);
            List<Object> signals = signals(engine.run(claim, Mono.just(COMPLETED)));

            advance(STORE_TIMEOUT.minusMillis(1));
            assertThat(signals).isEmpty();
            advance(Duration.ofMillis(1));

            assertThat(signals).isEqualTo(LATE);
            assertThat(told).contains("failed SETTLE TimeoutException");
        }

        @Test
        void cancelledRunCancelsTheExecutionAndLeavesTheClaimToItsLease() {
            AtomicBoolean cancelled = new AtomicBoolean();
            engine.run(claim, Mono.<Ending>never().doOnCancel(() -> cancelled.set(true)))
                    .subscribe()
                    .dispose();

            advance(LEASE);

            assertThat(cancelled).isTrue();
            assertThat(store.calls).containsExactly("claim");
        }
    }

    private static <T> Mono<T> thrown() {
        throw new IllegalStateException("store");
    }
}

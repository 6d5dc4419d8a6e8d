package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** What the store could not be told in time is told in the background, until the lease's end (contract 4 and 6). */
class EngineBackgroundTest extends EngineInVirtualTime {

    private static final Ending COMPLETED = new Ending.Completed(CREATED);
    private static final Duration AWHILE = Duration.ofSeconds(5);

    private final Disposable background = engine.background().subscribe();

    @AfterEach
    void stop() {
        background.dispose();
    }

    @Nested
    class ASettlementThatFailed {

        private final Claim claim = claimed(REQUEST);

        @Test
        void landsWhenTheStoreIsBack() {
            fail(3);
            assertThat(signals(engine.run(claim, Mono.just(COMPLETED)))).containsExactly(Settlement.LATE, "complete");
            assertThat(engine.lateWrites()).isEqualTo(1);

            advance(AWHILE);

            assertThat(told).endsWith("settled Completed LANDED").doesNotContain("gave up SETTLE");
            assertThat(engine.lateWrites()).isZero();
            assertThat(signals(engine.claim(OTHERS, Duration.ZERO)).get(0)).isEqualTo(new ClaimOutcome.Replay(CREATED));
        }

        @Test
        void hasEachAttemptInTheBackgroundTold() {
            fail(3);
            signals(engine.run(claim, Mono.just(COMPLETED)));
            advance(AWHILE);

            // the first attempt was the request's own
            assertThat(retries).hasSize(3).containsOnly(IdempotencyListener.Operation.SETTLE);
        }

        @Test
        void wakesWhoWaitsWhenItLands() {
            fail(1);
            List<Object> waiting = signals(engine.claim(OTHERS, Duration.ofSeconds(20)));
            signals(engine.run(claim, Mono.just(COMPLETED)));

            advance(Duration.ofMillis(100));

            assertThat(waiting).containsExactly(new ClaimOutcome.Replay(CREATED), "complete");
        }

        @Test
        void isGivenUpAtTheLeasesEnd() {
            fail(1_000);
            signals(engine.run(claim, Mono.just(COMPLETED)));

            advance(LEASE.minusMillis(1));
            assertThat(told).doesNotContain("gave up SETTLE");
            advance(Duration.ofMillis(1));

            assertThat(told).endsWith("gave up SETTLE");
            assertThat(engine.lateWrites()).isZero();
            assertThat(signals(engine.claim(OTHERS, Duration.ZERO)).get(0))
                    .isEqualTo(new ClaimOutcome.OutcomeUnknown(ClaimOutcome.UnknownCause.LEASE_LAPSED));
        }

        @Test
        void leavesTheSuccessorsAnswerAloneWhereAnotherTookOver() {
            advance(LEASE.minusSeconds(1));
            fail(1_000);
            signals(engine.run(claim, Mono.just(COMPLETED)));
            advance(Duration.ofSeconds(2));
            store.settlements.clear();
            Answer.Kept successors = new Answer.Kept(200, List.of(), new byte[0]);
            signals(engine.run(claimed(Sample.deduplicating(OTHERS)), Mono.just(new Ending.Completed(successors))));

            advance(AWHILE);

            assertThat(told).endsWith("settled Completed LOST");
            assertThat(signals(engine.claim(Sample.by(new ClaimToken(9), REQUEST), Duration.ZERO))
                            .get(0))
                    .isEqualTo(new ClaimOutcome.Replay(successors));
        }

        @Test
        void isNotHeldUpByAStoreThatNeverAnswers() {
            store.settlements.add(Mono::never);
            store.settlements.add(Mono::never);
            List<Object> signals = signals(engine.run(claim, Mono.just(COMPLETED)));
            advance(STORE_TIMEOUT);
            assertThat(signals).containsExactly(Settlement.LATE, "complete");

            advance(STORE_TIMEOUT.plusSeconds(1));

            assertThat(told).endsWith("settled Completed LANDED");
        }
    }

    @Nested
    class AClaimWhoseAnswerWasLost {

        @Test
        void isTakenBackSoThatTheKeyIsFree() {
            store.claims.add(() -> store.claim(REQUEST).then(Mono.error(new IllegalStateException("reset"))));
            assertThat(signals(engine.claim(REQUEST, Duration.ZERO)))
                    .hasOnlyElementsOfType(IllegalStateException.class);

            advance(AWHILE);

            assertThat(told)
                    .containsExactly("failed CLAIM IllegalStateException", "late CLAIM", "settled NotExecuted LANDED");
            assertThat(signals(engine.claim(Sample.asking(Sample.ANOTHER_ORDER, OTHERS), Duration.ZERO))
                            .get(0))
                    .isInstanceOf(ClaimOutcome.Granted.class);
        }

        @Test
        void isTakenBackAlsoWhereTakingItBackFailsHalfway() {
            store.claims.add(() -> store.claim(REQUEST).then(Mono.error(new IllegalStateException("reset"))));
            fail(1);
            signals(engine.claim(REQUEST, Duration.ZERO));

            advance(AWHILE);

            assertThat(told).endsWith("settled NotExecuted LANDED");
        }

        @Test
        void andThatIsSomebodyElsesIsLeftAlone() {
            claimed(OTHERS);
            store.claims.add(() -> Mono.error(new IllegalStateException("reset")));
            signals(engine.claim(REQUEST, Duration.ZERO));

            advance(AWHILE);

            assertThat(store.calls).containsExactly("claim", "claim", "claim");
            assertThat(engine.lateWrites()).isZero();
        }

        @Test
        void leavesAnEarlierUnknownOutcomeUnknown() {
            signals(engine.run(claimed(REQUEST), Mono.empty()));
            ClaimRequest retry = Sample.deduplicating(OTHERS);
            store.claims.add(() -> store.claim(retry).then(Mono.error(new IllegalStateException("reset"))));
            signals(engine.claim(retry, Duration.ZERO));

            advance(AWHILE);

            assertThat(signals(engine.claim(REQUEST, Duration.ZERO)).get(0))
                    .isEqualTo(new ClaimOutcome.OutcomeUnknown(ClaimOutcome.UnknownCause.NO_ANSWER));
        }
    }

    @Test
    void noMoreThanSoManyWritesAreTriedAgain() {
        claimsFail(1_000);
        IntStream.rangeClosed(0, LATE_WRITES)
                .forEach(i -> signals(engine.claim(Sample.request(Sample.id("k" + i)), Duration.ZERO)));

        assertThat(engine.lateWrites()).isEqualTo(LATE_WRITES);
        assertThat(told).endsWith("late CLAIM", "gave up CLAIM");
    }

    @Test
    void aStoreThatIsAwayIsAskedOnBehalfOfAFewOnly() {
        claimsFail(1_000);
        IntStream.range(0, LATE_WRITES)
                .forEach(i -> signals(engine.claim(Sample.request(Sample.id("k" + i)), Duration.ZERO)));
        int before = store.calls.size();

        advance(Duration.ofMillis(25));

        assertThat(store.calls.size() - before).isLessThanOrEqualTo(16);
    }

    private void claimsFail(int times) {
        IntStream.range(0, times).forEach(i -> store.claims.add(() -> Mono.error(new IllegalStateException("gone"))));
    }

    private void fail(int times) {
        IntStream.range(0, times)
                .forEach(i -> store.settlements.add(() -> Mono.error(new IllegalStateException("gone"))));
    }
}

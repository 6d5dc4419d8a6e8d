package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.ClaimOutcome.UnknownCause;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Claiming with a deadline, and waiting for an entry in flight. */
class EngineClaimTest extends EngineInVirtualTime {

    private static final Duration WAIT = Duration.ofSeconds(2);

    @Nested
    class OfAFreeEntry {

        @Test
        void isGrantedAtOnceWhateverTheWait() {
            assertThat(signals(engine.claim(REQUEST, WAIT)))
                    .containsExactly(new ClaimOutcome.Granted(new Claim(REQUEST, 1)), "complete");
            assertThat(told).containsExactly("claimed Granted");
        }

        @Test
        void failsWhereTheStoreMissesItsDeadline() {
            store.claims.add(Mono::never);
            List<Object> signals = signals(engine.claim(REQUEST, WAIT));

            advance(STORE_TIMEOUT.minusMillis(1));
            assertThat(signals).isEmpty();
            advance(Duration.ofMillis(1));

            assertThat(signals).singleElement().isInstanceOf(TimeoutException.class);
            assertThat(told).containsExactly("failed CLAIM TimeoutException", "late CLAIM");
        }

        @Test
        void failsWhereTheStoreFails() {
            IllegalStateException gone = new IllegalStateException("gone");
            store.claims.add(() -> Mono.error(gone));

            assertThat(signals(engine.claim(REQUEST, WAIT))).containsExactly(gone);
            assertThat(told).containsExactly("failed CLAIM IllegalStateException", "late CLAIM");
        }

        @Test
        void tellsOfAStoreThatThrowsInsteadOfAnswering() {
            store.claims.add(() -> {
                throw new IllegalStateException("thrown");
            });

            assertThat(signals(engine.claim(REQUEST, WAIT))).singleElement().isInstanceOf(IllegalStateException.class);
            assertThat(told).containsExactly("failed CLAIM IllegalStateException", "late CLAIM");
        }

        @Test
        void asksNobodyBeforeItIsSubscribedTo() {
            engine.claim(REQUEST, WAIT);

            assertThat(store.calls).isEmpty();
        }
    }

    @Nested
    class OfAnEntryInFlight {

        private final Claim owner = claimed(OTHERS);

        @Test
        void isBusyAtOnceWithoutAWait() {
            assertThat(signals(engine.claim(REQUEST, Duration.ZERO)))
                    .containsExactly(new ClaimOutcome.Busy(LEASE), "complete");
        }

        @Test
        void endsWithTheAnswerWhenTheOwnerCompletes() {
            List<Object> signals = signals(engine.claim(REQUEST, WAIT));
            advance(Duration.ofSeconds(1));
            assertThat(signals).isEmpty();

            signals(engine.run(owner, Mono.just(new Ending.Completed(CREATED))));
            advance(Duration.ofMillis(250));

            assertThat(signals).containsExactly(new ClaimOutcome.Replay(CREATED), "complete");
        }

        @Test
        void makesTheWaiterTheNextOwnerWhenTheOwnerReleases() {
            List<Object> signals = signals(engine.claim(REQUEST, WAIT));
            advance(Duration.ofSeconds(1));

            signals(engine.run(owner, Mono.just(new Ending.NotExecuted())));
            advance(Duration.ofMillis(250));

            assertThat(signals).containsExactly(new ClaimOutcome.Granted(new Claim(REQUEST, 1)), "complete");
        }

        @Test
        void makesOnlyOneOfTwoWaitersTheNextOwner() {
            List<Object> first = signals(engine.claim(REQUEST, WAIT));
            List<Object> second = signals(engine.claim(Sample.by(new ClaimToken(9), REQUEST), WAIT));
            signals(engine.run(owner, Mono.just(new Ending.NotExecuted())));

            advance(WAIT);

            assertThat(List.of(first.get(0).getClass(), second.get(0).getClass()))
                    .containsExactlyInAnyOrder(ClaimOutcome.Granted.class, ClaimOutcome.Busy.class);
        }

        @Test
        void endsUnknownWhenTheOwnerDoes() {
            List<Object> signals = signals(engine.claim(REQUEST, WAIT));
            signals(engine.run(owner, Mono.empty()));

            advance(WAIT);

            assertThat(signals.get(0)).isEqualTo(new ClaimOutcome.OutcomeUnknown(UnknownCause.NO_ANSWER));
        }

        @Test
        void isBusyAtTheDeadlineAndToldOnce() {
            List<Object> signals = signals(engine.claim(REQUEST, WAIT));

            advance(WAIT.minusMillis(1));
            assertThat(signals).isEmpty();
            advance(Duration.ofMillis(1));

            assertThat(signals).containsExactly(new ClaimOutcome.Busy(LEASE.minus(WAIT)), "complete");
            assertThat(told).containsExactly("claimed Granted", "claimed Busy");
        }

        @Test
        void asksEverMoreSeldomDownToFourTimesASecond() {
            signals(engine.claim(REQUEST, Duration.ofSeconds(10)));
            int before = store.calls.size();

            advance(Duration.ofMillis(25 + 50 + 100 + 200));
            assertThat(store.calls).hasSize(before + 4);
            advance(Duration.ofSeconds(1));
            assertThat(store.calls).hasSize(before + 8);
        }

        @Test
        void anotherRequestIsNotMadeToWait() {
            assertThat(signals(engine.claim(Sample.asking(Sample.ANOTHER_ORDER, REQUEST), WAIT)))
                    .containsExactly(new ClaimOutcome.Mismatch(), "complete");
        }

        @Test
        void endsWithTheFailureOfTheStore() {
            List<Object> signals = signals(engine.claim(REQUEST, WAIT));
            store.claims.add(() -> Mono.error(new IllegalStateException("gone")));

            advance(Duration.ofMillis(25));

            assertThat(signals).singleElement().isInstanceOf(IllegalStateException.class);
        }

        @Test
        void goesNoFurtherOnceTheWaiterIsGone() {
            engine.claim(REQUEST, WAIT).subscribe().dispose();
            int before = store.calls.size();

            advance(WAIT);

            assertThat(store.calls).hasSize(before);
        }
    }
}

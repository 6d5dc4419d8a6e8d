package io.oncegate.core;

import static io.oncegate.core.Sample.ANOTHER_ORDER;
import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.ORDER;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.OWNER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.asking;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Attempt.How;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.EntryRules.Claimed;
import io.oncegate.core.EntryRules.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every state of an entry times every kind of request, at the very edges of its times. */
class EntryRulesTest {

    private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Instance FIRST = new Instance(1);
    private static final ClaimRequest REQUEST = Sample.request(Sample.id("k"));

    /** What claiming does in each of its two ways of being decided. */
    private static Claimed granted(ClaimRequest request, int attempt, Instant now, Attempt... earlier) {
        Entry.Head head = new Entry.Head(
                request.token(),
                request.fingerprint(),
                attempt,
                now,
                History.begun(request.instance(), List.of(earlier)));
        return new Claimed(
                new ClaimOutcome.Granted(new Claim(request, attempt)),
                Optional.of(new Write(new Entry.InFlight(head, now.plus(LEASE)), Optional.of(LEASE.plus(RETENTION)))));
    }

    private static Claimed told(ClaimOutcome outcome) {
        return new Claimed(outcome, Optional.empty());
    }

    private static Claimed claim(Entry present, ClaimRequest request, Instant now) {
        return EntryRules.claim(Optional.of(present), request, now);
    }

    private static Entry.Head head(int attempt) {
        return head(attempt, History.ended(FIRST, MINUTE, List.of()));
    }

    private static Entry.Head head(int attempt, History history) {
        return new Entry.Head(OWNER, ORDER, attempt, T0, history);
    }

    @Test
    void noEntryGrantsTheFirstAttempt() {
        assertThat(EntryRules.claim(Optional.empty(), REQUEST, T0)).isEqualTo(granted(REQUEST, 1, T0));
        assertThat(EntryRules.claim(Optional.empty(), deduplicating(REQUEST), T0))
                .isEqualTo(granted(deduplicating(REQUEST), 1, T0));
    }

    @Nested
    class InFlight {

        private final Instant lapse = T0.plus(LEASE);
        private final Entry entry = new Entry.InFlight(head(2, History.begun(FIRST, List.of())), lapse);
        private final Attempt nobodys = new Attempt(T0, Optional.empty(), How.LAPSED, OptionalInt.empty(), FIRST);
        private final ClaimRequest other = by(OTHER, REQUEST);

        @Test
        void isBusyToOthersWhileTheLeaseLives() {
            assertThat(claim(entry, other, T0)).isEqualTo(told(new ClaimOutcome.Busy(LEASE)));
            assertThat(claim(entry, deduplicating(other), lapse.minus(MILLI)))
                    .isEqualTo(told(new ClaimOutcome.Busy(MILLI)));
        }

        @Test
        void isAMismatchForAnotherRequestBeforeItIsBusyOrLapsed() {
            for (Instant now : new Instant[] {T0, lapse}) {
                assertThat(claim(entry, asking(ANOTHER_ORDER, other), now))
                        .isEqualTo(told(new ClaimOutcome.Mismatch()));
                assertThat(claim(entry, deduplicating(asking(ANOTHER_ORDER, REQUEST)), now))
                        .isEqualTo(told(new ClaimOutcome.Mismatch()));
            }
        }

        @Test
        void isGrantedAgainToItsOwnTokenWithNothingWritten() {
            assertThat(claim(entry, REQUEST, lapse.minus(MILLI)))
                    .isEqualTo(told(new ClaimOutcome.Granted(new Claim(REQUEST, 2))));
        }

        @Test
        void isGrantedAgainToItsOwnTokenWithANewLeaseOnceLapsed() {
            assertThat(claim(entry, REQUEST, lapse)).isEqualTo(granted(REQUEST, 2, lapse));
        }

        @Test
        void isAnUnknownOutcomeOnceLapsed() {
            assertThat(claim(entry, other, lapse))
                    .isEqualTo(told(new ClaimOutcome.OutcomeUnknown(UnknownCause.LEASE_LAPSED)));
        }

        @Test
        void runsAgainOnceLapsedWhereTheUpstreamDeduplicates() {
            assertThat(claim(entry, deduplicating(other), lapse))
                    .isEqualTo(granted(deduplicating(other), 3, lapse, nobodys));
        }

        @Test
        void isTheSameForAnyRequestOfARouteThatLooksAtTheKeyOnly() {
            assertThat(claim(entry, asking(Fingerprint.KEY_ONLY, other), T0))
                    .isEqualTo(told(new ClaimOutcome.Busy(LEASE)));
        }
    }

    @Nested
    class Kept {

        private final Instant end = T0.plus(RETENTION);
        private final Entry entry = new Entry.Kept(head(1), end, CREATED);

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void isReplayedToEverybodyWithinRetention(boolean deduplicates) {
            for (ClaimRequest request : new ClaimRequest[] {REQUEST, by(OTHER, REQUEST)}) {
                assertThat(claim(entry, deduplicates ? deduplicating(request) : request, end.minus(MILLI)))
                        .isEqualTo(told(new ClaimOutcome.Replay(CREATED)));
            }
        }

        @Test
        void isAMismatchForAnotherRequestEvenAfterRetention() {
            assertThat(claim(entry, asking(ANOTHER_ORDER, REQUEST), T0)).isEqualTo(told(new ClaimOutcome.Mismatch()));
            assertThat(claim(entry, asking(ANOTHER_ORDER, REQUEST), end)).isEqualTo(told(new ClaimOutcome.Mismatch()));
        }

        @Test
        void becomesATombstoneForTheTimeThatIsLeft() {
            Optional<String> location = Optional.of("/api/orders/7");
            assertThat(claim(entry, deduplicating(by(OTHER, REQUEST)), end))
                    .isEqualTo(new Claimed(
                            new ClaimOutcome.Expired(201, location),
                            Optional.of(
                                    new Write(new Entry.Tombstone(head(1), true, 201, location), Optional.empty()))));
        }
    }

    @Nested
    class Tombstones {

        private final Entry expired = new Entry.Tombstone(head(1), true, 201, Optional.of("/api/orders/7"));
        private final Entry notKept = new Entry.Tombstone(head(1), false, 200, Optional.empty());

        @Test
        void tellWhatIsLeftAndNeverRunAgain() {
            for (ClaimRequest request : new ClaimRequest[] {REQUEST, deduplicating(by(OTHER, REQUEST))}) {
                assertThat(claim(expired, request, T0))
                        .isEqualTo(told(new ClaimOutcome.Expired(201, Optional.of("/api/orders/7"))));
                assertThat(claim(notKept, request, T0))
                        .isEqualTo(told(new ClaimOutcome.NotKept(200, Optional.empty())));
            }
        }

        @Test
        void areAMismatchForAnotherRequest() {
            assertThat(claim(expired, asking(ANOTHER_ORDER, REQUEST), T0)).isEqualTo(told(new ClaimOutcome.Mismatch()));
            assertThat(claim(notKept, asking(ANOTHER_ORDER, REQUEST), T0)).isEqualTo(told(new ClaimOutcome.Mismatch()));
        }
    }

    @Nested
    class Unknown {

        private final Attempt attempt =
                new Attempt(T0.minus(MINUTE), Optional.of(MINUTE), How.UNKNOWN, OptionalInt.of(502), FIRST);
        private final Entry entry = unknown(4);

        private Entry unknown(int attempt) {
            return new Entry.Unknown(head(attempt), How.UNKNOWN, OptionalInt.of(502));
        }

        @Test
        void staysUnknownEvenToItsOwner() {
            ClaimOutcome unknown = new ClaimOutcome.OutcomeUnknown(UnknownCause.NO_ANSWER);
            assertThat(claim(entry, REQUEST, T0)).isEqualTo(told(unknown));
            assertThat(claim(entry, by(OTHER, REQUEST), T0)).isEqualTo(told(unknown));
        }

        @Test
        void runsAgainWhereTheUpstreamDeduplicates() {
            ClaimRequest request = deduplicating(by(OTHER, REQUEST));
            assertThat(claim(entry, request, T0)).isEqualTo(granted(request, 5, T0, attempt));
        }

        @Test
        void remembersItsRequest() {
            assertThat(claim(entry, deduplicating(asking(ANOTHER_ORDER, REQUEST)), T0))
                    .isEqualTo(told(new ClaimOutcome.Mismatch()));
        }

        @Test
        void countsAttemptsUpToTheHighestThatARecordHolds() {
            ClaimRequest request = deduplicating(REQUEST);
            assertThat(claim(unknown(65_534), request, T0)).isEqualTo(granted(request, 65_535, T0, attempt));
            assertThat(claim(unknown(65_535), request, T0)).isEqualTo(granted(request, 65_535, T0, attempt));
        }
    }

    @Nested
    class Released {

        private final Entry entry = new Entry.Released(
                head(2, History.byHand(FIRST, List.of())), How.RELEASED_BY_HAND, OptionalInt.empty());
        private final Attempt release =
                new Attempt(T0, Optional.empty(), How.RELEASED_BY_HAND, OptionalInt.empty(), FIRST);

        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void runsAgainWhateverTheUpstreamDoes(boolean deduplicates) {
            ClaimRequest request = deduplicates ? deduplicating(REQUEST) : REQUEST;
            assertThat(claim(entry, request, T0)).isEqualTo(granted(request, 3, T0, release));
        }

        @Test
        void remembersItsRequest() {
            assertThat(claim(entry, asking(ANOTHER_ORDER, REQUEST), T0)).isEqualTo(told(new ClaimOutcome.Mismatch()));
        }
    }
}

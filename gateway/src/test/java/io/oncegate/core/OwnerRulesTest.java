package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.LIFETIMES;
import static io.oncegate.core.Sample.ORDER;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.OWNER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.TOMBSTONE;
import static io.oncegate.core.Sample.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Attempt.How;
import io.oncegate.core.EntryRules.Claimed;
import io.oncegate.core.EntryRules.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an owner may still write, and what it leaves behind. */
class OwnerRulesTest {

    private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");
    private static final ClaimRequest REQUEST = Sample.request(Sample.id("k"));

    private static Entry.Head head(int attempt) {
        return head(attempt, Sample.INSTANCE, Duration.ZERO);
    }

    private static Entry.Head head(int attempt, Instance instance, Duration took, Attempt... earlier) {
        return new Entry.Head(OWNER, ORDER, attempt, T0, History.ended(instance, took, List.of(earlier)));
    }

    @Nested
    class Renewal {

        private final Claim claim = new Claim(REQUEST, 2);
        private final Claim stale = new Claim(by(OTHER, REQUEST), 1);
        private final Entry inFlight = new Entry.InFlight(head(2), T0.plus(LEASE));

        @Test
        void extendsTheOwnersLeaseToItsFullLengthFromNow() {
            Instant now = T0.plusSeconds(10);
            assertThat(EntryRules.renew(Optional.of(inFlight), claim, now))
                    .contains(new Write(
                            new Entry.InFlight(head(2), now.plus(LEASE)), Optional.of(LEASE.plus(RETENTION))));
        }

        @Test
        void landsForTheOwnerOfALapsedLeaseThatNobodyTook() {
            assertThat(EntryRules.renew(Optional.of(inFlight), claim, T0.plus(RETENTION)))
                    .isPresent();
        }

        @Test
        void isLostForAnybodyElseAndForWhatIsNotInFlight() {
            assertThat(EntryRules.renew(Optional.of(inFlight), stale, T0)).isEmpty();
            assertThat(EntryRules.renew(Optional.empty(), claim, T0)).isEmpty();
            assertThat(EntryRules.renew(
                            Optional.of(new Entry.Unknown(head(2), How.UNKNOWN, OptionalInt.empty())), claim, T0))
                    .isEmpty();
            assertThat(EntryRules.renew(Optional.of(new Entry.Kept(head(2), T0, CREATED)), claim, T0))
                    .isEmpty();
        }
    }

    @Nested
    class Settling {

        private final Claim claim = new Claim(REQUEST, 1);
        private final Optional<Entry> begun = Optional.of(new Entry.InFlight(head(1), T0));

        @Test
        void isTheOwnersOrAnybodysWhereTheStoreLostTheEntry() {
            Optional<Entry> entry = Optional.of(new Entry.InFlight(head(1), T0));
            assertThat(EntryRules.maySettle(entry, claim)).isTrue();
            assertThat(EntryRules.maySettle(Optional.empty(), claim)).isTrue();
            assertThat(EntryRules.maySettle(entry, new Claim(by(OTHER, REQUEST), 1)))
                    .isFalse();
        }

        @Test
        void keepsAnAnswerForRetentionAndThenItsTombstone() {
            assertThat(EntryRules.settle(begun, claim, new Ending.Completed(CREATED), T0))
                    .contains(new Write(
                            new Entry.Kept(head(1), T0.plus(RETENTION), CREATED),
                            Optional.of(RETENTION.plus(TOMBSTONE))));
        }

        @Test
        void remembersTheFactOfAnAnswerThatCannotBeKept() {
            assertThat(EntryRules.settle(begun, claim, new Ending.Completed(Sample.TOO_LARGE), T0))
                    .contains(new Write(
                            new Entry.Tombstone(head(1), false, 200, Optional.of("/files/1")),
                            Optional.of(LIFETIMES.kept())));
        }

        @Test
        void remembersAnUnknownOutcomeForRetention() {
            assertThat(EntryRules.settle(begun, claim, new Ending.Unknown(), T0))
                    .contains(new Write(
                            new Entry.Unknown(head(1), How.UNKNOWN, OptionalInt.empty()), Optional.of(RETENTION)));
        }

        @Test
        void forgetsWhatWasNotExecuted() {
            assertThat(EntryRules.settle(begun, claim, new Ending.NotExecuted(), T0))
                    .isEmpty();
        }

        @Test
        void remembersAnEarlierAttemptThoughALaterOneWasNotExecuted() {
            assertThat(EntryRules.settle(begun, new Claim(REQUEST, 2), new Ending.NotExecuted(), T0))
                    .contains(new Write(
                            new Entry.Unknown(head(2), How.NOT_EXECUTED, OptionalInt.empty()), Optional.of(RETENTION)));
        }
    }

    @Nested
    class Histories {

        private final Claim claim = new Claim(REQUEST, 2);
        private final Attempt release = new Attempt(
                T0.minusSeconds(9), Optional.empty(), How.RELEASED_BY_HAND, OptionalInt.empty(), Sample.INSTANCE);

        private Entry left(Optional<Entry> present, Ending ending) {
            return EntryRules.settle(present, claim, ending, T0.plusSeconds(3))
                    .orElseThrow()
                    .entry();
        }

        private Entry inFlight(Attempt... earlier) {
            History history = History.begun(Sample.INSTANCE, List.of(earlier));
            return new Entry.InFlight(new Entry.Head(OWNER, ORDER, 2, T0, history), T0.plus(LEASE));
        }

        @Test
        void tellsHowLongAnAttemptTookAndWithWhatStatus() {
            Entry entry = left(Optional.of(inFlight()), new Ending.Unknown(OptionalInt.of(503)));

            assertThat(entry.attempts())
                    .containsExactly(new Attempt(
                            T0, Optional.of(Duration.ofSeconds(3)), How.UNKNOWN, OptionalInt.of(503), Sample.INSTANCE));
            assertThat(left(Optional.of(entry), new Ending.Completed(CREATED)).attempts())
                    .as("settled again")
                    .containsExactly(new Attempt(
                            T0,
                            Optional.of(Duration.ofSeconds(3)),
                            How.COMPLETED,
                            OptionalInt.of(201),
                            Sample.INSTANCE));
        }

        @Test
        void keepsWhatCameBefore() {
            assertThat(left(Optional.of(inFlight(release)), new Ending.Unknown())
                            .attempts())
                    .extracting(Attempt::how)
                    .containsExactly(How.RELEASED_BY_HAND, How.UNKNOWN);
        }

        @Test
        void keepsTheReleaseStandingThroughAnyNumberOfAttemptsThatWereNotExecuted() {
            Entry entry = left(Optional.of(inFlight(release)), new Ending.NotExecuted());
            for (int i = 0; i < 20; i++) {
                assertThat(entry).isInstanceOf(Entry.Released.class);
                assertThat(entry.how()).isEqualTo(How.STILL_RELEASED);
                Claimed again = EntryRules.claim(Optional.of(entry), REQUEST, T0);
                Entry granted = again.write().orElseThrow().entry();
                entry = left(Optional.of(granted), new Ending.NotExecuted());
            }
            assertThat(entry.head().history().earlier())
                    .hasSize(History.MOST_EARLIER)
                    .startsWith(release);
        }

        @Test
        void isLostWithTheEntry() {
            assertThat(left(Optional.empty(), new Ending.Completed(CREATED)).attempts())
                    .containsExactly(new Attempt(
                            T0.plusSeconds(3),
                            Optional.of(Duration.ZERO),
                            How.COMPLETED,
                            OptionalInt.of(201),
                            Sample.INSTANCE));
        }

        @Test
        void hasRoomForTheFirstAndTheLatestSeven() {
            List<Attempt> all = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                Attempt next = new Attempt(
                        T0.plusSeconds(i), Optional.empty(), How.LAPSED, OptionalInt.empty(), new Instance(i));
                all = History.begun(Sample.INSTANCE, all).followedBy(next);
            }
            assertThat(all).extracting(it -> it.instance().number()).containsExactly(1, 6, 7, 8, 9, 10, 11, 12);
        }
    }
}

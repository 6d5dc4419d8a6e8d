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

import io.oncegate.core.EntryRules.Write;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an owner may still write, and what it leaves behind. */
class OwnerRulesTest {

    private static final Instant T0 = Instant.parse("2026-11-23T10:00:00Z");
    private static final ClaimRequest REQUEST = Sample.request(Sample.id("k"));

    private static Entry.Head head(int attempt) {
        return new Entry.Head(OWNER, ORDER, attempt, T0);
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
            assertThat(EntryRules.renew(Optional.of(new Entry.Unknown(head(2))), claim, T0))
                    .isEmpty();
            assertThat(EntryRules.renew(Optional.of(new Entry.Kept(head(2), T0, CREATED)), claim, T0))
                    .isEmpty();
        }
    }

    @Nested
    class Settling {

        private final Claim claim = new Claim(REQUEST, 1);

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
            assertThat(EntryRules.settle(claim, new Ending.Completed(CREATED), T0))
                    .contains(new Write(
                            new Entry.Kept(head(1), T0.plus(RETENTION), CREATED),
                            Optional.of(RETENTION.plus(TOMBSTONE))));
        }

        @Test
        void remembersTheFactOfAnAnswerThatCannotBeKept() {
            assertThat(EntryRules.settle(claim, new Ending.Completed(Sample.TOO_LARGE), T0))
                    .contains(new Write(
                            new Entry.Tombstone(head(1), false, 200, Optional.of("/files/1")),
                            Optional.of(LIFETIMES.kept())));
        }

        @Test
        void remembersAnUnknownOutcomeForRetention() {
            assertThat(EntryRules.settle(claim, new Ending.Unknown(), T0))
                    .contains(new Write(new Entry.Unknown(head(1)), Optional.of(RETENTION)));
        }

        @Test
        void forgetsWhatWasNotExecuted() {
            assertThat(EntryRules.settle(claim, new Ending.NotExecuted(), T0)).isEmpty();
        }

        @Test
        void remembersAnEarlierAttemptThoughALaterOneWasNotExecuted() {
            assertThat(EntryRules.settle(new Claim(REQUEST, 2), new Ending.NotExecuted(), T0))
                    .contains(new Write(new Entry.Unknown(head(2)), Optional.of(RETENTION)));
        }
    }
}

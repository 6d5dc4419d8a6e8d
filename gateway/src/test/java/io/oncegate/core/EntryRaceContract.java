package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.EntryChange.Why;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of the contract about an operator who is not alone: each interleaving, one step after the other. */
public interface EntryRaceContract extends AdminUnderTest {

    EntryId CONTENDED = id("contended");
    ClaimRequest FIRST = request(CONTENDED);
    Answer.Kept LATE = new Answer.Kept(200, List.of(), new byte[] {9});

    private Claim lapsed() {
        Claim claim = granted(FIRST);
        advance(LEASE);
        return claim;
    }

    private void meanwhile(EntryState now, List<EntryChange> changes) {
        assertThat(changes).allSatisfy(change -> {
            assertThat(change).isInstanceOf(EntryChange.ChangedMeanwhile.class);
            assertThat(((EntryChange.ChangedMeanwhile) change).now().state()).isEqualTo(now);
        });
    }

    @Test
    default void lateAnswerThatLandsFirstStandsAndTheOperatorIsTold() {
        Claim late = lapsed();
        EntrySummary seen = seen(CONTENDED);

        assertThat(complete(late, LATE)).isEqualTo(Settlement.LANDED);

        meanwhile(EntryState.KEPT, all(seen));
        assertThat(claim(by(OTHER, FIRST))).isEqualTo(new ClaimOutcome.Replay(LATE));
    }

    @Test
    default void lateAnswerThatComesAfterASettlementByHandIsLost() {
        Claim late = lapsed();
        settleDone(seen(CONTENDED));

        assertThat(renew(late)).isEqualTo(Settlement.LOST);
        assertThat(complete(late, LATE)).isEqualTo(Settlement.LOST);
        assertThat(settle(late, new Ending.NotExecuted())).isEqualTo(Settlement.LOST);

        assertThat(claim(by(OTHER, FIRST))).isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    default void lateAnswerThatComesAfterAReleaseIsLostBeforeAndAfterTheNextAttempt() {
        Claim late = lapsed();
        release(seen(CONTENDED));

        assertThat(renew(late)).isEqualTo(Settlement.LOST);
        assertThat(complete(late, LATE)).isEqualTo(Settlement.LOST);
        assertThat(state(CONTENDED)).isEqualTo(EntryState.RELEASED);
        Claim next = granted(by(OTHER, FIRST));
        assertThat(complete(late, LATE)).isEqualTo(Settlement.LOST);
        assertThat(complete(next, CREATED)).isEqualTo(Settlement.LANDED);
    }

    @Test
    default void lateAnswerThatComesAfterADeletionLandsWhereNobodyClaimedSince() {
        Claim late = lapsed();
        delete(seen(CONTENDED));

        assertThat(renew(late)).isEqualTo(Settlement.LOST);
        assertThat(complete(late, LATE)).isEqualTo(Settlement.LANDED);

        assertThat(claim(by(OTHER, FIRST))).isEqualTo(new ClaimOutcome.Replay(LATE));
    }

    @Test
    default void lateAnswerThatComesAfterADeletionAndAClaimIsLost() {
        Claim late = lapsed();
        delete(seen(CONTENDED));
        granted(by(OTHER, FIRST));

        assertThat(complete(late, LATE)).isEqualTo(Settlement.LOST);
        assertThat(state(CONTENDED)).isEqualTo(EntryState.IN_FLIGHT);
    }

    @Test
    default void retryThatTookTheEntryOverIsNotChanged() {
        lapsed();
        EntrySummary seen = seen(CONTENDED);

        Claim retry = granted(deduplicating(by(OTHER, FIRST)));

        meanwhile(EntryState.IN_FLIGHT, all(seen));
        advance(LEASE);
        meanwhile(EntryState.LAPSED, all(seen));
        assertThat(complete(retry, CREATED)).isEqualTo(Settlement.LANDED);
    }

    @Test
    default void ownerThatRenewsItsLapsedLeaseIsNotChanged() {
        Claim slow = lapsed();
        EntrySummary seen = seen(CONTENDED);

        assertThat(renew(slow)).isEqualTo(Settlement.LANDED);

        assertThat(all(seen)).containsOnly(new EntryChange.NotAllowed(Why.IN_FLIGHT));
        assertThat(complete(slow, CREATED)).isEqualTo(Settlement.LANDED);
    }

    @Test
    default void ofTwoOperatorsTheSecondIsTold() {
        settle(granted(FIRST), new Ending.Unknown());
        EntrySummary seen = seen(CONTENDED);

        release(seen);
        meanwhile(EntryState.RELEASED, all(seen));

        EntrySummary released = seen(CONTENDED);
        settleDone(released);
        meanwhile(EntryState.KEPT, all(released));
    }

    @Test
    default void versionThatWasNeverGivenOutIsNone() {
        settle(granted(FIRST), new Ending.Unknown());
        for (String text : List.of("", "x", "'; return 1 --", "\u20ac")) {
            EntryChange change = StoreUnderTest.result(admin().delete(CONTENDED, new EntryVersion(text)));

            assertThat(change).isInstanceOf(EntryChange.ChangedMeanwhile.class);
        }
        assertThat(state(CONTENDED)).isEqualTo(EntryState.UNKNOWN);
    }
}

package io.oncegate.core;

import static io.oncegate.core.Sample.ANOTHER_ORDER;
import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.asking;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.ClaimOutcome.UnknownCause;
import org.junit.jupiter.api.Test;

/** The part of the store contract about leases, unknown outcomes and the crossing of owners. */
public interface OwnershipContract extends StoreUnderTest {

    Answer.Kept LATE = new Answer.Kept(200, java.util.List.of(), new byte[] {9});

    @Test
    default void unknownOutcomeStaysUnknownForRetentionWhereTheUpstreamDoesNotDeduplicate() {
        settle(granted(request(id("unknown"))), new Ending.Unknown());
        ClaimOutcome unknown = new ClaimOutcome.OutcomeUnknown(UnknownCause.NO_ANSWER);

        assertThat(claim(by(OTHER, request(id("unknown"))))).isEqualTo(unknown);
        advance(RETENTION.minus(DEADLINE));
        assertThat(claim(request(id("unknown")))).isEqualTo(unknown);
        advance(DEADLINE);
        assertThat(granted(request(id("unknown"))).attempt()).isEqualTo(1);
    }

    @Test
    default void unknownOutcomeRunsAgainAsTheNextAttemptWhereTheUpstreamDeduplicates() {
        ClaimRequest request = deduplicating(request(id("again")));
        for (int attempt = 1; attempt <= 3; attempt++) {
            Claim claim = granted(by(new ClaimToken(attempt), request));
            assertThat(claim.attempt()).isEqualTo(attempt);
            settle(claim, new Ending.Unknown());
        }
    }

    @Test
    default void lapsedLeaseIsAnUnknownOutcomeUntilRetentionEnds() {
        granted(request(id("lapsed")));
        advance(LEASE);
        ClaimOutcome lapsed = new ClaimOutcome.OutcomeUnknown(UnknownCause.LEASE_LAPSED);

        assertThat(claim(by(OTHER, request(id("lapsed"))))).isEqualTo(lapsed);
        advance(RETENTION.minus(DEADLINE));
        assertThat(claim(by(OTHER, request(id("lapsed"))))).isEqualTo(lapsed);
        advance(DEADLINE);
        granted(by(OTHER, request(id("lapsed"))));
    }

    @Test
    default void lapsedLeaseIsTakenOverWhereTheUpstreamDeduplicates() {
        granted(request(id("taken")));
        advance(LEASE);

        assertThat(granted(deduplicating(by(OTHER, request(id("taken"))))).attempt())
                .isEqualTo(2);
        isBusy(by(new ClaimToken(3), request(id("taken"))), LEASE);
    }

    @Test
    default void renewalGivesTheFullLeaseFromNow() {
        Claim claim = granted(request(id("renewed")));
        for (int i = 0; i < 5; i++) {
            advance(LEASE.minus(DEADLINE));
            assertThat(renew(claim)).isEqualTo(Settlement.LANDED);
        }
        isBusy(by(OTHER, request(id("renewed"))), LEASE);
        advance(LEASE);
        assertThat(claim(by(OTHER, request(id("renewed"))))).isInstanceOf(ClaimOutcome.OutcomeUnknown.class);
    }

    @Test
    default void renewalAlsoProlongsHowLongTheEntryIsRemembered() {
        Claim claim = granted(request(id("remembered")));
        advance(RETENTION);
        renew(claim);

        advance(RETENTION);

        assertThat(claim(by(OTHER, request(id("remembered")))))
                .isEqualTo(new ClaimOutcome.OutcomeUnknown(UnknownCause.LEASE_LAPSED));
    }

    @Test
    default void renewalByAStaleOwnerIsLostAndLeavesTheSuccessorsLease() {
        Claim stale = granted(request(id("renew-stale")));
        advance(LEASE);
        granted(deduplicating(by(OTHER, request(id("renew-stale")))));
        advance(LEASE.minus(DEADLINE));

        assertThat(renew(stale)).isEqualTo(Settlement.LOST);
        isBusy(by(new ClaimToken(3), request(id("renew-stale"))), DEADLINE);
    }

    @Test
    default void renewalThatArrivesAfterTheEndResurrectsNothing() {
        Claim claim = granted(request(id("late-renewal")));
        complete(claim, CREATED);
        assertThat(renew(claim)).isEqualTo(Settlement.LOST);
        assertThat(claim(request(id("late-renewal")))).isEqualTo(new ClaimOutcome.Replay(CREATED));

        settle(claim, new Ending.Unknown());
        assertThat(renew(claim)).isEqualTo(Settlement.LOST);
        assertThat(claim(request(id("late-renewal")))).isInstanceOf(ClaimOutcome.OutcomeUnknown.class);

        settle(claim, new Ending.NotExecuted());
        assertThat(renew(claim)).isEqualTo(Settlement.LOST);
        granted(by(OTHER, request(id("late-renewal"))));
    }

    @Test
    default void staleOwnerThatSettlesAfterATakeoverIsLostAndTheSuccessorsAnswerStands() {
        ClaimRequest request = deduplicating(request(id("stale")));
        Claim stale = granted(request);
        advance(LEASE);
        Claim successor = granted(by(OTHER, request));

        assertThat(complete(stale, LATE)).as("before the successor").isEqualTo(Settlement.LOST);
        isBusy(by(new ClaimToken(3), request), LEASE);
        assertThat(complete(successor, CREATED)).isEqualTo(Settlement.LANDED);
        assertThat(complete(stale, LATE)).as("after the successor").isEqualTo(Settlement.LOST);
        assertThat(settle(stale, new Ending.Unknown())).isEqualTo(Settlement.LOST);
        assertThat(claim(request)).isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    default void staleOwnerThatReleasesAfterATakeoverIsLostAndTheSuccessorStaysInFlight() {
        ClaimRequest request = deduplicating(request(id("stale-release")));
        Claim stale = granted(request);
        advance(LEASE);
        Claim successor = granted(by(OTHER, request));

        assertThat(settle(stale, new Ending.NotExecuted())).isEqualTo(Settlement.LOST);
        isBusy(by(new ClaimToken(3), request), LEASE);
        complete(successor, CREATED);
        assertThat(settle(stale, new Ending.NotExecuted())).isEqualTo(Settlement.LOST);
        assertThat(claim(request)).isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    default void answerThatArrivesAfterTheLeaseLapsedIsTakenWhereNobodyTookOver() {
        Claim claim = granted(request(id("late")));
        advance(LEASE.multipliedBy(2));
        assertThat(claim(by(OTHER, request(id("late"))))).isInstanceOf(ClaimOutcome.OutcomeUnknown.class);

        assertThat(complete(claim, LATE)).isEqualTo(Settlement.LANDED);
        assertThat(claim(by(OTHER, request(id("late"))))).isEqualTo(new ClaimOutcome.Replay(LATE));
    }

    @Test
    default void answerThatArrivesAfterTheOwnerGaveUpIsTaken() {
        Claim claim = granted(request(id("gave-up")));
        settle(claim, new Ending.Unknown());

        assertThat(complete(claim, LATE)).isEqualTo(Settlement.LANDED);
        assertThat(claim(request(id("gave-up")))).isEqualTo(new ClaimOutcome.Replay(LATE));
    }

    @Test
    default void settlementRepeatedByTheDriverLandsAgain() {
        Claim claim = granted(request(id("repeated")));
        for (Ending ending :
                new Ending[] {new Ending.Unknown(), new Ending.Completed(CREATED), new Ending.NotExecuted()}) {
            assertThat(settle(claim, ending)).isEqualTo(Settlement.LANDED);
            assertThat(settle(claim, ending)).as("%s again", ending).isEqualTo(Settlement.LANDED);
        }
    }

    @Test
    default void answerLandsWhereTheStoreLostTheEntry() {
        Claim claim = granted(request(id("flushed")));
        lose();

        assertThat(renew(claim)).isEqualTo(Settlement.LOST);
        assertThat(complete(claim, CREATED)).isEqualTo(Settlement.LANDED);
        assertThat(claim(by(OTHER, request(id("flushed"))))).isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    default void answerIsLostWhereSomebodyClaimedAfterTheStoreLostTheEntry() {
        Claim first = granted(request(id("split")));
        lose();
        Claim second = granted(by(OTHER, request(id("split"))));

        assertThat(complete(first, LATE)).isEqualTo(Settlement.LOST);
        assertThat(complete(second, CREATED)).isEqualTo(Settlement.LANDED);
        assertThat(claim(request(id("split")))).isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    default void releaseForgetsTheKeyEvenForACorrectedRequest() {
        Claim claim = granted(request(id("released")));
        assertThat(settle(claim, new Ending.NotExecuted())).isEqualTo(Settlement.LANDED);

        Claim corrected = granted(asking(ANOTHER_ORDER, by(OTHER, request(id("released")))));
        assertThat(corrected.attempt()).isEqualTo(1);
        assertThat(settle(claim, new Ending.NotExecuted()))
                .as("repeated too late")
                .isEqualTo(Settlement.LOST);
    }

    @Test
    default void releaseOfALaterAttemptStillRemembersThatAnEarlierOneMayHaveHadItsEffect() {
        ClaimRequest request = deduplicating(request(id("earlier")));
        settle(granted(request), new Ending.Unknown());
        Claim second = granted(by(OTHER, request));

        assertThat(settle(second, new Ending.NotExecuted())).isEqualTo(Settlement.LANDED);

        assertThat(claim(asking(ANOTHER_ORDER, request))).isEqualTo(new ClaimOutcome.Mismatch());
        assertThat(claim(request(id("earlier")))).isEqualTo(new ClaimOutcome.OutcomeUnknown(UnknownCause.NO_ANSWER));
        assertThat(granted(by(new ClaimToken(3), request)).attempt()).isEqualTo(3);
    }
}

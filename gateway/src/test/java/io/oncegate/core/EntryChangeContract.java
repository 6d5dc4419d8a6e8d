package io.oncegate.core;

import static io.oncegate.core.Sample.ANOTHER_ORDER;
import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.asking;
import static io.oncegate.core.Sample.at;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Attempt.How;
import io.oncegate.core.EntryChange.Why;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** The part of the contract about what an operator sees of one entry, and may do to it. */
public interface EntryChangeContract extends AdminUnderTest {

    EntryId ID = id("k");
    ClaimRequest REQUEST = request(ID);
    ClaimRequest RETRY = by(OTHER, REQUEST);

    private Claim unknown() {
        Claim claim = granted(REQUEST);
        settle(claim, new Ending.Unknown());
        return claim;
    }

    @Test
    default void keyThatWasNeverUsedIsNotFoundAndCannotBeChanged() {
        EntrySummary seen = seenOnce();
        assertThat(find(ID)).isEmpty();
        assertThat(all(seen)).containsOnly(new EntryChange.Gone());
    }

    private EntrySummary seenOnce() {
        unknown();
        EntrySummary seen = seen(ID);
        lose();
        return seen;
    }

    @Test
    default void eachStateIsFoundInOneWord() {
        assertThat(find(ID)).isEmpty();
        Claim claim = granted(REQUEST);
        assertThat(state(ID)).isEqualTo(EntryState.IN_FLIGHT);
        isBusy(RETRY, LEASE);
        assertThat(state(ID)).as("awaited").isEqualTo(EntryState.IN_FLIGHT);
        advance(LEASE);
        assertThat(state(ID)).isEqualTo(EntryState.LAPSED);
        settle(claim, new Ending.Unknown());
        assertThat(state(ID)).isEqualTo(EntryState.UNKNOWN);
        complete(claim, Sample.TOO_LARGE);
        assertThat(state(ID)).isEqualTo(EntryState.NOT_KEPT);
        complete(claim, CREATED);
        assertThat(state(ID)).isEqualTo(EntryState.KEPT);
        advance(RETENTION);
        assertThat(state(ID)).as("not asked for since").isEqualTo(EntryState.EXPIRED);
        claim(RETRY);
        assertThat(state(ID)).isEqualTo(EntryState.EXPIRED);
    }

    @Test
    default void answerIsFoundWithItsEntryAndTimes() {
        complete(granted(REQUEST), CREATED);
        advance(Duration.ofHours(1));

        EntryAdmin.Found found = find(ID).orElseThrow();
        assertThat(((Entry.Kept) found.entry().orElseThrow()).answer()).isEqualTo(CREATED);
        EntrySummary summary = found.summary();
        assertThat(summary.timeLeft().orElseThrow())
                .isBetween(Duration.ofHours(-2).plus(Sample.LIFETIMES.kept()), Sample.LIFETIMES.kept());
        assertThat(Duration.between(summary.details().orElseThrow().since(), summary.now()))
                .isBetween(Duration.ofHours(1), Duration.ofHours(1).plus(DEADLINE));
    }

    @Test
    default void whatHappenedIsToldAttemptByAttempt() {
        ClaimRequest request = deduplicating(REQUEST);
        Claim first = granted(at(new Instance(1), request));
        advance(Duration.ofSeconds(2));
        settle(first, new Ending.Unknown(OptionalInt.of(503)));
        granted(at(new Instance(2), by(new ClaimToken(2), request)));
        advance(LEASE);
        Claim third = granted(at(new Instance(3), by(new ClaimToken(3), request)));
        assertThat(attempts(ID)).extracting(Attempt::how).containsExactly(How.UNKNOWN, How.LAPSED, How.IN_FLIGHT);
        complete(third, CREATED);

        assertThat(attempts(ID)).extracting(Attempt::how).containsExactly(How.UNKNOWN, How.LAPSED, How.COMPLETED);
        assertThat(attempts(ID)).extracting(it -> it.instance().number()).containsExactly(1, 2, 3);
        assertThat(attempts(ID))
                .extracting(Attempt::upstreamStatus)
                .containsExactly(OptionalInt.of(503), OptionalInt.empty(), OptionalInt.of(201));
        assertThat(attempts(ID).get(0).took().orElseThrow())
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(2).plus(DEADLINE));
        assertThat(attempts(ID).get(1).took()).isEmpty();
    }

    @Test
    default void releasedUnknownOutcomeRunsAgainThoughTheUpstreamDoesNotDeduplicate() {
        unknown();

        EntryChange change = release(seen(ID));

        assertThat(AdminUnderTest.before(change)).isEqualTo(EntryState.UNKNOWN);
        assertThat(AdminUnderTest.after(change)).contains(EntryState.RELEASED);
        assertThat(claim(asking(ANOTHER_ORDER, RETRY))).isEqualTo(new ClaimOutcome.Mismatch());
        assertThat(granted(RETRY).attempt()).isEqualTo(2);
        assertThat(attempts(ID))
                .extracting(Attempt::how)
                .containsExactly(How.UNKNOWN, How.RELEASED_BY_HAND, How.IN_FLIGHT);
    }

    @Test
    default void lapsedLeaseIsReleasedToo() {
        granted(REQUEST);
        advance(LEASE);

        assertThat(AdminUnderTest.before(release(seen(ID)))).isEqualTo(EntryState.LAPSED);

        assertThat(granted(RETRY).attempt()).isEqualTo(2);
        assertThat(attempts(ID))
                .extracting(Attempt::how)
                .containsExactly(How.LAPSED, How.RELEASED_BY_HAND, How.IN_FLIGHT);
    }

    @Test
    default void releaseLeavesTheTimeThatIsLeft() {
        unknown();
        advance(RETENTION.minus(Duration.ofHours(1)));

        release(seen(ID));

        assertThat(seen(ID).timeLeft().orElseThrow())
                .isBetween(Duration.ofHours(1).minus(DEADLINE), Duration.ofHours(1));
    }

    @Test
    default void settledAsDoneIsReplayedAndThenExpires() {
        unknown();

        EntryChange change = settleDone(seen(ID));

        assertThat(AdminUnderTest.after(change)).contains(EntryState.KEPT);
        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(CREATED));
        assertThat(claim(asking(ANOTHER_ORDER, RETRY))).isEqualTo(new ClaimOutcome.Mismatch());
        assertThat(attempts(ID)).extracting(Attempt::how).containsExactly(How.UNKNOWN, How.SETTLED_BY_HAND);
        advance(RETENTION);
        assertThat(claim(RETRY)).isInstanceOf(ClaimOutcome.Expired.class);
        assertThat(attempts(ID)).extracting(Attempt::how).containsExactly(How.UNKNOWN, How.SETTLED_BY_HAND);
    }

    @Test
    default void settledAsNotExecutedIsForgottenEvenForACorrectedRequest() {
        unknown();

        assertThat(AdminUnderTest.after(settleNotExecuted(seen(ID)))).isEmpty();

        assertThat(find(ID)).isEmpty();
        assertThat(granted(asking(ANOTHER_ORDER, RETRY)).attempt()).isEqualTo(1);
    }

    @Test
    default void whatNobodyExecutesIsDeleted() {
        for (Ending ending : new Ending[] {
            new Ending.Completed(CREATED), new Ending.Completed(Sample.TOO_LARGE), new Ending.Unknown()
        }) {
            settle(granted(REQUEST), ending);
            assertThat(AdminUnderTest.after(delete(seen(ID)))).isEmpty();
            assertThat(find(ID)).isEmpty();
        }
        unknown();
        release(seen(ID));
        assertThat(AdminUnderTest.before(delete(seen(ID)))).isEqualTo(EntryState.RELEASED);
        assertThat(granted(RETRY).attempt()).isEqualTo(1);
    }

    @Test
    default void whatWasReleasedByMistakeIsSettledAfterAll() {
        unknown();
        release(seen(ID));
        assertThat(release(seen(ID))).isEqualTo(new EntryChange.NotAllowed(Why.ALREADY_RELEASED));

        settleDone(seen(ID));

        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(CREATED));
        assertThat(attempts(ID))
                .extracting(Attempt::how)
                .containsExactly(How.UNKNOWN, How.RELEASED_BY_HAND, How.SETTLED_BY_HAND);
    }

    @Test
    default void whatSomebodyExecutesCannotBeChanged() {
        granted(REQUEST);

        assertThat(all(seen(ID))).containsOnly(new EntryChange.NotAllowed(Why.IN_FLIGHT));

        isBusy(RETRY, LEASE);
    }

    @Test
    default void whatWasAnsweredCannotBeReleasedOrSettled() {
        for (Answer answer : new Answer[] {CREATED, Sample.TOO_LARGE}) {
            complete(granted(REQUEST), answer);
            for (int i = 0; i < 2; i++) {
                EntrySummary seen = seen(ID);
                assertThat(release(seen)).isEqualTo(new EntryChange.NotAllowed(Why.ALREADY_DONE));
                assertThat(settleNotExecuted(seen)).isEqualTo(new EntryChange.NotAllowed(Why.ALREADY_DONE));
                assertThat(settleDone(seen)).isEqualTo(new EntryChange.NotAllowed(Why.ALREADY_DONE));
                advance(RETENTION);
            }
            delete(seen(ID));
        }
    }

    @Test
    default void attemptThatWasNotExecutedLeavesTheReleaseStanding() {
        unknown();
        release(seen(ID));
        settle(granted(RETRY), new Ending.NotExecuted());

        assertThat(state(ID)).isEqualTo(EntryState.RELEASED);
        assertThat(granted(by(new ClaimToken(3), REQUEST)).attempt()).isEqualTo(3);
    }
}

package io.oncegate.core;

import static io.oncegate.core.Sample.ANOTHER_ORDER;
import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.LIFETIMES;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.TOO_LARGE;
import static io.oncegate.core.Sample.asking;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.lasting;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The part of the store contract about answers that are looked for without a claim. */
public interface RecallContract extends StoreUnderTest {

    @Test
    default void anAnswerIsRecalledAsItWouldBeReplayed() {
        byte[] large = new byte[1 << 20];
        large[large.length - 1] = 7;
        for (Answer.Kept answer : List.of(
                CREATED, new Answer.Kept(204, List.of(), new byte[0]), new Answer.Kept(200, List.of(), large))) {
            ClaimRequest request = request(id("recall-" + answer.status()));
            complete(granted(request), answer);

            assertThat(recall(by(OTHER, request))).contains(answer);
            assertThat(recall(deduplicating(request))).contains(answer);
            assertThat(claim(by(OTHER, request))).isEqualTo(new ClaimOutcome.Replay(answer));
        }
    }

    @Test
    default void toRecallClaimsNothing() {
        assertThat(recall(request(id("recall-new")))).isEmpty();
        assertThat(granted(by(OTHER, request(id("recall-new")))).attempt()).isEqualTo(1);
    }

    @Test
    default void whatIsNoReplayIsNotRecalledInAnyState() {
        ClaimRequest request = request(id("recall-states"));
        Claim claim = granted(request);
        assertThat(recall(request)).as("in flight").isEmpty();
        advance(LEASE);
        assertThat(recall(request)).as("lapsed").isEmpty();
        settle(claim, new Ending.Unknown());
        assertThat(recall(request)).as("unknown").isEmpty();
        complete(claim, TOO_LARGE);
        assertThat(recall(request)).as("not kept").isEmpty();
        complete(claim, CREATED);
        assertThat(recall(request)).as("kept").contains(CREATED);
        assertThat(recall(asking(ANOTHER_ORDER, request))).as("another request").isEmpty();
        advance(RETENTION);
        claim(request);
        assertThat(recall(request)).as("expired").isEmpty();
    }

    @Test
    default void routeThatLooksAtTheKeyOnlyRecallsForAnyRequest() {
        complete(granted(asking(Fingerprint.KEY_ONLY, request(id("recall-key-only")))), CREATED);
        assertThat(recall(request(id("recall-key-only")))).contains(CREATED);
        complete(granted(request(id("recall-printed"))), CREATED);
        assertThat(recall(asking(Fingerprint.KEY_ONLY, request(id("recall-printed")))))
                .contains(CREATED);
    }

    @Test
    default void anAnswerThatIsKeptForLessThanTheRequestWouldBeIsLeftToTheClaim() {
        ClaimRequest request = request(id("recall-brief"));
        Lifetimes brief = new Lifetimes(LIFETIMES.lease(), RETENTION.minusSeconds(1), LIFETIMES.tombstone());
        Lifetimes longer = new Lifetimes(LIFETIMES.lease(), RETENTION.plusSeconds(1), LIFETIMES.tombstone());
        complete(granted(request), CREATED);

        assertThat(recall(lasting(longer, request))).isEmpty();
        assertThat(recall(lasting(brief, request))).contains(CREATED);
    }
}

package io.oncegate.core;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LIFETIMES;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.TOMBSTONE;
import static io.oncegate.core.Sample.TOO_LARGE;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.lasting;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Answer.Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The part of the store contract about what is given back, and for how long. */
public interface AnswerContract extends StoreUnderTest {

    private void comesBack(String key, Answer.Kept answer) {
        assertThat(complete(granted(request(id(key))), answer)).isEqualTo(Settlement.LANDED);

        assertThat(claim(by(OTHER, request(id(key))))).isEqualTo(new ClaimOutcome.Replay(answer));
        assertThat(claim(deduplicating(request(id(key))))).isEqualTo(new ClaimOutcome.Replay(answer));
    }

    @Test
    default void binaryBodyIsReplayedByteForByte() {
        byte[] body = new byte[512];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        comesBack("binary", new Answer.Kept(200, List.of(new Header("Content-Type", "image/png")), body));
    }

    @Test
    default void emptyBodyAndNoHeadersAreReplayed() {
        comesBack("empty", new Answer.Kept(204, List.of(), new byte[0]));
    }

    @Test
    default void largeBodyIsReplayed() {
        byte[] body = new byte[1 << 20];
        body[body.length - 1] = 7;
        comesBack("large", new Answer.Kept(200, List.of(), body));
    }

    @Test
    default void manyHeadersAreReplayedInOrderWithRepeatedNames() {
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("Location", "/api/orders/7"));
        for (int i = 0; i < 200; i++) {
            headers.add(new Header("Link", "</" + i + ">; rel=\"next\""));
        }
        headers.add(new Header("X-Empty", ""));
        headers.add(new Header("X-Long", "v".repeat(65_535)));
        headers.add(new Header("X-Text", "gr\u00fc\u00df \u20ac"));
        comesBack("headers", new Answer.Kept(201, headers, new byte[] {1}));
    }

    @Test
    default void highestStatusIsReplayed() {
        comesBack("status", new Answer.Kept(999, List.of(), new byte[0]));
    }

    @Test
    default void answerNotKeptIsToldWithStatusAndLocation() {
        complete(granted(request(id("not-kept"))), TOO_LARGE);
        complete(granted(request(id("nowhere"))), new Answer.NotKept(200, Optional.empty()));

        assertThat(claim(deduplicating(by(OTHER, request(id("not-kept"))))))
                .isEqualTo(new ClaimOutcome.NotKept(200, Optional.of("/files/1")));
        assertThat(claim(request(id("nowhere")))).isEqualTo(new ClaimOutcome.NotKept(200, Optional.empty()));
    }

    @Test
    default void answerNotKeptIsRememberedAsLongAsAKeptOneWithItsTombstone() {
        complete(granted(request(id("not-kept-long"))), TOO_LARGE);

        advance(RETENTION.plus(TOMBSTONE).minus(DEADLINE));
        assertThat(claim(request(id("not-kept-long")))).isInstanceOf(ClaimOutcome.NotKept.class);
        advance(DEADLINE);
        granted(request(id("not-kept-long")));
    }

    @Test
    default void keptAnswerIsReplayedUntilRetentionEndsAndThenItsTombstoneIsLeft() {
        complete(granted(request(id("expires"))), CREATED);

        advance(RETENTION.minus(DEADLINE));
        assertThat(claim(by(OTHER, request(id("expires"))))).isEqualTo(new ClaimOutcome.Replay(CREATED));
        advance(DEADLINE);
        ClaimOutcome expired = new ClaimOutcome.Expired(201, Optional.of("/api/orders/7"));
        assertThat(claim(by(OTHER, request(id("expires"))))).isEqualTo(expired);
        assertThat(claim(deduplicating(request(id("expires")))))
                .as("second to ask")
                .isEqualTo(expired);
    }

    @Test
    default void tombstoneLastsItsOwnTimeWhenEverItIsAskedFor() {
        complete(granted(request(id("asked"))), CREATED);
        advance(RETENTION);
        claim(request(id("asked")));

        advance(TOMBSTONE.minus(DEADLINE));
        assertThat(claim(request(id("asked")))).isInstanceOf(ClaimOutcome.Expired.class);
    }

    @Test
    default void keyIsNewOnceTheTombstoneIsOver() {
        for (String key : List.of("asked-over", "never-asked")) {
            complete(granted(request(id(key))), CREATED);
        }
        advance(RETENTION);
        claim(request(id("asked-over")));
        advance(TOMBSTONE);

        assertThat(granted(request(id("asked-over"))).attempt()).isEqualTo(1);
        assertThat(granted(request(id("never-asked"))).attempt()).isEqualTo(1);
    }

    @Test
    default void tombstoneOfAnAnswerWithoutLocationHasNone() {
        complete(granted(request(id("no-location"))), new Answer.Kept(200, List.of(), new byte[] {1}));
        advance(RETENTION);

        assertThat(claim(request(id("no-location")))).isEqualTo(new ClaimOutcome.Expired(200, Optional.empty()));
    }

    @Test
    default void withoutATombstoneTheKeyIsNewWhenRetentionEnds() {
        ClaimRequest request =
                lasting(new Lifetimes(LIFETIMES.lease(), RETENTION, Duration.ZERO), request(id("no-tombstone")));
        complete(granted(request), CREATED);

        advance(RETENTION.plusSeconds(1));

        assertThat(granted(request).attempt()).isEqualTo(1);
    }
}

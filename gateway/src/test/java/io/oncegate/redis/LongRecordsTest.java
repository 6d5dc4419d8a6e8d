package io.oncegate.redis;

import static io.oncegate.core.Sample.ANOTHER_ORDER;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.asking;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryRules;
import io.oncegate.core.Sample;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is long takes other ways than through a script, and comes to the same. */
class LongRecordsTest implements OnRedis {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final EntryId ID = Sample.id("k");
    private static final ClaimRequest RETRY = by(OTHER, request(ID));

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    private static Answer.Kept answer(int body) {
        byte[] bytes = new byte[body];
        new Random(body).nextBytes(bytes);
        List<Header> headers =
                List.of(new Header("Location", "/api/orders/7"), new Header("Content-Type", "application/json"));
        return new Answer.Kept(201, headers, bytes);
    }

    private byte[] stored() {
        return REDIS.record(ID).orElseThrow();
    }

    /** Around the lengths from which on a record is settled in one piece, and fetched. */
    @ParameterizedTest
    @ValueSource(
            ints = {1900, 2000, 2048, 3990, 3991, 3992, 3993, 3994, 3995, 3996, 3997, 3998, 3999, 4000, 4100, 300_000})
    void answerOfAnyLengthIsReplayedAsItWas(int body) {
        complete(granted(request(ID)), answer(body));

        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(answer(body)));
    }

    @Test
    void settledInOnePieceItHasTheBytesThatTheCodecWouldWrite() {
        Claim claim = granted(request(ID));
        Entry before = RecordCodec.decode(stored());
        Ending ending = new Ending.Completed(answer(10_000));
        settle(claim, ending);

        assertThat(stored()).isEqualTo(expected(before, claim, ending));
    }

    @Test
    void settledInOnePieceItKeepsTheHistoryThatTheEntryHas() {
        ClaimRequest first = deduplicating(request(ID));
        granted(first);
        REDIS.advance(LEASE);
        Claim second = granted(by(OTHER, first));
        Entry before = RecordCodec.decode(stored());
        Ending ending = new Ending.Completed(answer(10_000));
        settle(second, ending);

        assertThat(RecordCodec.decode(stored()).head().history().earlier()).hasSize(1);
        assertThat(stored()).isEqualTo(expected(before, second, ending));
        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(answer(10_000)));
    }

    @Test
    void settledInOnePieceItIsWrittenWhereSomebodyWaitsAndWhereTheEntryIsLost() {
        Claim claim = granted(request(ID));
        assertThat(claim(RETRY)).isInstanceOf(ClaimOutcome.Busy.class);
        complete(claim, answer(10_000));
        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(answer(10_000)));

        lose();
        complete(claim, answer(10_000));
        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(answer(10_000)));
    }

    @Test
    void anotherRequestIsAMismatchAndAfterRetentionItIsExpired() {
        complete(granted(request(ID)), answer(10_000));
        assertThat(claim(asking(ANOTHER_ORDER, RETRY))).isEqualTo(new ClaimOutcome.Mismatch());

        REDIS.advance(RETENTION);
        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Expired(201, Optional.of("/api/orders/7")));
        assertThat(stored()).hasSizeLessThan(100);
    }

    @Test
    void factWithALongLocationIsFetchedToo() {
        String location = "/" + "v".repeat(10_000);
        complete(granted(request(ID)), new Answer.NotKept(200, Optional.of(location)));

        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.NotKept(200, Optional.of(location)));
    }

    @Test
    void damagedInItsHeadersItIsUnreadableAndTakenOverWhereTheUpstreamDeduplicates() {
        complete(granted(request(ID)), answer(10_000));
        byte[] damaged = stored();
        damaged[RecordCodec.HEAD + 4 + "/api/orders/7".length()] = (byte) 0xff; // the number of headers
        REDIS.put(ID, damaged);

        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.OutcomeUnknown(UnknownCause.UNREADABLE));
        assertThat(stored()).isEqualTo(damaged);
        ClaimRequest request = deduplicating(RETRY);
        assertThat(claim(request)).isEqualTo(new ClaimOutcome.Granted(new Claim(request, 2, true)));
    }

    private static byte[] expected(Entry before, Claim claim, Ending ending) {
        Entry read = RecordCodec.decode(REDIS.record(ID).orElseThrow());
        return RecordCodec.encode(EntryRules.settle(
                        Optional.of(before), claim, ending, read.head().since())
                .orElseThrow()
                .entry());
    }
}

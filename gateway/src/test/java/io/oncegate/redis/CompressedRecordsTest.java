package io.oncegate.redis;

import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.core.AdminUnderTest;
import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryState;
import io.oncegate.core.EntrySummary;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Settlement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body that is compressed in Redis is replayed and shown as it was, sealed or not, by every gateway. */
class CompressedRecordsTest implements OnRedis, AdminUnderTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final BodyCompression ABOVE_1000 = BodyCompression.above(1000);
    private static final ClaimRequest RETRY = by(OTHER, request(Sealing.ID));
    private static final ClaimOutcome UNREADABLE = new ClaimOutcome.OutcomeUnknown(UnknownCause.UNREADABLE);

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    @Override
    public IdempotencyStore store() {
        return REDIS.store();
    }

    @Override
    public EntryAdmin admin() {
        return REDIS.admin();
    }

    private static Answer.Kept answer(int lines) {
        List<Header> headers =
                List.of(new Header("Location", "/api/orders/7"), new Header("content-type", "application/json"));
        String body = IntStream.range(0, lines)
                .mapToObj(i -> "{\"product\":\"SKU-" + i * 7919 + "\",\"amount\":\"" + i * 31 + ".50\"}")
                .collect(Collectors.joining(",", "[", "]"));
        return new Answer.Kept(201, headers, body.getBytes(UTF_8));
    }

    private byte[] kept(AnswerSeal seal, Answer.Kept answer) {
        IdempotencyStore store = REDIS.store(seal, ABOVE_1000);
        result(store.claim(request(Sealing.ID)));
        assertThat(result(store.settle(new Claim(request(Sealing.ID), 1), new Ending.Completed(answer))))
                .isEqualTo(Settlement.LANDED);
        return REDIS.record(Sealing.ID).orElseThrow();
    }

    @Test
    void whatWasDeflatedIsReplayedAsItWas() {
        REDIS.put(Sealing.ID, Golden.KEPT_DEFLATED.record());

        assertThat(claim(RETRY))
                .isEqualTo(new ClaimOutcome.Replay(((Entry.Kept) Golden.KEPT_DEFLATED.entry()).answer()));
    }

    /** Around the lengths from which on a record is settled in one piece, and fetched. */
    @ParameterizedTest
    @ValueSource(ints = {10, 30, 100, 200, 300, 500, 10_000})
    void itIsReplayedAsItWasByAGatewayThatCompressesNothing(int lines) {
        Answer.Kept answer = answer(lines);
        int plain =
                RecordCodec.encode(new Entry.Kept(Golden.KEPT.entry().head(), java.time.Instant.EPOCH, answer)).length;
        byte[] record = kept(AnswerSeal.plain(), answer);

        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(answer));
        if (lines > 30) {
            assertThat(record).hasSizeLessThan(plain / 2);
        }
    }

    @Test
    void itIsCompressedBeforeItIsSealed() {
        byte[] compressed = kept(AnswerSeal.plain(), answer(1000));
        lose();
        byte[] sealed = kept(Sealing.old(), answer(1000));

        assertThat(sealed).hasSize(compressed.length + 29);
        assertThat(result(REDIS.store(Sealing.opening()).claim(RETRY)))
                .isEqualTo(new ClaimOutcome.Replay(answer(1000)));
        assertThat(claim(RETRY)).isEqualTo(UNREADABLE);
    }

    @Test
    void anOperatorSeesTheBodyAsItWas() {
        kept(AnswerSeal.plain(), answer(1000));

        Entry.Kept found = (Entry.Kept) find(Sealing.ID).orElseThrow().entry().orElseThrow();
        assertThat(found.answer()).isEqualTo(answer(1000));
    }

    @ParameterizedTest
    @EnumSource(names = {"KEPT_DEFLATED", "KEPT_LZ4"})
    void damagedInTheBodyOrItsLengthNoOtherBodyIsReplayedAndTheRecordIsLeftAsItIs(Golden golden) {
        byte[] record = golden.record();
        ClaimOutcome replay = new ClaimOutcome.Replay(((Entry.Kept) golden.entry()).answer());
        for (int bit = (RecordCodec.HEAD + 20) * 8; bit < record.length * 8; bit++) {
            byte[] flipped = record.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            REDIS.put(Sealing.ID, flipped);

            // a few bits between the end of zlib's stream and its checksum mean nothing
            assertThat(claim(RETRY)).as("bit %d", bit).isIn(UNREADABLE, replay);
            assertThat(REDIS.record(Sealing.ID)).contains(flipped);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEPT_DEFLATED", "KEPT_LZ4"})
    void cutShortAnywhereOrWithAnythingBehindItIsUnreadable(Golden golden) {
        byte[] record = golden.record();
        for (int length = RecordCodec.HEAD; length <= record.length + 1; length++) {
            REDIS.put(Sealing.ID, Arrays.copyOf(record, length));

            assertThat(claim(RETRY).equals(UNREADABLE)).as("%d bytes", length).isEqualTo(length != record.length);
        }
    }

    @Test
    void damagedItIsTakenOverWhereTheUpstreamDeduplicatesAlsoIfItIsLong() {
        for (int lines : new int[] {100, 10_000}) {
            byte[] record = kept(AnswerSeal.plain(), answer(lines));
            record[record.length - 1] ^= 1;
            REDIS.put(Sealing.ID, record);
            ClaimRequest request = deduplicating(RETRY);

            assertThat(claim(request)).isEqualTo(new ClaimOutcome.Granted(new Claim(request, 2, true)));
            lose();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"KEPT_DEFLATED", "KEPT_LZ4"})
    void damagedAnOperatorMaySettleOrReleaseItAsAnyThatCannotBeRead(Golden golden) {
        byte[] record = golden.record();
        record[record.length - 1] ^= 1;
        REDIS.put(Sealing.ID, record);
        EntrySummary seen = seen(Sealing.ID);

        assertThat(seen.state()).isEqualTo(EntryState.UNREADABLE);
        assertThat(AdminUnderTest.before(release(seen))).isEqualTo(EntryState.UNREADABLE);
        assertThat(granted(RETRY).attempt()).isEqualTo(2);
    }

    @Test
    void afterRetentionItExpiresToItsFact() {
        kept(AnswerSeal.plain(), answer(1000));
        REDIS.advance(RETENTION);

        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Expired(201, Optional.of("/api/orders/7")));
    }

    @Test
    void answerWithAsManyHeadersAsARecordCountsIsKeptAsItIs() {
        List<Header> most = java.util.Collections.nCopies(255, new Header("Link", "</>"));
        Answer.Kept answer = new Answer.Kept(200, most, answer(1000).body());
        byte[] record = kept(AnswerSeal.plain(), answer);

        assertThat(record).hasSizeGreaterThan(answer.body().length);
        assertThat(claim(RETRY)).isEqualTo(new ClaimOutcome.Replay(answer));
    }
}

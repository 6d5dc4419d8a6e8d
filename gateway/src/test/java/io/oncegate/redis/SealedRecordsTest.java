package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.request;
import static io.oncegate.core.StoreUnderTest.result;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Redis has of an answer that is sealed, who can read it, and what becomes of one that does not open. */
class SealedRecordsTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final EntryId ID = Sealing.ID;
    private static final ClaimRequest RETRY = by(OTHER, request(ID));
    private static final ClaimOutcome REPLAY = new ClaimOutcome.Replay(CREATED);
    private static final ClaimOutcome UNREADABLE = new ClaimOutcome.OutcomeUnknown(UnknownCause.UNREADABLE);

    private static byte[] kept(AnswerSeal seal, EntryId id, Answer.Kept answer) {
        RedisIdempotencyStore store = REDIS.store(seal);
        ClaimRequest request = request(id);
        result(store.claim(request));
        assertThat(result(store.settle(new Claim(request, 1), new Ending.Completed(answer))))
                .isEqualTo(Settlement.LANDED);
        return REDIS.record(id).orElseThrow();
    }

    private static ClaimOutcome retry(AnswerSeal seal) {
        return result(REDIS.store(seal).claim(RETRY));
    }

    @Test
    void noPartOfTheBodyNorOfAHeaderIsInRedis() {
        List<Header> headers = new ArrayList<>(CREATED.headers());
        headers.add(new Header("X-Note", "strictly private"));
        Answer.Kept answer = new Answer.Kept(201, headers, CREATED.body());
        String record = new String(kept(Sealing.old(), ID, answer), ISO_8859_1);

        assertThat(record).contains("/api/orders/7"); // the tombstone's, in clear
        for (String part : List.of("orderId", "Id\":7", "{\"", "X-Note", "strictly", "private")) {
            assertThat(record).doesNotContain(part);
            assertThat(new String(kept(AnswerSeal.plain(), Sample.id("plain"), answer), ISO_8859_1))
                    .contains(part);
        }
        assertThat(retry(Sealing.old())).isEqualTo(new ClaimOutcome.Replay(answer));
    }

    @Test
    void recordIsTwentyNineBytesLonger() {
        assertThat(kept(Sealing.old(), ID, CREATED))
                .hasSize(kept(AnswerSeal.plain(), Sample.id("plain"), CREATED).length + 29);
    }

    @Test
    void rotatedTheOldSecretsRecordsAreReadAndNewOnesHaveTheNewId() {
        kept(Sealing.old(), ID, CREATED);
        assertThat(retry(Sealing.rotated())).isEqualTo(REPLAY);

        byte[] next = kept(Sealing.rotated(), Sample.id("next"), CREATED);
        assertThat(next[49 + 17] & 0xff).isEqualTo(Sealing.NEW);
        assertThat(result(REDIS.store(Sealing.withoutTheOld()).claim(by(OTHER, request(Sample.id("next"))))))
                .isEqualTo(REPLAY);
    }

    @Test
    void withoutItsSecretARecordIsUnreadableAndLeftAsItIs() {
        byte[] record = kept(Sealing.old(), ID, CREATED);

        for (AnswerSeal seal : List.of(Sealing.withoutTheOld(), AnswerSeal.plain())) {
            assertThat(retry(seal)).isEqualTo(UNREADABLE);
        }
        assertThat(REDIS.record(ID)).contains(record);
        assertThat(retry(Sealing.old())).isEqualTo(REPLAY);
    }

    @Test
    void recordFromBeforeIsReadAndSwitchedOffTheSealedOnesAreToo() {
        kept(AnswerSeal.plain(), ID, CREATED);
        assertThat(retry(Sealing.old())).isEqualTo(REPLAY);

        byte[] record = kept(Sealing.opening(), Sample.id("after"), CREATED);
        assertThat(new String(record, ISO_8859_1)).contains("orderId");
        REDIS.put(ID, Golden.SEALED.record());
        assertThat(retry(Sealing.opening())).isInstanceOf(ClaimOutcome.Replay.class);
    }

    @Test
    void bitFlippedAnywhereBehindTheHeadIsNeverReplayedAndNothingIsExecuted() {
        byte[] record = kept(Sealing.old(), ID, CREATED);
        RedisIdempotencyStore store = REDIS.store(Sealing.rotated());
        for (int bit = RecordCodec.HEAD * 8; bit < record.length * 8; bit++) {
            byte[] flipped = record.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            REDIS.put(ID, flipped);

            assertThat(result(store.claim(RETRY))).as("bit %d", bit).isEqualTo(UNREADABLE);
            assertThat(REDIS.record(ID)).contains(flipped);
        }
    }

    @Test
    void recordCopiedToAnotherKeyIsRefused() {
        byte[] record = kept(Sealing.old(), ID, CREATED);
        for (EntryId other : List.of(Sample.id("j"), Sample.id("orders", "bob", "k"))) {
            REDIS.put(other, record);

            assertThat(result(REDIS.store(Sealing.old()).claim(by(OTHER, request(other)))))
                    .isEqualTo(UNREADABLE);
        }
    }

    @Test
    void whereTheUpstreamDeduplicatesARecordThatDoesNotOpenIsTakenOverAsTheNextAttempt() {
        kept(Sealing.old(), ID, CREATED);
        RedisIdempotencyStore store = REDIS.store(Sealing.withoutTheOld());
        ClaimRequest request = deduplicating(RETRY);
        Claim claim = new Claim(request, 2, true);

        assertThat(result(store.claim(request))).isEqualTo(new ClaimOutcome.Granted(claim));
        assertThat(result(store.settle(claim, new Ending.Completed(CREATED)))).isEqualTo(Settlement.LANDED);
        assertThat(retry(Sealing.withoutTheOld())).isEqualTo(REPLAY);
    }

    @Test
    void aTakeoverTakesOnlyTheRecordThatDidNotOpen() {
        byte[] lost = kept(Sealing.old(), ID, CREATED);
        byte[] next = kept(Sealing.old(), ID, CREATED);

        assertThat(askedAgain(lost)).isEqualTo(next);
        assertThat(REDIS.record(ID)).contains(next);
        assertThat(askedAgain(next)).isEqualTo(0x10002L);
    }

    /** What the script answers who could not open a record. */
    private static Object askedAgain(byte[] unopened) {
        byte[][] key = {RedisKeys.bytes(ID)};
        byte[][] first = ClaimScript.arguments(deduplicating(RETRY));
        byte[][] arguments = Arrays.copyOf(first, first.length + 1);
        arguments[first.length] = SeenVersion.whole(unopened);
        List<Object> reply = REDIS.commands().eval(LuaScript.CLAIM.body(), ScriptOutputType.MULTI, key, arguments);
        return reply.get(0);
    }

    @Test
    void anotherRequestIsAMismatchThoughTheAnswerDoesNotOpen() {
        kept(Sealing.old(), ID, CREATED);
        ClaimRequest another = Sample.asking(Sample.ANOTHER_ORDER, RETRY);

        for (ClaimRequest request : List.of(another, deduplicating(another))) {
            assertThat(result(REDIS.store(AnswerSeal.plain()).claim(request))).isEqualTo(new ClaimOutcome.Mismatch());
        }
    }

    @Test
    void withoutItsSecretARecordStillExpiresToWhatIsReadable() {
        kept(Sealing.old(), ID, CREATED);
        REDIS.advance(RETENTION);

        assertThat(retry(AnswerSeal.plain())).isEqualTo(new ClaimOutcome.Expired(201, Optional.of("/api/orders/7")));
        assertThat(RecordCodec.decode(REDIS.record(ID).orElseThrow()).head().attempt())
                .isEqualTo(1);
    }

    @Test
    void ofAnAnswerThatThereIsNoMemoryForTheFactIsKept() {
        RedisIdempotencyStore store = REDIS.store(Sealing.old());
        result(store.claim(request(ID)));
        REDIS.commands().configSet("maxmemory", "1");
        Settlement settled = result(store.settle(new Claim(request(ID), 1), new Ending.Completed(CREATED)));
        REDIS.commands().configSet("maxmemory", "0");

        assertThat(settled).isEqualTo(Settlement.WITHOUT_ANSWER);
        assertThat(retry(AnswerSeal.plain())).isEqualTo(new ClaimOutcome.NotKept(201, Optional.of("/api/orders/7")));
    }

    @Test
    void answerAtTheLimitsOfTheLengthFieldsIsSealedAndRead() {
        List<Header> most = new ArrayList<>(Collections.nCopies(253, new Header("Link", "</>")));
        most.add(0, new Header("Location", "/" + "l".repeat(65_534)));
        most.add(new Header("n".repeat(255), "v".repeat(65_535)));
        Answer.Kept answer = new Answer.Kept(999, most, new byte[1 << 20]);

        kept(Sealing.old(), ID, answer);

        assertThat(retry(Sealing.old())).isEqualTo(new ClaimOutcome.Replay(answer));
    }
}

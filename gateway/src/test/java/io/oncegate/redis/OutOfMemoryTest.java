package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.TOMBSTONE;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimOutcome.UnknownCause;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis at {@code maxmemory} with nothing to evict: nothing new starts, and whatever runs comes to its end. */
class OutOfMemoryTest implements OnRedis {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final EntryId ID = Sample.id("k");
    private static final ClaimRequest OTHERS = by(OTHER, request(ID));

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    private static void memoryIsFull() {
        REDIS.commands().configSet("maxmemory", "1");
    }

    @AfterEach
    void memoryIsFree() {
        REDIS.commands().configSet("maxmemory", "0");
    }

    @Test
    void aClaimIsRefusedAndLeavesNothing() {
        memoryIsFull();

        assertThatThrownBy(() -> claim(request(ID)))
                .isInstanceOf(RedisCommandExecutionException.class)
                .hasMessageContaining("OOM");
        memoryIsFree();
        assertThat(granted(request(ID)).attempt()).isEqualTo(1);
    }

    @Test
    void aTakeoverIsRefusedAndLeavesTheEntryAsItWas() {
        settle(granted(request(ID)), new Ending.Unknown());
        byte[] before = REDIS.record(ID).orElseThrow();
        memoryIsFull();

        assertThatThrownBy(() -> claim(deduplicating(OTHERS))).hasMessageContaining("OOM");
        assertThat(REDIS.record(ID)).contains(before);
    }

    @Test
    void aLeaseIsRenewed() {
        Claim claim = granted(request(ID));
        advance(LEASE.dividedBy(2));
        memoryIsFull();

        assertThat(renew(claim)).isEqualTo(Settlement.LANDED);
        memoryIsFree();
        isBusy(OTHERS, LEASE);
        lives(LEASE.plus(RETENTION));
    }

    @Test
    void ofAnAnswerTheFactIsKept() {
        Claim claim = granted(request(ID));
        memoryIsFull();

        assertThat(complete(claim, CREATED)).isEqualTo(Settlement.WITHOUT_ANSWER);

        assertThat(claim(OTHERS)).isEqualTo(new ClaimOutcome.NotKept(201, Optional.of("/api/orders/7")));
        Entry entry = RecordCodec.decode(REDIS.record(ID).orElseThrow());
        assertThat(RecordCodec.encode(entry)).isEqualTo(REDIS.record(ID).orElseThrow());
        assertThat(entry)
                .isEqualTo(new Entry.Tombstone(
                        new Entry.Head(
                                Sample.OWNER,
                                Sample.ORDER,
                                1,
                                entry.head().since(),
                                entry.head().history()),
                        false,
                        201,
                        Optional.of("/api/orders/7")));
        lives(RETENTION.plus(TOMBSTONE));
    }

    @Test
    void ofAnAnswerWithoutLocationTheStatusIsKept() {
        Claim claim = granted(request(ID));
        memoryIsFull();

        complete(claim, new Answer.Kept(200, List.of(new Answer.Header("ETag", "x")), new byte[1000]));
        assertThat(claim(OTHERS)).isEqualTo(new ClaimOutcome.NotKept(200, Optional.empty()));
    }

    @Test
    void theScriptTellsAFactFromAnAnswerThatLandedWhole() {
        Claim claim = granted(request(ID));
        assertThat(settled(claim)).isEqualTo(1);
        memoryIsFull();
        assertThat(settled(claim)).isEqualTo(2);
        memoryIsFree();
        assertThat(settled(claim)).isEqualTo(1);
        assertThat(settled(granted(by(OTHER, request(Sample.id("other")))))).isEqualTo(1);
    }

    @Test
    void anAnswerSettledAgainWhenThereIsMemoryIsKeptWhole() {
        Claim claim = granted(request(ID));
        memoryIsFull();
        complete(claim, CREATED);
        memoryIsFree();

        assertThat(complete(claim, CREATED)).isEqualTo(Settlement.LANDED);
        assertThat(claim(OTHERS)).isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    void anAnswerUnderALostEntryIsRefused() {
        Claim claim = granted(request(ID));
        lose();
        memoryIsFull();

        assertThatThrownBy(() -> complete(claim, CREATED)).hasMessageContaining("OOM");
        assertThat(REDIS.record(ID)).isEmpty();
    }

    @Test
    void anOutcomeThatIsUnknownATombstoneAndAReleaseLand() {
        Claim claim = granted(request(ID));
        memoryIsFull();

        assertThat(settle(claim, new Ending.Unknown())).isEqualTo(Settlement.LANDED);
        assertThat(claim(OTHERS)).isEqualTo(new ClaimOutcome.OutcomeUnknown(UnknownCause.NO_ANSWER));
        lives(RETENTION);
        assertThat(complete(claim, Sample.TOO_LARGE)).isEqualTo(Settlement.LANDED);
        assertThat(claim(OTHERS)).isEqualTo(new ClaimOutcome.NotKept(200, Optional.of("/files/1")));
        assertThat(settle(claim, new Ending.NotExecuted())).isEqualTo(Settlement.LANDED);
        assertThat(REDIS.record(ID)).isEmpty();
    }

    @Test
    void whatIsKnownIsStillTold() {
        Claim claim = granted(request(ID));
        memoryIsFull();
        isBusy(OTHERS, LEASE);
        memoryIsFree();
        complete(claim, CREATED);
        memoryIsFull();
        assertThat(claim(OTHERS)).isEqualTo(new ClaimOutcome.Replay(CREATED));
    }

    @Test
    void anAnswerPastItsRetentionIsExpiredThoughItCannotBeCutDown() {
        complete(granted(request(ID)), CREATED);
        advance(RETENTION);
        memoryIsFull();

        ClaimOutcome expired = new ClaimOutcome.Expired(201, Optional.of("/api/orders/7"));
        assertThat(claim(OTHERS)).isEqualTo(expired);
        assertThat(RecordCodec.decode(REDIS.record(ID).orElseThrow())).isInstanceOf(Entry.Kept.class);
        memoryIsFree();
        assertThat(claim(OTHERS)).isEqualTo(expired);
        assertThat(RecordCodec.decode(REDIS.record(ID).orElseThrow())).isInstanceOf(Entry.Tombstone.class);
    }

    private static void lives(Duration expected) {
        assertThat(REDIS.timeToLive(ID)).isBetween(expected.minus(DEADLINE), expected);
    }

    private static long settled(Claim claim) {
        Entry kept = new Entry.Kept(
                new Entry.Head(
                        claim.token(),
                        Sample.ORDER,
                        1,
                        java.time.Instant.EPOCH,
                        Golden.KEPT.entry().head().history()),
                java.time.Instant.EPOCH,
                CREATED);
        byte[][] key = {RedisKeys.bytes(claim.id())};
        return REDIS.commands()
                .<Long>eval(
                        LuaScript.SETTLE.body(),
                        ScriptOutputType.INTEGER,
                        key,
                        ByteBuffer.allocate(8).putLong(claim.token().value()).array(),
                        RecordCodec.untimedHead(kept, RecordCodec.KEPT),
                        RecordCodec.tail(kept),
                        "1000".getBytes(StandardCharsets.US_ASCII),
                        "2000".getBytes(StandardCharsets.US_ASCII),
                        new byte[4]);
    }
}

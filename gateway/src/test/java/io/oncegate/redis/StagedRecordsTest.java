package io.oncegate.redis;

import static io.oncegate.core.Sample.LEASE;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.RETENTION;
import static io.oncegate.core.Sample.TOMBSTONE;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.deduplicating;
import static io.oncegate.core.Sample.request;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.SlotHash;
import io.oncegate.core.Answer;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Entry;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryRules;
import io.oncegate.core.Sample;
import io.oncegate.core.Settlement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A long record comes to Redis beside its entry, and takes the entry's place only where settling may. */
class StagedRecordsTest implements OnRedis {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final EntryId ID = Sample.id("k");
    private static final byte[] KEY = RedisKeys.bytes(ID);
    private static final ClaimRequest RETRY = by(OTHER, request(ID));
    private static final Claim CLAIM = new Claim(request(ID), 1);
    private static final Ending COMPLETED = new Ending.Completed(answer());
    private static final ClaimOutcome REPLAY = new ClaimOutcome.Replay(answer());

    @Override
    public LocalRedis redis() {
        return REDIS;
    }

    private static Answer.Kept answer() {
        byte[] body = new byte[10_000];
        new Random(1).nextBytes(body);
        return new Answer.Kept(201, Sample.CREATED.headers(), body);
    }

    private static EntryRules.Write write() {
        return EntryRules.settle(Optional.empty(), CLAIM, COMPLETED, Instant.EPOCH)
                .orElseThrow();
    }

    private static byte[] beside() {
        return RedisKeys.beside(KEY, CLAIM.token());
    }

    /** What the first of the two commands leaves. */
    private static void staged() {
        REDIS.commands().set(beside(), RecordCodec.encode(write().entry()));
    }

    private static long script() {
        byte[][] keys = {KEY, beside()};
        return REDIS.commands()
                .<Long>eval(
                        LuaScript.SETTLE_STAGED.body(),
                        ScriptOutputType.INTEGER,
                        keys,
                        SettleScript.besideArguments(CLAIM, write()));
    }

    private byte[] stored() {
        return REDIS.record(ID).orElseThrow();
    }

    private static long timesCalled(String command) {
        return REDIS.commands()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":calls="))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=(\\d+).*", "$1")))
                .sum();
    }

    @Test
    void itTakesTheEntrysPlaceWithTheBytesAndTheLifeThatSettlingThroughTheScriptGivesIt() {
        granted(request(ID));
        Entry before = RecordCodec.decode(stored());
        REDIS.commands().configResetstat();
        settle(CLAIM, COMPLETED);

        assertThat(timesCalled("rename")).isEqualTo(1);
        Entry read = RecordCodec.decode(stored());
        EntryRules.Write expected = EntryRules.settle(
                        Optional.of(before), CLAIM, COMPLETED, read.head().since())
                .orElseThrow();
        assertThat(stored()).isEqualTo(RecordCodec.encode(expected.entry()));
        assertThat(REDIS.timeToLive(ID))
                .isBetween(RETENTION.plus(TOMBSTONE).minus(DEADLINE), RETENTION.plus(TOMBSTONE));
        assertThat(REDIS.commands().dbsize()).isEqualTo(1);
        assertThat(claim(RETRY)).isEqualTo(REPLAY);
    }

    @Test
    void untilThenItIsNoPartOfTheEntryAndLapsesByItself() {
        granted(request(ID));
        byte[] inFlight = stored();
        staged();

        assertThat(stored()).isEqualTo(inFlight);
        assertThat(claim(RETRY)).isInstanceOf(ClaimOutcome.Busy.class);
        assertThat(RedisKeys.parse(new String(beside(), US_ASCII))).isEmpty();
        REDIS.advance(LEASE);
        assertThat(claim(RETRY)).isInstanceOf(ClaimOutcome.OutcomeUnknown.class);
    }

    @Test
    void whatIsPutBesideLivesForSeconds() {
        // no script comes behind
        SetInPieces set =
                new SetInPieces(beside(), Duration.ofSeconds(5), new byte[] {1, 2}, new byte[0], new byte[] {3});
        REDIS.commands()
                .dispatch(
                        io.lettuce.core.protocol.CommandType.SET,
                        new io.lettuce.core.output.StatusOutput<>(io.lettuce.core.codec.ByteArrayCodec.INSTANCE),
                        set);

        assertThat(REDIS.commands().get(beside())).containsExactly(1, 2, 3);
        assertThat(REDIS.commands().pttl(beside())).isBetween(1L, 5000L);
    }

    @Test
    void itsKeyIsInTheEntrysSlotWhateverTheEntryIsCalled() {
        for (EntryId id : List.of(ID, Sample.id("{x}"), Sample.id("n}", "{a", "}{"), Sample.id("a", "b", "%"))) {
            byte[] key = RedisKeys.bytes(id);

            assertThat(SlotHash.getSlot(RedisKeys.beside(key, OTHER))).isEqualTo(SlotHash.getSlot(key));
        }
    }

    @Test
    void aClaimThatWasLostChangesNothing() {
        granted(deduplicating(request(ID)));
        REDIS.advance(LEASE);
        granted(deduplicating(RETRY));
        byte[] successors = stored();
        staged();

        assertThat(script()).isEqualTo(3);
        assertThat(settle(CLAIM, COMPLETED)).isEqualTo(Settlement.LOST);
        assertThat(stored()).isEqualTo(successors);
        assertThat(REDIS.commands().dbsize()).isEqualTo(1);
    }

    @Test
    void anEntryThatRedisLostAndAnotherClaimedIsTheOthers() {
        granted(request(ID));
        lose();
        granted(RETRY);
        byte[] others = stored();
        staged();

        assertThat(script()).isEqualTo(3);
        assertThat(settle(CLAIM, COMPLETED)).isEqualTo(Settlement.LOST);
        assertThat(stored()).isEqualTo(others);
    }

    @Test
    void whatDidNotComeOrIsGoneIsNotSettled() {
        granted(request(ID));
        byte[] inFlight = stored();

        assertThat(script()).isEqualTo(3);
        REDIS.commands().set(beside(), new byte[RecordCodec.HEAD]);
        assertThat(script()).isEqualTo(3);
        assertThat(stored()).isEqualTo(inFlight);
    }

    @Test
    void repeatedAfterItLandedItLeavesTheAnswerAndNothingBeside() {
        granted(request(ID));
        settle(CLAIM, COMPLETED);
        byte[] kept = stored();
        staged();

        assertThat(script()).isEqualTo(3);
        assertThat(script()).isEqualTo(3);
        assertThat(stored()).isEqualTo(kept);
        assertThat(settle(CLAIM, COMPLETED)).isEqualTo(Settlement.LANDED);
        assertThat(claim(RETRY)).isEqualTo(REPLAY);
        assertThat(REDIS.commands().dbsize()).isEqualTo(1);
    }

    @Test
    void whereThereIsNoMemoryTheFactIsKeptAsOfAnyAnswer() {
        granted(request(ID));
        REDIS.commands().configSet("maxmemory", "1");
        Settlement settled = settle(CLAIM, COMPLETED);
        REDIS.commands().configSet("maxmemory", "0");

        assertThat(settled).isEqualTo(Settlement.WITHOUT_ANSWER);
        assertThat(claim(RETRY)).isInstanceOf(ClaimOutcome.NotKept.class);
    }

    @Test
    void memoryThatRanOutBetweenTheTwoCommandsIsNotNeeded() {
        granted(request(ID));
        staged();
        REDIS.commands().configSet("maxmemory", "1");
        long landed = script();
        REDIS.commands().configSet("maxmemory", "0");

        assertThat(landed).isEqualTo(1);
        assertThat(claim(RETRY)).isEqualTo(REPLAY);
    }

    @Test
    void aServerThatRefusesItIsToldInTheOtherWay() {
        granted(request(ID));
        // not a string: neither of the two commands can be executed
        REDIS.commands().lpush(beside(), KEY);
        assertThatExceptionOfType(RedisCommandExecutionException.class).isThrownBy(StagedRecordsTest::script);
        REDIS.commands().scriptFlush();

        assertThat(settle(CLAIM, COMPLETED)).isEqualTo(Settlement.LANDED);
        assertThat(claim(RETRY)).isEqualTo(REPLAY);
    }
}

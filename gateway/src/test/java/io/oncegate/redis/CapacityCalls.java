package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.protocol.CommandType;
import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryRules;
import io.oncegate.core.Lifetimes;
import io.oncegate.core.Sample;
import io.oncegate.redis.RedisCosts.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The calls whose costs are measured, for entries by number. */
final class CapacityCalls {

    static final String LOCATION = "/api/orders/12345678";
    static final List<Header> KEPT_HEADERS = List.of(
            new Header("Location", LOCATION),
            new Header("Content-Type", "application/json"),
            new Header("ETag", "\"3f80f-1b6-3e1cb03b\""),
            new Header("Vary", "Accept-Encoding"));

    /** Names and values of the others than Location, which has no name in a record. */
    static final int HEADERS = KEPT_HEADERS.stream()
            .skip(1)
            .mapToInt(header -> header.name().length() + header.value().length())
            .sum();

    static final Ending NOT_KEPT = new Ending.Completed(new Answer.NotKept(200, Optional.of(LOCATION)));
    static final Lifetimes OVER_AT_ONCE = new Lifetimes(Sample.LEASE, Duration.ofMillis(1), Sample.TOMBSTONE);

    private static final Map<Integer, byte[]> JSON = new ConcurrentHashMap<>();

    private CapacityCalls() {}

    /** The sources of the scripts, for Redis to know them. */
    static List<byte[]> scripts() {
        return Stream.of(LuaScript.CLAIM, LuaScript.SETTLE, LuaScript.SETTLE_STAGED)
                .map(LuaScript::body)
                .toList();
    }

    static byte[] key(int i) {
        return RedisKeys.bytes(id(i));
    }

    static EntryId id(int i) {
        String uuid = "%08x-52c0-4f7e-9a1b-%012x".formatted(i * 2654435761L & 0xffff_ffffL, i);
        return Sample.id("orders", "customer-" + (1000 + i % 1000), uuid);
    }

    static ClaimRequest request(int i, Lifetimes lifetimes) {
        return Sample.lasting(lifetimes, Sample.request(id(i)));
    }

    /** With a body of JSON, which is compressed where it is long enough. */
    static Ending kept(int bytes) {
        return kept(JSON.computeIfAbsent(bytes, CompressionCosts::json));
    }

    /** With a body that nothing makes smaller. */
    static Ending incompressible(int bytes) {
        byte[] body = new byte[bytes];
        new Random(bytes).nextBytes(body);
        return kept(body);
    }

    private static Ending kept(byte[] body) {
        return new Ending.Completed(new Answer.Kept(201, KEPT_HEADERS, body));
    }

    static Call claim(ClaimRequest request) {
        return evalsha(LuaScript.CLAIM, ClaimScript.arguments(request), RedisKeys.bytes(request.id()));
    }

    /** Whether it is put beside the entry first. */
    static boolean isBeside(Ending ending) {
        return tail(write(0, ending, Sample.LIFETIMES)).length() >= SettleScript.LONG;
    }

    /** What comes before the script for a long record. */
    static Call beside(int i, Ending ending, Lifetimes lifetimes) {
        EntryRules.Write write = write(i, ending, lifetimes);
        SealedRecords.Tail tail = tail(write);
        byte[] record = AnswerCodec.joined(
                RecordCodec.untimedHead(write.entry(), tail.state()), new byte[21], tail.start(), tail.body());
        return new Call(CommandType.SET, besideKey(i), record, RedisCosts.text("PX"), RedisCosts.text(600_000));
    }

    static Call settle(int i, Ending ending, Lifetimes lifetimes) {
        Claim claim = new Claim(request(i, lifetimes), 1);
        EntryRules.Write write = write(i, ending, lifetimes);
        SealedRecords.Tail tail = tail(write);
        return tail.length() < SettleScript.LONG
                ? evalsha(LuaScript.SETTLE, SettleScript.arguments(claim, write, tail), key(i))
                : evalsha(LuaScript.SETTLE_STAGED, SettleScript.besideArguments(claim, write), key(i), besideKey(i));
    }

    static void claimAll(RedisCosts costs) {
        costs.all(i -> claim(request(i, Sample.LIFETIMES)));
    }

    static void settleAll(RedisCosts costs, Ending ending, Lifetimes lifetimes) {
        if (isBeside(ending)) {
            costs.all(i -> beside(i, ending, lifetimes));
        }
        costs.all(i -> settle(i, ending, lifetimes));
    }

    private static byte[] besideKey(int i) {
        return RedisKeys.beside(key(i), Sample.OWNER);
    }

    private static EntryRules.Write write(int i, Ending ending, Lifetimes lifetimes) {
        return EntryRules.settle(Optional.empty(), new Claim(request(i, lifetimes), 1), ending, Instant.EPOCH)
                .orElseThrow();
    }

    private static SealedRecords.Tail tail(EntryRules.Write write) {
        return new SealedRecords(AnswerSeal.plain(), BodyCompression.above(BodyCompression.USUAL))
                .tail(id(0), write.entry());
    }

    private static Call evalsha(LuaScript script, byte[][] arguments, byte[]... keys) {
        byte[][] all = new byte[2 + keys.length + arguments.length][];
        all[0] = script.sha1().getBytes(US_ASCII);
        all[1] = RedisCosts.text(keys.length);
        System.arraycopy(keys, 0, all, 2, keys.length);
        System.arraycopy(arguments, 0, all, 2 + keys.length, arguments.length);
        return new Call(CommandType.EVALSHA, all);
    }

    static Call set(int i, byte[] record, String... condition) {
        byte[] millis = RedisCosts.text(Sample.RETENTION.toMillis());
        return condition.length == 0
                ? new Call(CommandType.SET, key(i), record, RedisCosts.text("PX"), millis)
                : new Call(
                        CommandType.SET, key(i), record, RedisCosts.text(condition[0]), RedisCosts.text("PX"), millis);
    }
}

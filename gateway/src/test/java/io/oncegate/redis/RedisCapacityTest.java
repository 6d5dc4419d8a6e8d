package io.oncegate.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.protocol.CommandType;
import io.netty.util.ResourceLeakDetector;
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
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What entries cost Redis. With {@code -Doncegate.capacity=100000} that many are measured and it is printed, with
 * {@code -Doncegate.write-docs=true} it becomes docs/capacity.md.
 */
class RedisCapacityTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final int ENTRIES = Integer.getInteger("oncegate.capacity", 400);
    private static final int KB = 1024;
    private static final String LOCATION = "/api/orders/12345678";
    private static final List<Header> KEPT_HEADERS = List.of(
            new Header("Location", LOCATION),
            new Header("Content-Type", "application/json"),
            new Header("ETag", "\"3f80f-1b6-3e1cb03b\""),
            new Header("Vary", "Accept-Encoding"));

    /** Names and values of the others than Location, which has no name in a record. */
    private static final int HEADERS = KEPT_HEADERS.stream()
            .skip(1)
            .mapToInt(header -> header.name().length() + header.value().length())
            .sum();

    private static final Ending NOT_KEPT = new Ending.Completed(new Answer.NotKept(200, Optional.of(LOCATION)));
    private static final Lifetimes OVER_AT_ONCE = new Lifetimes(Sample.LEASE, Duration.ofMillis(1), Sample.TOMBSTONE);

    private final CapacityPage page = new CapacityPage();

    @Test
    void everyCallIsAnsweredAsItsRowSaysAndLeavesWhatIsCounted() throws IOException {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        // it follows every buffer here, which takes many times as long as Redis does
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            knowScripts();
            memory();
            processor();
            traffic();
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
        if (Integer.getInteger("oncegate.capacity") != null) {
            page.write(costs(1).info("server"), costs(1).info("memory"));
        }
    }

    private void memory() {
        memory("in flight", RecordCodec.IN_FLIGHT, 0, 1);
        memory("kept, 100 bytes", RecordCodec.KEPT, 100, 1);
        memory("kept, 1 KB", RecordCodec.KEPT, KB, 1);
        memory("kept, 16 KB", RecordCodec.KEPT, 16 * KB, 10);
        memory("not kept", RecordCodec.NOT_KEPT, 0, 1);
        memory("unknown", RecordCodec.UNKNOWN, 0, 1);
        memory("expired", RecordCodec.EXPIRED, 0, 1);
    }

    private void memory(String name, byte state, int body, int fraction) {
        RedisCosts costs = costs(fraction);
        REDIS.commands().flushall();
        long before = costs.memory();
        costs.all(i -> claim(request(i, Sample.LIFETIMES)));
        int own = key(0).length + body;
        if (state == RecordCodec.KEPT) {
            costs.all(i -> settle(i, kept(body), Sample.LIFETIMES));
            own += LOCATION.length() + HEADERS;
        } else if (state == RecordCodec.NOT_KEPT) {
            costs.all(i -> settle(i, NOT_KEPT, Sample.LIFETIMES));
            own += LOCATION.length();
        } else if (state == RecordCodec.UNKNOWN) {
            costs.all(i -> settle(i, new Ending.Unknown(), Sample.LIFETIMES));
        } else if (state == RecordCodec.EXPIRED) {
            costs.all(i -> settle(i, kept(KB), OVER_AT_ONCE));
            costs.all(i -> claim(request(i, Sample.LIFETIMES)));
            own += LOCATION.length();
        }
        assertThat(REDIS.commands().dbsize()).isEqualTo(costs.calls());
        byte[] record = Objects.requireNonNull(REDIS.commands().get(key(0)));
        assertThat(record[1]).as(name).isEqualTo(state);
        long each = (costs.memory() - before) / costs.calls();
        long usage = Objects.requireNonNull(REDIS.commands().memoryUsage(key(0)));
        page.memory(new CapacityPage.Memory(name, record.length, usage, each, own));
    }

    private void processor() {
        RedisCosts costs = costs(5);
        Runnable empty = () -> REDIS.commands().flushall();
        byte[] head = new byte[RecordCodec.HEAD];
        page.cost("`SET NX PX`, 49 bytes", costs.micros(empty, i -> set(i, head, "NX")));
        page.cost("claim: granted", costs.micros(empty, i -> claim(request(i, Sample.LIFETIMES))));
        for (int kilobytes : new int[] {1, 16}) {
            RedisCosts fewer = costs(5 * kilobytes);
            Runnable claimed = () -> {
                REDIS.commands().flushall();
                fewer.all(i -> claim(request(i, Sample.LIFETIMES)));
            };
            byte[] record = new byte[kilobytes * KB + 130];
            page.cost("`SET PX`, " + kilobytes + " KB", fewer.micros(claimed, i -> set(i, record)));
            Ending kept = kept(kilobytes * KB);
            page.cost(
                    "settle: kept, " + kilobytes + " KB",
                    fewer.micros(claimed, i -> settle(i, kept, Sample.LIFETIMES)));
        }
        for (int kilobytes : new int[] {1, 16, 256}) {
            replays(kilobytes, costs(Math.max(5, 2 * kilobytes)));
        }
        refusals(costs);
    }

    private void replays(int kilobytes, RedisCosts costs) {
        RedisCosts one = costs(ENTRIES);
        Runnable kept = () -> {
            one.all(i -> claim(request(i, Sample.LIFETIMES)));
            one.all(i -> settle(i, kept(kilobytes * KB), Sample.LIFETIMES));
        };
        REDIS.commands().flushall();
        kept.run();
        IntFunction<Call> get = i -> new Call(CommandType.GET, key(0));
        IntFunction<Call> claim = i -> claim(Sample.by(Sample.OTHER, request(0, Sample.LIFETIMES)));
        byte[] reply = (byte[]) costs.sent(0, 1, claim).get(0).get(0);
        boolean fetched = reply.length < RecordCodec.HEAD;
        assertThat(fetched).isEqualTo(kilobytes >= 4);
        double plain = costs.micros(() -> {}, get);
        double asked = costs.micros(() -> {}, claim);
        page.cost("`GET`, " + kilobytes + " KB", plain);
        page.cost(
                "claim: replay, " + kilobytes + " KB" + (fetched ? ", with its `GET`" : ""),
                fetched ? asked + plain : asked);
    }

    private void refusals(RedisCosts costs) {
        REDIS.commands().flushall();
        costs.sent(0, 1, i -> claim(request(i, Sample.LIFETIMES)));
        ClaimRequest retry = Sample.by(Sample.OTHER, request(0, Sample.LIFETIMES));
        assertThat((Long) costs.sent(0, 1, i -> claim(retry)).get(0).get(0)).isNegative();
        page.cost("claim: busy", costs.micros(() -> {}, i -> claim(retry)));
        ClaimRequest another = Sample.asking(Sample.ANOTHER_ORDER, retry);
        assertThat(costs.sent(0, 1, i -> claim(another)).get(0)).containsExactly(0L);
        page.cost("claim: mismatch", costs.micros(() -> {}, i -> claim(another)));
    }

    /** What goes over the wire, and into the file that Redis appends to. */
    private void traffic() {
        RedisCosts costs = costs(5);
        REDIS.commands().flushall();
        Instant deadline = Instant.now().plus(Duration.ofMinutes(1));
        REDIS.commands().configSet("appendfsync", "no");
        REDIS.commands().configSet("appendonly", "yes");
        while (!"0".equals(costs.info("persistence").get("aof_rewrite_in_progress"))
                || !"0".equals(costs.info("persistence").get("aof_rewrite_scheduled"))) {
            assertThat(Instant.now()).isBefore(deadline);
        }
        long[] before = traffic(costs);
        costs.all(i -> claim(request(i, Sample.LIFETIMES)));
        costs.all(i -> settle(i, kept(KB), Sample.LIFETIMES));
        long[] after = traffic(costs);
        REDIS.commands().configSet("appendonly", "no");
        double entries = costs.calls();
        page.traffic(
                (after[0] - before[0]) / entries, (after[1] - before[1]) / entries, (after[2] - before[2]) / entries);
    }

    private static long[] traffic(RedisCosts costs) {
        Map<String, String> stats = costs.info("stats");
        return Stream.of(
                        stats.get("total_net_input_bytes"),
                        stats.get("total_net_output_bytes"),
                        costs.info("persistence").get("aof_current_size"))
                .map(Objects::requireNonNull)
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static RedisCosts costs(int fraction) {
        return new RedisCosts(REDIS.connection(), Math.max(1, ENTRIES / fraction));
    }

    private static void knowScripts() {
        for (LuaScript script : List.of(LuaScript.CLAIM, LuaScript.SETTLE)) {
            REDIS.commands().scriptLoad(script.body());
        }
    }

    private static byte[] key(int i) {
        return RedisKeys.bytes(id(i));
    }

    private static EntryId id(int i) {
        String uuid = "%08x-52c0-4f7e-9a1b-%012x".formatted(i * 2654435761L & 0xffff_ffffL, i);
        return Sample.id("orders", "customer-" + (1000 + i % 1000), uuid);
    }

    private static ClaimRequest request(int i, Lifetimes lifetimes) {
        return Sample.lasting(lifetimes, Sample.request(id(i)));
    }

    private static Ending kept(int bytes) {
        return new Ending.Completed(new Answer.Kept(201, KEPT_HEADERS, new byte[bytes]));
    }

    private static Call claim(ClaimRequest request) {
        return evalsha(LuaScript.CLAIM, RedisKeys.bytes(request.id()), ClaimScript.arguments(request));
    }

    private static Call settle(int i, Ending ending, Lifetimes lifetimes) {
        Claim claim = new Claim(request(i, lifetimes), 1);
        EntryRules.Write write = EntryRules.settle(Optional.empty(), claim, ending, Instant.EPOCH)
                .orElseThrow();
        SealedRecords.Tail tail = new SealedRecords(AnswerSeal.plain()).tail(claim.id(), write.entry());
        return evalsha(LuaScript.SETTLE, key(i), RedisIdempotencyStore.arguments(claim, write, tail));
    }

    private static Call evalsha(LuaScript script, byte[] key, byte[][] arguments) {
        byte[][] all = new byte[3 + arguments.length][];
        all[0] = script.sha1().getBytes(US_ASCII);
        all[1] = RedisCosts.text(1);
        all[2] = key;
        System.arraycopy(arguments, 0, all, 3, arguments.length);
        return new Call(CommandType.EVALSHA, all);
    }

    private static Call set(int i, byte[] record, String... condition) {
        byte[] millis = RedisCosts.text(Sample.RETENTION.toMillis());
        return condition.length == 0
                ? new Call(CommandType.SET, key(i), record, RedisCosts.text("PX"), millis)
                : new Call(
                        CommandType.SET, key(i), record, RedisCosts.text(condition[0]), RedisCosts.text("PX"), millis);
    }
}

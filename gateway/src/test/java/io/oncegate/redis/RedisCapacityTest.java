package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.protocol.CommandType;
import io.netty.util.ResourceLeakDetector;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.Sample;
import io.oncegate.redis.RedisCosts.Call;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
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
    private static final int LOCATION = CapacityCalls.LOCATION.length();
    private final CapacityPage page = new CapacityPage();

    @Test
    void everyCallIsAnsweredAsItsRowSaysAndLeavesWhatIsCounted() throws IOException {
        ResourceLeakDetector.Level level = ResourceLeakDetector.getLevel();
        // it follows every buffer here, which takes many times as long as Redis does
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try {
            CapacityCalls.scripts().forEach(REDIS.commands()::scriptLoad);
            memory();
            processor();
            traffic();
            page.compressed(new CompressionCosts(ENTRIES / 10).all());
        } finally {
            ResourceLeakDetector.setLevel(level);
        }
        if (Integer.getInteger("oncegate.capacity") != null) {
            page.write(costs(1).info("server"), costs(1).info("memory"));
        }
    }

    private void memory() {
        memory("in flight", RecordCodec.IN_FLIGHT, 1, Optional.empty(), 0);
        kept("100 bytes", 100, 1);
        kept("1 KB", KB, 1);
        kept("16 KB", 16 * KB, 10);
        memory("not kept", RecordCodec.NOT_KEPT, 1, Optional.of(CapacityCalls.NOT_KEPT), LOCATION);
        memory("unknown", RecordCodec.UNKNOWN, 1, Optional.of(new Ending.Unknown()), 0);
        expired();
        besides("small", CapacityCalls::kept, 0, KB);
        besides("medium", CapacityCalls::kept, KB, 2 * KB);
        besides("small-incompressible", CapacityCalls::incompressible, 0, KB);
        besides("medium-incompressible", CapacityCalls::incompressible, KB, 2 * KB);
    }

    /** On average over bodies of all lengths, since the allocator's steps are a matter of luck for any one. */
    private void besides(String name, IntFunction<Ending> kept, int from, int to) {
        REDIS.commands().flushall();
        RedisCosts costs = new RedisCosts(REDIS.connection(), to - from);
        CapacityCalls.claimAll(costs);
        costs.all(i -> CapacityCalls.settle(i, kept.apply(from + i), Sample.LIFETIMES));
        long[] besides = IntStream.range(from, to)
                .mapToLong(body -> Objects.requireNonNull(REDIS.commands().memoryUsage(CapacityCalls.key(body - from)))
                        - CapacityCalls.key(0).length
                        - LOCATION
                        - CapacityCalls.HEADERS
                        - body)
                .toArray();
        page.besides(name, LongStream.of(besides).summaryStatistics());
    }

    private void kept(String name, int body, int fraction) {
        int brought = LOCATION + CapacityCalls.HEADERS + body;
        memory("kept, " + name, RecordCodec.KEPT, fraction, Optional.of(CapacityCalls.kept(body)), brought);
        if (body > BodyCompression.USUAL) {
            Ending incompressible = CapacityCalls.incompressible(body);
            memory(
                    "kept, " + name + " that nothing makes smaller",
                    RecordCodec.KEPT,
                    fraction,
                    Optional.of(incompressible),
                    brought);
        }
    }

    /** An entry as it is after that ending; in flight where there is none. */
    private void memory(String name, byte state, int fraction, Optional<Ending> ending, int brought) {
        RedisCosts costs = costs(fraction);
        long before = empty(costs);
        CapacityCalls.claimAll(costs);
        ending.ifPresent(it -> CapacityCalls.settleAll(costs, it, Sample.LIFETIMES));
        memory(name, state, costs, before, brought);
    }

    private void expired() {
        RedisCosts costs = costs(1);
        long before = empty(costs);
        CapacityCalls.claimAll(costs);
        CapacityCalls.settleAll(costs, CapacityCalls.kept(KB), CapacityCalls.OVER_AT_ONCE);
        CapacityCalls.claimAll(costs);
        memory("expired", RecordCodec.EXPIRED, costs, before, LOCATION);
    }

    /** How much memory Redis takes with nothing in it. */
    private static long empty(RedisCosts costs) {
        REDIS.commands().flushall();
        return costs.memory();
    }

    private void memory(String name, byte state, RedisCosts costs, long before, int brought) {
        assertThat(REDIS.commands().dbsize()).isEqualTo(costs.calls());
        byte[] key = CapacityCalls.key(0);
        byte[] record = Objects.requireNonNull(REDIS.commands().get(key));
        assertThat(record[1]).as(name).isEqualTo(state);
        long each = (costs.memory() - before) / costs.calls();
        long usage = Objects.requireNonNull(REDIS.commands().memoryUsage(key));
        page.memory(new CapacityPage.Memory(name, record.length, usage, each, key.length + brought));
    }

    private void processor() {
        RedisCosts costs = costs(5);
        Runnable empty = () -> REDIS.commands().flushall();
        byte[] head = new byte[RecordCodec.HEAD];
        page.cost("`SET NX PX`, 49 bytes", costs.micros(empty, i -> CapacityCalls.set(i, head, "NX")));
        page.cost(
                "claim: granted",
                costs.micros(empty, i -> CapacityCalls.claim(CapacityCalls.request(i, Sample.LIFETIMES))));
        for (int kilobytes : new int[] {1, 16, 256}) {
            settlements(kilobytes, costs(5 * kilobytes));
        }
        for (int kilobytes : new int[] {1, 16, 256}) {
            replays(kilobytes, costs(Math.max(5, 2 * kilobytes)));
        }
        refusals(costs);
    }

    /** A long record is put beside the entry first, and that is counted with the script. */
    private void settlements(int kilobytes, RedisCosts costs) {
        Ending kept = CapacityCalls.kept(kilobytes * KB);
        boolean isBeside = CapacityCalls.isBeside(kept);
        Runnable claimed = () -> {
            REDIS.commands().flushall();
            CapacityCalls.claimAll(costs);
        };
        byte[] record = new byte[kilobytes * KB + 130];
        page.cost("`SET PX`, " + kilobytes + " KB", costs.micros(claimed, i -> CapacityCalls.set(i, record)));
        double put = isBeside ? costs.micros(claimed, i -> CapacityCalls.beside(i, kept, Sample.LIFETIMES)) : 0;
        Runnable ready = () -> {
            claimed.run();
            if (isBeside) {
                costs.all(i -> CapacityCalls.beside(i, kept, Sample.LIFETIMES));
            }
        };
        page.cost(
                "settle: kept, " + kilobytes + " KB" + (isBeside ? ", with its `SET`" : ""),
                put + costs.micros(ready, i -> CapacityCalls.settle(i, kept, Sample.LIFETIMES)));
    }

    private void replays(int kilobytes, RedisCosts costs) {
        RedisCosts one = costs(ENTRIES);
        Runnable kept = () -> {
            CapacityCalls.claimAll(one);
            CapacityCalls.settleAll(one, CapacityCalls.kept(kilobytes * KB), Sample.LIFETIMES);
        };
        REDIS.commands().flushall();
        kept.run();
        IntFunction<Call> get = i -> new Call(CommandType.GET, CapacityCalls.key(0));
        IntFunction<Call> claim =
                i -> CapacityCalls.claim(Sample.by(Sample.OTHER, CapacityCalls.request(0, Sample.LIFETIMES)));
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
        costs.sent(0, 1, i -> CapacityCalls.claim(CapacityCalls.request(i, Sample.LIFETIMES)));
        ClaimRequest retry = Sample.by(Sample.OTHER, CapacityCalls.request(0, Sample.LIFETIMES));
        assertThat((Long)
                        costs.sent(0, 1, i -> CapacityCalls.claim(retry)).get(0).get(0))
                .isNegative();
        page.cost("claim: busy", costs.micros(() -> {}, i -> CapacityCalls.claim(retry)));
        ClaimRequest another = Sample.asking(Sample.ANOTHER_ORDER, retry);
        assertThat(costs.sent(0, 1, i -> CapacityCalls.claim(another)).get(0)).containsExactly(0L);
        page.cost("claim: mismatch", costs.micros(() -> {}, i -> CapacityCalls.claim(another)));
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
        CapacityCalls.claimAll(costs);
        CapacityCalls.settleAll(costs, CapacityCalls.kept(KB), Sample.LIFETIMES);
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
}

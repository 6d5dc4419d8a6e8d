package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.systemtest.Load.Course;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/**
 * What requests cost with few entries in Redis and with {@code -Doncegate.entries}. Runs when it is named, like
 * {@link PerformanceRun}. With an answer of 1 KB, a million entries take some 1.5 GB.
 */
class GrowthRun {

    private static final int FEW = 10_000;
    private static final int MANY = Integer.getInteger("oncegate.entries", 1_000_000);
    private static final int SECONDS = Integer.getInteger("oncegate.seconds", 6);
    private static final int ROUNDS = 3;
    private static final int WARM_UP = 6;
    private static final int AT_ONCE = 10_000;
    private static final String COPY = """
            local record, life = redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])
            local start = string.sub(KEYS[1], 1, -13)
            for place = ARGV[1], ARGV[2] do
              redis.call('SET', start .. string.format('%012d', place), record, 'PX', life)
            end
            return 1""";

    private static final double MEGABYTE = 1024.0 * 1024;

    private static final String HEAD = """
            | entries | replay, Redis µs | gateway µs | p50, ms | first request, Redis µs | gateway µs | p50, ms | bare, gateway µs | p50, ms | gateway's heap, MB |
            |---|---|---|---|---|---|---|---|---|---|
            """;

    @Test
    void aRequestCostsTheSameHoweverManyEntriesThereAre() {
        // how fast they are written to a file is not what is looked at, and they are to fit
        try (Track track = new Track("--appendonly no", "--save ", "--maxmemory 0")) {
            measured(track, FEW, WARM_UP);
            String text = HEAD + measured(track, FEW, ROUNDS) + measured(track, MANY, ROUNDS);
            assertThat(track.commands().dbsize()).isGreaterThanOrEqualTo(MANY);
            // what else has changed meanwhile shows here
            text += measured(track, FEW, ROUNDS);
            System.out.println(text);
            if (PerformancePage.IS_WANTED) {
                PerformancePage.write("growth", text);
            }
        }
    }

    /** A row about so many entries, and those that first requests leave. */
    private static String measured(Track track, int entries, int rounds) {
        track.commands().flushall();
        Load replays = Load.of("replay, 1 KB", track.gateway(), "/once/1k", Course.answered(1));
        String start = track.answered(replays);
        fill(track, start, entries);
        Load all = Load.of(replays.name(), track.gateway(), replays.path(), Course.answered(entries));
        Load firsts = Load.of("first request, 1 KB", track.gateway(), "/once/1k", Course.fresh());
        Load bare = Load.of("bare, 1 KB", track.gateway(), "/bare/1k", Course.fresh());
        List<Slice> slices = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            slices.add(track.run(all, start, SECONDS));
            slices.add(track.run(firsts, Load.newStart(), SECONDS));
            slices.add(track.run(bare, Load.newStart(), SECONDS));
        }
        CostTable costs = new CostTable(slices);
        assertThat(costs.wrong()).as("answers that were not right").isEmpty();
        return String.format(
                Locale.ROOT,
                "| %,d | %.0f | %.0f | %.2f | %.0f | %.0f | %.2f | %.0f | %.2f | %.1f |%n",
                entries,
                costs.median(all, Slice::redisMicros),
                costs.median(all, Slice::gatewayMicros),
                p50(costs, all),
                costs.median(firsts, Slice::redisMicros),
                costs.median(firsts, Slice::gatewayMicros),
                p50(costs, firsts),
                costs.median(bare, Slice::gatewayMicros),
                p50(costs, bare),
                track.heap() / MEGABYTE);
    }

    private static double p50(CostTable costs, Load load) {
        return costs.median(load, slice -> slice.result().p50() / 1e3);
    }

    /** Copies a real record, so that there are so many. */
    private static void fill(Track track, String start, int entries) {
        String[] record = {"oncegate:v1:once:shop:" + start + "000000000000"};
        for (int next = 1; next < entries; next += AT_ONCE) {
            track.commands()
                    .eval(
                            COPY,
                            ScriptOutputType.INTEGER,
                            record,
                            Integer.toString(next),
                            Integer.toString(Math.min(next + AT_ONCE, entries) - 1));
        }
    }
}

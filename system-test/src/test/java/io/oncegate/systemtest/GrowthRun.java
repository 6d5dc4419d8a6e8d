package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.oncegate.systemtest.Load.Course;
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
    private static final int AT_ONCE = 10_000;
    private static final String COPY = """
            local record, life = redis.call('GET', KEYS[1]), redis.call('PTTL', KEYS[1])
            local start = string.sub(KEYS[1], 1, -13)
            for place = ARGV[1], ARGV[2] do
              redis.call('SET', start .. string.format('%012d', place), record, 'PX', life)
            end
            return 1""";

    private static final double MEGABYTE = 1024.0 * 1024;

    @Test
    void aRequestCostsTheSameHoweverManyEntriesThereAre() {
        // how fast they are written to a file is not what is looked at, and they are to fit
        try (Track track = new Track("--appendonly no", "--save ", "--maxmemory 0")) {
            Load replays = Load.of("replay, 1 KB", track.gateway(), "/once/1k", Course.answered(1));
            String start = track.answered(replays);
            int there = fill(track, start, 1, FEW);
            for (int i = 0; i < ROUNDS; i++) {
                replays(track, start, there);
                track.run(firsts(track), Load.newStart(), SECONDS);
            }
            String few = measured(track, start, there);
            there = fill(track, start, there, MANY);
            String many = measured(track, start, there);
            String text =
                    "| entries | replay, Redis µs | gateway µs | p50, ms | first request, Redis µs | gateway µs | p50, ms"
                            + " | gateway's heap, MB |\n|---|---|---|---|---|---|---|---|\n" + few + many;
            System.out.println(text);
            if (PerformancePage.IS_WANTED) {
                PerformancePage.write("growth", text);
            }
            assertThat(track.commands().dbsize()).isGreaterThanOrEqualTo(MANY);
        }
    }

    /** Copies a real record, so that there are so many. */
    private static int fill(Track track, String start, int from, int to) {
        String[] record = {"oncegate:v1:once:shop:" + start + "000000000000"};
        for (int next = from; next < to; next += AT_ONCE) {
            track.commands()
                    .eval(
                            COPY,
                            ScriptOutputType.INTEGER,
                            record,
                            Integer.toString(next),
                            Integer.toString(Math.min(next + AT_ONCE, to) - 1));
        }
        return to;
    }

    private static String measured(Track track, String start, int there) {
        Slice replay = replays(track, start, there);
        Slice first = track.run(firsts(track), Load.newStart(), SECONDS);
        return String.format(
                Locale.ROOT,
                "| %,d | %.0f | %.0f | %.2f | %.0f | %.0f | %.2f | %.1f |%n",
                there,
                replay.redisMicros(),
                replay.gatewayMicros(),
                replay.result().p50() / 1e3,
                first.redisMicros(),
                first.gatewayMicros(),
                first.result().p50() / 1e3,
                track.heap() / MEGABYTE);
    }

    private static Slice replays(Track track, String start, int there) {
        return track.run(Load.of("replay, 1 KB", track.gateway(), "/once/1k", Course.answered(there)), start, SECONDS);
    }

    private static Load firsts(Track track) {
        return Load.of("first request, 1 KB", track.gateway(), "/once/1k", Course.fresh());
    }
}

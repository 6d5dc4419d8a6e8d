package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.systemtest.Load.Course;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * A gateway's heap under a mixed load for {@code -Doncegate.minutes}: what is left after a collection does not grow. Runs
 * when it is named, like {@link PerformanceRun}.
 */
class EnduranceRun {

    private static final int MINUTES = Integer.getInteger("oncegate.minutes", 10);
    private static final int SECONDS = 20;
    private static final int CONNECTIONS = 16;
    private static final int KEYS = 1000;
    private static final int SHARING = 8;
    private static final double MEGABYTE = 1024.0 * 1024;

    @Test
    void theHeapIsAsLargeAfterAsBefore() {
        try (Track track = new Track()) {
            mixed(track); // classes are loaded, caches and pools are filled
            mixed(track);
            long requests = 0;
            List<Long> heaps = new ArrayList<>(List.of(track.heap()));
            long end = System.nanoTime() + Duration.ofMinutes(MINUTES).toNanos();
            while (System.nanoTime() < end) {
                requests += mixed(track);
                heaps.add(track.heap());
            }
            String text = table(heaps, requests);
            System.out.println(text);
            if (PerformancePage.IS_WANTED) {
                PerformancePage.write("endurance", text);
            }
            assertThat(heaps.get(heaps.size() - 1)).isLessThan((long) (heaps.get(0) * 1.1 + MEGABYTE));
        }
    }

    /** First requests, replays, mistakes and waiters at the same time; how many. */
    private static long mixed(Track track) {
        track.empty();
        Contender gateway = track.gateway();
        Load replays = Load.of("replay", gateway, "/once/1k", Course.answered(KEYS));
        return List.of(
                        Load.of("first request", gateway, "/once/1k", Course.fresh()),
                        Load.of("first request, 16 KB", gateway, "/once/16k", Course.fresh()),
                        replays,
                        replays.mistaken(),
                        Load.of("waiting", gateway, "/slow/1k", Course.shared(SHARING)))
                .stream()
                .map(load -> load.over(CONNECTIONS))
                .map(load -> CompletableFuture.supplyAsync(
                        () -> Wrk.run(load, track.answered(load), SECONDS).requests(), new OwnThread()))
                .toList()
                .stream()
                .mapToLong(CompletableFuture::join)
                .sum();
    }

    private static String table(List<Long> heaps, long requests) {
        return String.format(
                Locale.ROOT,
                "| %d minutes, %,d requests | at the start | in the middle | at the end | largest |%n|---|---|---|---|---|%n"
                        + "| heap after a collection, MB | %.1f | %.1f | %.1f | %.1f |%n",
                MINUTES,
                requests,
                heaps.get(0) / MEGABYTE,
                heaps.get(heaps.size() / 2) / MEGABYTE,
                heaps.get(heaps.size() - 1) / MEGABYTE,
                heaps.stream().mapToLong(it -> it).max().orElseThrow() / MEGABYTE);
    }
}

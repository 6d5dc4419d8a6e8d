package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a request costs, held against the same request on a route without the filter. No test of {@code mvn verify}, which
 * does not find this name; it runs when it is named, and needs {@code wrk} and {@code nginx} (packages of these names in
 * Debian and Homebrew) and a machine that does nothing else:
 *
 * <pre>mvn verify -pl system-test -am -Dtest=PerformanceRun -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip</pre>
 *
 * {@code -Doncegate.rounds}, {@code -Doncegate.seconds} (of a slice) and {@code -Doncegate.only} (a regular expression over
 * the names of loads) make another run of it, say a short one while something is made faster:
 * {@code -Doncegate.rounds=2 -Doncegate.seconds=4 "-Doncegate.only=(bare|first|replay).*, 1 KB"}.
 */
class PerformanceRun {

    private static final int ROUNDS = Integer.getInteger("oncegate.rounds", 5);
    private static final int SECONDS = Integer.getInteger("oncegate.seconds", 6);
    private static final Pattern ONLY = Pattern.compile(System.getProperty("oncegate.only", ".*"));
    private static final int WARM_UP = 6;
    private static final int STEADY_ROUNDS = 3;
    /** One in a hundred of a few seconds is what a single pause happens to hit. */
    private static final int STEADY_SECONDS = 3 * SECONDS;

    private static final List<String> STEADY = List.of("bare, 1 KB", "first request, 1 KB", "replay, 1 KB");

    @Test
    void aRequestIsHeldAgainstTheSameWithoutTheFilter() {
        assertThat(Wrk.isThere() && Nginx.program().isPresent())
                .as("wrk and nginx are here")
                .isTrue();
        try (Track track = new Track()) {
            List<Load> loads = Stream.concat(Loads.of(track).stream(), Loads.ofOthers(track).stream())
                    .filter(load -> ONLY.matcher(load.name()).matches())
                    .toList();
            CostTable costs = new CostTable(rounds(track, loads));
            System.out.println(costs);
            LatencyTable latencies = latencies(track, costs);
            System.out.println(latencies);
            if (PerformancePage.IS_WANTED) {
                CostPlot.draw(costs);
                PerformancePage.write("requests", costs + "\n" + costs.sentence() + "\n");
                PerformancePage.write("latency", latencies.toString());
            }
            assertThat(costs.wrong()).as("answers that were not right").isEmpty();
        }
    }

    private static List<Slice> rounds(Track track, List<Load> loads) {
        List<Slice> slices = new ArrayList<>();
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Load load : loads) {
                Slice slice = track.run(load, SECONDS);
                if (round >= 0) {
                    slices.add(slice);
                }
            }
        }
        return slices;
    }

    /** At half of what the bare route takes at most. */
    private static LatencyTable latencies(Track track, CostTable costs) {
        List<Load> loads = costs.loads().stream()
                .filter(load -> STEADY.contains(load.name()))
                .toList();
        LatencyTable table = new LatencyTable(loads.isEmpty() ? 0 : costs.median(loads.get(0), Slice::perSecond) / 2);
        for (int round = 0; round < Math.min(ROUNDS, STEADY_ROUNDS); round++) {
            for (Load load : loads) {
                table.add(load, track.runSteadily(load, table.perSecond(), STEADY_SECONDS));
            }
        }
        return table;
    }
}

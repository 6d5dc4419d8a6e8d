package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
    private static final int WARM_UP = 2;

    @Test
    void aRequestIsHeldAgainstTheSameWithoutTheFilter() {
        assertThat(Wrk.isThere() && Nginx.program().isPresent())
                .as("wrk and nginx are here")
                .isTrue();
        try (Track track = new Track()) {
            List<Load> loads = Loads.of(track).stream()
                    .filter(load -> ONLY.matcher(load.name()).matches())
                    .toList();
            List<Slice> slices = new ArrayList<>();
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (Load load : loads) {
                    Slice slice = track.run(load, SECONDS);
                    if (round >= 0) {
                        slices.add(slice);
                    }
                }
            }
            System.out.println(new CostTable(slices));
            assertThat(slices).allSatisfy(slice -> assertThat(slice.result().wrong())
                    .as(slice.load().name())
                    .isZero());
        }
    }
}

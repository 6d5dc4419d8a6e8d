package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients see while everything fails, held against what is in the database in the end. The seed decides what fails and
 * when; {@code -Doncegate.keys}, {@code -Doncegate.faults}, {@code -Doncegate.seed} and {@code -Doncegate.gateways} make another
 * run of it, and {@code -Doncegate.topology} leaves the others out.
 */
class HistoryCheckTest {

    private static final int KEYS = Integer.getInteger("oncegate.keys", 150);
    private static final int FAULTS = Integer.getInteger("oncegate.faults", 0);
    private static final long SEED = Long.getLong("oncegate.seed", 1);
    private static final String ONLY = System.getProperty("oncegate.topology", "");
    private static final int GATEWAYS = Integer.getInteger("oncegate.gateways", 2);
    /** From so many faults on a gateway is killed more than once, and it pays to start successors ahead. */
    private static final int LONG_RUN = 50;

    @ParameterizedTest
    @EnumSource
    void everyPromiseIsKeptWhileEverythingFails(Topology topology) {
        assumeTrue(ONLY.isEmpty() || ONLY.equalsIgnoreCase(topology.name()), "asked for another");
        try (Fleet fleet = new Fleet(topology, GATEWAYS, FAULTS >= LONG_RUN)) {
            int faults = FAULTS > 0
                    ? FAULTS
                    : (int) Arrays.stream(Trouble.values())
                            .filter(trouble -> trouble.fits(fleet))
                            .count();
            FaultRun run = new FaultRun(fleet, KEYS, faults, SEED);
            History history = run.history();
            try {
                run.run();
            } finally {
                history.write(Application.logs().resolve("history-" + topology + ".jsonl"));
            }

            List<Violation> violations = HistoryChecker.check(history, run.made());

            HistoryReport report = HistoryReport.of(history, violations);
            System.out.println(topology + ": " + report.verdict() + "\n\n" + report.text());
            HistoryPage.ofRun(KEYS, faults, SEED, GATEWAYS)
                    .ifPresent(page -> page.add(topology, report, fleet.ground()));
            assertThat(violations).as("seed %s", SEED).isEmpty();
            assertThat(history.strikes()).hasSize(faults);
        }
    }
}

package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What clients see while everything fails, held against what is in the database in the end. The seed decides what fails and
 * when; {@code -Doncegate.keys}, {@code -Doncegate.faults} and {@code -Doncegate.seed} make another run of it.
 */
class HistoryCheckTest {

    private static final int KEYS = Integer.getInteger("oncegate.keys", 250);
    private static final int FAULTS = Integer.getInteger("oncegate.faults", Trouble.values().length);
    private static final long SEED = Long.getLong("oncegate.seed", 1);
    private static final int GATEWAYS = 2;
    private static final String COMMAND = "mvn verify -pl system-test -am -Dtest=HistoryCheckTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip -Doncegate.keys=%d -Doncegate.faults=%d"
            + " -Doncegate.seed=%d -Doncegate.write-docs=true";

    @Test
    void everyPromiseIsKeptWhileEverythingFails() {
        try (Fleet fleet = new Fleet(Collections.nCopies(GATEWAYS, List.of()))) {
            FaultRun run = new FaultRun(fleet, KEYS, FAULTS, SEED);
            History history = run.run();
            history.write(Application.logs().resolve("history.jsonl"));

            List<Violation> violations = HistoryChecker.check(history, run.made());

            HistoryReport report = HistoryReport.of(history, violations, SEED);
            System.out.println(report);
            if (Boolean.getBoolean("oncegate.write-docs")) {
                report.write(COMMAND.formatted(KEYS, FAULTS, SEED));
            }
            assertThat(violations).as("seed %s", SEED).isEmpty();
            assertThat(history.strikes()).hasSize(FAULTS);
        }
    }
}

package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What clients see while everything fails, held against what is in the database in the end. The seed decides what fails and
 * when; {@code -Doncegate.keys}, {@code -Doncegate.faults}, {@code -Doncegate.seed} and {@code -Doncegate.gateways} make another
 * run of it, and {@code -Doncegate.topology} leaves the others out.
 */
class HistoryCheckTest {

    private static final int KEYS = Integer.getInteger("oncegate.keys", 0);
    private static final int KEYS_OF_A_FAULT = 15;
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
            List<Trouble> kinds = kinds(topology, fleet);
            int faults = FAULTS > 0 ? FAULTS : kinds.size();
            int keys = KEYS > 0 ? KEYS : faults * KEYS_OF_A_FAULT;
            FaultRun run = new FaultRun(fleet, kinds, keys, faults, SEED);
            History history = run.history();
            try {
                run.run();
            } finally {
                history.write(Application.logs().resolve("history-" + topology + ".jsonl"));
            }

            List<Violation> violations = HistoryChecker.check(history, run.made());

            HistoryReport report = HistoryReport.of(history, violations);
            System.out.println(topology + ": " + report.verdict() + "\n\n" + report.text());
            HistoryPage.ofRun(keys, faults, SEED, GATEWAYS)
                    .ifPresent(page -> page.add(topology, report, fleet.ground()));
            assertThat(violations).as("seed %s", SEED).isEmpty();
            assertThat(history.strikes()).hasSize(faults);
            assertGuestsAreAnsweredAheadOfTheServer(fleet.members().get(0));
        }
    }

    /** Else there would be less in the history than is thought. */
    private static void assertGuestsAreAnsweredAheadOfTheServer(Fleet.Member gateway) {
        Request request = new Request(Route.GUESTBOOK, Http.newKey(), 1);
        Eventually.happens("a replay went ahead of the server", () -> {
            request.send(gateway.http()).join();
            return gateway.earlyReplays() > 0;
        });
    }

    /** All that there are; in a run of which nobody asked more, what neither the first topology nor {@link FailoverTest} has. */
    private static List<Trouble> kinds(Topology topology, Fleet fleet) {
        List<Trouble> kinds =
                switch (FAULTS > 0 ? Topology.STANDALONE : topology) {
                    case STANDALONE -> List.of(Trouble.values());
                    // few, since Sentinels take ten seconds and more to make a replica of who was primary
                    case SENTINEL -> List.of(Trouble.PRIMARY_CUT_FROM_ITS_LIKE, Trouble.GATEWAY_CUT_FROM_REDIS);
                    case CLUSTER -> List.of(Trouble.PRIMARY_CUT_OFF, Trouble.PRIMARY_OVERTHROWN, Trouble.REDIS_FLUSHED);
                };
        return kinds.stream().filter(trouble -> trouble.fits(fleet)).toList();
    }
}

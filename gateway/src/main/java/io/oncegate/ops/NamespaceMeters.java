package io.oncegate.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.oncegate.core.Answer;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.Ending;
import io.oncegate.core.Settlement;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** What is counted of the entries of a namespace. */
final class NamespaceMeters {

    /** Settlements that a store reports; of what is late, the later settlement is counted. */
    private static final Set<Settlement> REPORTED =
            Set.of(Settlement.LANDED, Settlement.WITHOUT_ANSWER, Settlement.LOST);

    private final Map<String, Counter> claims = new HashMap<>();
    private final Map<String, Map<Settlement, Counter>> settlements = new HashMap<>();
    private final Map<Settlement, Counter> renewals = new EnumMap<>(Settlement.class);
    private final Timer waits;
    private final DistributionSummary kept;

    NamespaceMeters(MeterRegistry meters, String namespace) {
        for (String outcome : Words.OUTCOMES) {
            claims.put(
                    outcome,
                    Counter.builder("oncegate.claims")
                            .description("Claims, by what came of them after any waiting")
                            .tag("namespace", namespace)
                            .tag("outcome", outcome)
                            .register(meters));
        }
        for (String ending : Words.ENDINGS) {
            Map<Settlement, Counter> byEffect = new EnumMap<>(Settlement.class);
            REPORTED.forEach(settlement -> byEffect.put(
                    settlement,
                    Counter.builder("oncegate.settlements")
                            .description("Executions that the store was told the ending of, by effect")
                            .tag("namespace", namespace)
                            .tag("ending", ending)
                            .tag("settlement", Words.of(settlement))
                            .register(meters)));
            settlements.put(ending, byEffect);
        }
        REPORTED.forEach(settlement -> renewals.put(
                settlement,
                Counter.builder("oncegate.renewals")
                        .description("Renewals of leases, by effect")
                        .tag("namespace", namespace)
                        .tag("settlement", Words.of(settlement))
                        .register(meters)));
        waits = Timer.builder("oncegate.waits")
                .description("Requests that waited for a running one")
                .tag("namespace", namespace)
                .register(meters);
        kept = DistributionSummary.builder("oncegate.kept")
                .description("Bodies of answers that were kept")
                .baseUnit("bytes")
                .tag("namespace", namespace)
                .register(meters);
    }

    Counter claims(ClaimOutcome outcome) {
        return Objects.requireNonNull(claims.get(outcome.fold(Words.OF_OUTCOMES)));
    }

    void settled(Ending ending, Settlement settlement) {
        Map<Settlement, Counter> byEffect = Objects.requireNonNull(settlements.get(Words.of(ending)));
        Objects.requireNonNull(byEffect.get(settlement)).increment();
        if (settlement == Settlement.LANDED
                && ending instanceof Ending.Completed completed
                && completed.answer() instanceof Answer.Kept answer) {
            kept.record(answer.body().length);
        }
    }

    Counter renewals(Settlement settlement) {
        return Objects.requireNonNull(renewals.get(settlement));
    }

    Timer waits() {
        return waits;
    }
}

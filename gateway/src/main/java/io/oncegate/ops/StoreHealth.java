package io.oncegate.ops;

import io.oncegate.core.StoreAudit;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/**
 * The health contributor {@code oncegate}: down while the store does not answer, and up with warnings while it answers
 * and is no safe place for reservations.
 *
 * <p>It belongs to the whole health, and neither to readiness nor to liveness: all gateways share the store, so to take
 * each out of rotation for it would also end the routes that bypass it, that no filter covers, or that merely read.
 */
public final class StoreHealth implements ReactiveHealthIndicator {

    private final StoreAudit audit;

    /**
     * @param audit asks the store
     */
    public StoreHealth(StoreAudit audit) {
        this.audit = audit;
    }

    @Override
    public Mono<Health> health() {
        return audit.report()
                .map(report -> {
                    Health.Builder health = Health.up().withDetails(report.details());
                    return report.warnings().isEmpty()
                            ? health.build()
                            : health.withDetail("warnings", report.warnings()).build();
                })
                // without the cause: it may name addresses, and the store's own contributor tells it
                .onErrorResume(failure -> Mono.just(
                        Health.down().withDetail("store", "does not answer").build()));
    }
}

package io.oncegate.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimOutcome;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryId;
import io.oncegate.core.IdempotencyListener;
import io.oncegate.core.Settlement;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Counts what happens. Tags are the routes' ids and namespaces and words of the contract: never a caller, never a key.
 * On the way of every request, so every meter is looked up beforehand, and nothing is allocated to count.
 */
public final class CountingListener implements IdempotencyListener {

    private final Map<String, RouteMeters> routes = new ConcurrentHashMap<>();
    private final Map<String, NamespaceMeters> namespaces = new ConcurrentHashMap<>();
    private final Map<Operation, StoreMeters> operations;
    private final MeterRegistry meters;

    /**
     * @param meters takes the counts
     */
    public CountingListener(MeterRegistry meters) {
        this.meters = meters;
        this.operations = StoreMeters.all(meters);
    }

    /** A count that begins with the first event would hide that event from whoever looks at increases. */
    @Override
    public void covers(String route, String namespace, Collection<String> outcomes) {
        RouteMeters ofRoute = of(route);
        outcomes.forEach(ofRoute::requests);
        ofNamespace(namespace);
    }

    @Override
    public void answered(String route, String outcome) {
        of(route).requests(outcome).increment();
    }

    @Override
    public void claimed(ClaimRequest request, ClaimOutcome outcome) {
        of(request.id()).claims(outcome).increment();
    }

    @Override
    public void waited(ClaimRequest request, ClaimOutcome outcome, long nanos) {
        of(request.id()).waits().record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void settled(Claim claim, Ending ending, Settlement settlement) {
        of(claim.id()).settled(ending, settlement);
    }

    @Override
    public void renewed(Claim claim, Settlement settlement) {
        of(claim.id()).renewals(settlement).increment();
    }

    @Override
    public void storeAsked(Operation operation, long nanos) {
        of(operation).time().record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void storeFailed(EntryId id, Operation operation, Throwable failure) {
        of(operation).failures().increment();
    }

    @Override
    public void late(EntryId id, Operation operation) {
        of(operation).late().increment();
    }

    @Override
    public void retried(EntryId id, Operation operation) {
        of(operation).retries().increment();
    }

    @Override
    public void gaveUp(EntryId id, Operation operation) {
        of(operation).givenUp().increment();
    }

    private StoreMeters of(Operation operation) {
        // every operation was given its meters at once
        return known(operations, operation, unknown -> StoreMeters.of(meters, unknown));
    }

    private RouteMeters of(String route) {
        return known(routes, route, unknown -> new RouteMeters(meters, unknown));
    }

    private NamespaceMeters of(EntryId id) {
        return ofNamespace(id.scope().namespace());
    }

    private NamespaceMeters ofNamespace(String namespace) {
        return known(namespaces, namespace, unknown -> new NamespaceMeters(meters, unknown));
    }

    private static <K, V> V known(Map<K, V> of, K key, Function<K, V> made) {
        V found = of.get(key);
        return found != null ? found : of.computeIfAbsent(key, made);
    }

    /** What is counted of a route. */
    private static final class RouteMeters {

        private final Map<String, Counter> requests = new ConcurrentHashMap<>();
        private final Function<String, Counter> made;

        RouteMeters(MeterRegistry meters, String route) {
            this.made = outcome -> Counter.builder("oncegate.requests")
                    .description("Requests with a covered method, by how they were answered")
                    .tag("route", route)
                    .tag("outcome", outcome)
                    .register(meters);
        }

        Counter requests(String outcome) {
            return known(requests, outcome, made);
        }
    }
}

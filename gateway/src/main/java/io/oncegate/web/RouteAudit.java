package io.oncegate.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;

/** Looks at all routes together: what each says alone is checked when its filter is made (contract 8). */
public final class RouteAudit {

    private RouteAudit() {}

    /**
     * Builds the routes and checks them.
     *
     * @throws RouteConfigurationException if they contradict themselves or each other
     */
    public static void check(RouteLocator routes) {
        Map<String, RouteSettings> byNamespace = new HashMap<>();
        for (Route route : routes.getRoutes().toIterable()) {
            List<RouteSettings> covered = route.getFilters().stream()
                    .filter(IdempotencyKeyFilter.class::isInstance)
                    .map(filter -> ((IdempotencyKeyFilter) filter).settings())
                    .toList();
            if (covered.size() > 1) {
                throw new RouteConfigurationException(
                        route.getId(), "filters", "the filter is there twice, and would find its own claim in flight");
            }
            covered.forEach(settings -> agree(byNamespace, settings));
        }
    }

    /** Routes that share a namespace share its callers: or else a tenant's name could be a principal's. */
    private static void agree(Map<String, RouteSettings> byNamespace, RouteSettings settings) {
        RouteSettings other = byNamespace.putIfAbsent(settings.namespace(), settings);
        if (other != null && !other.callerArgument().equals(settings.callerArgument())) {
            throw new RouteConfigurationException(
                    settings.routeId(),
                    "caller",
                    "differs from that of route '" + other.routeId() + "', which shares the namespace '"
                            + settings.namespace() + "'");
        }
        if (other != null && other.upstreamDeduplicates() != settings.upstreamDeduplicates()) {
            throw new RouteConfigurationException(
                    settings.routeId(),
                    "upstream-deduplicates",
                    "differs from that of route '" + other.routeId() + "', which shares the namespace '"
                            + settings.namespace() + "'");
        }
    }
}

package io.oncegate.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;

/**
 * Looks at all routes together, and at what holds for the whole gateway: what each route says alone is checked when its
 * filter is made (contract 8).
 */
public final class RouteAudit {

    private final Duration storeTimeout;
    private final long bufferedBytes;
    private final Map<String, RouteSettings> byNamespace = new HashMap<>();
    private final List<String> doubts = new ArrayList<>();

    private RouteAudit(Duration storeTimeout, long bufferedBytes) {
        this.storeTimeout = storeTimeout;
        this.bufferedBytes = bufferedBytes;
    }

    /**
     * Builds the routes and checks them.
     *
     * @param storeTimeout the deadline of every call of the store
     * @param bufferedBytes how many bytes all requests may hold
     * @return what is doubtful and no contradiction, each naming route and property
     * @throws RouteConfigurationException if they contradict themselves or each other
     */
    public static List<String> check(RouteLocator routes, Duration storeTimeout, long bufferedBytes) {
        RouteAudit audit = new RouteAudit(storeTimeout, bufferedBytes);
        routes.getRoutes().toIterable().forEach(audit::check);
        return List.copyOf(audit.doubts);
    }

    private void check(Route route) {
        List<RouteSettings> covered = settings(route);
        if (covered.size() > 1) {
            throw new RouteConfigurationException(
                    route.getId(), "filters", "the filter is there twice, and would find its own claim in flight");
        }
        for (RouteSettings settings : covered) {
            agree(settings);
            fits(settings);
            doubt(settings);
        }
    }

    static List<RouteSettings> settings(Route route) {
        return route.getFilters().stream()
                .filter(IdempotencyKeyFilter.class::isInstance)
                .map(filter -> ((IdempotencyKeyFilter) filter).settings())
                .toList();
    }

    /** Routes that share a namespace share its callers: or else a tenant's name could be a principal's. */
    private void agree(RouteSettings settings) {
        RouteSettings other = byNamespace.putIfAbsent(settings.namespace(), settings);
        if (other != null && !other.callerArgument().equals(settings.callerArgument())) {
            throw differs(settings, other, "caller");
        }
        if (other != null && other.upstreamDeduplicates() != settings.upstreamDeduplicates()) {
            throw differs(settings, other, "upstream-deduplicates");
        }
        if (other != null && !other.callerLimits().equals(settings.callerLimits())) {
            throw differs(settings, other, "max-keys-per-caller or max-kept-per-caller");
        }
        if (other != null
                && !settings.callerLimits().isNone()
                && !other.lifetimes().retention().equals(settings.lifetimes().retention())) {
            // it is what usage is counted over
            throw differs(settings, other, "retention");
        }
    }

    private static RouteConfigurationException differs(RouteSettings settings, RouteSettings other, String property) {
        return new RouteConfigurationException(
                settings.routeId(),
                property,
                "differs from that of route '" + other.routeId() + "', which shares the namespace '"
                        + settings.namespace() + "'");
    }

    private void fits(RouteSettings settings) {
        if (storeTimeout.compareTo(settings.lifetimes().lease()) >= 0) {
            throw new RouteConfigurationException(
                    settings.routeId(),
                    "lease",
                    "is no longer than oncegate.store-timeout (" + storeTimeout
                            + "), so that a claim could lapse before it is heard of");
        }
        if (settings.maxRequestBody() > bufferedBytes) {
            throw new RouteConfigurationException(
                    settings.routeId(),
                    "max-request-body",
                    "is more than oncegate.limits.buffered-bytes (" + bufferedBytes
                            + "), so that a request of that size would always find the gateway busy");
        }
    }

    private void doubt(RouteSettings settings) {
        if (storeTimeout.multipliedBy(3).compareTo(settings.lifetimes().lease()) >= 0) {
            doubt(
                    settings,
                    "lease",
                    "is no more than three times oncegate.store-timeout (" + storeTimeout
                            + "): one renewal that times out may cost the claim");
        }
        if (!settings.upstreamDeduplicates()
                && settings.responses().released().stream().anyMatch(RouteAudit::mayHideAnEffect)) {
            doubt(
                    settings,
                    "released-statuses",
                    "frees keys after a server error, which may hide an effect: the retry may take effect again");
        }
    }

    /** A 501 says that nothing was done; it is on the contract's own list. */
    private static boolean mayHideAnEffect(int status) {
        return status >= 500 && status != 501;
    }

    private void doubt(RouteSettings settings, String property, String doubt) {
        doubts.add(new RouteConfigurationException(settings.routeId(), property, doubt).getMessage());
    }
}

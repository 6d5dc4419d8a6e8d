package io.oncegate.web;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.springframework.cloud.gateway.handler.predicate.GatewayPredicate;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.web.server.ServerWebExchange;

/**
 * The routes as they are at the moment, for requests that are looked at ahead of everything else. A route is found as the
 * gateway finds it, by its own predicates in its own order; up to the first one whose predicates may need more than that.
 */
final class FastRoutes {

    /** Those that look at nothing but the request. A weight is drawn in a filter, and a body can be read only once. */
    private static final Set<String> PREDICATES =
            Set.of("Path", "Method", "Host", "Header", "Query", "Cookie", "After", "Before", "Between");

    /** A route's metadata of that name makes answers vary by origin, by their paths and so also those of other routes. */
    private static final String CORS = "cors";

    /**
     * A route to try.
     *
     * @param predicates all of which a request has to match
     * @param filters what a covered request passes; empty where the route covers none
     */
    record Lane(Route route, List<GatewayPredicate> predicates, Optional<RouteFilters> filters) {

        /** The filter that covers the request, where nothing ahead of it has anything to do with a replay. */
        Optional<IdempotencyKeyFilter> first() {
            return filters.flatMap(RouteFilters::first);
        }

        private boolean matches(ServerWebExchange exchange) {
            exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_PREDICATE_ROUTE_ATTR, route.getId());
            for (GatewayPredicate predicate : predicates) {
                if (!predicate.test(exchange)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Lane> lanes = new ArrayList<>();
    private final Set<String> keyHeaders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /**
     * @param routes all of the gateway's, in order
     * @param definitions what they were made of, as far as they were made of any
     * @param predicates names of predicates that are the gateway's own
     * @param filters what passes on a route that covers requests
     */
    FastRoutes(
            List<Route> routes,
            List<RouteDefinition> definitions,
            Set<String> predicates,
            Function<Route, RouteFilters> filters) {
        if (routes.stream().anyMatch(route -> route.getMetadata().containsKey(CORS))) {
            return;
        }
        Map<String, RouteDefinition> known = known(routes, definitions);
        for (Route route : routes) {
            Optional<Lane> lane = Optional.ofNullable(known.get(route.getId()))
                    .flatMap(definition -> lane(route, definition.getPredicates(), predicates, filters));
            if (lane.isEmpty()) {
                break;
            }
            lanes.add(lane.get());
            RouteAudit.settings(route).forEach(settings -> keyHeaders.add(settings.header()));
        }
    }

    /** What is known of routes by their ids; nothing of those that share one, of which one may be made otherwise. */
    private static Map<String, RouteDefinition> known(List<Route> routes, List<RouteDefinition> definitions) {
        Map<String, RouteDefinition> known = new HashMap<>();
        definitions.forEach(definition -> known.put(definition.getId(), definition));
        Set<String> seen = new HashSet<>();
        routes.stream().map(Route::getId).filter(id -> !seen.add(id)).forEach(known::remove);
        return known;
    }

    private static Optional<Lane> lane(
            Route route,
            List<PredicateDefinition> made,
            Set<String> predicates,
            Function<Route, RouteFilters> filters) {
        boolean plain = made.stream()
                .map(PredicateDefinition::getName)
                .allMatch(name -> PREDICATES.contains(name) && predicates.contains(name));
        List<GatewayPredicate> leaves = new ArrayList<>();
        route.getPredicate().accept(leaf -> {
            if (leaf instanceof GatewayPredicate predicate) {
                leaves.add(predicate);
            }
        });
        return plain && leaves.size() == made.size()
                ? Optional.of(new Lane(
                        route,
                        leaves,
                        Optional.of(route)
                                .filter(it -> !RouteAudit.settings(it).isEmpty())
                                .map(filters)))
                : Optional.empty();
    }

    /** Names of headers that carry a key on some route; a request with none of them is not for here. */
    Set<String> keyHeaders() {
        return keyHeaders;
    }

    /** The route that a request takes; empty where it covers none, and where that is for the gateway to find out. */
    Optional<Lane> of(ServerWebExchange exchange) {
        try {
            for (Lane lane : lanes) {
                if (lane.matches(exchange)) {
                    return lane.filters().isPresent() ? Optional.of(lane) : Optional.empty();
                }
            }
        } catch (RuntimeException e) {
            // the gateway logs it, and goes on as if such a route did not match
        }
        return Optional.empty();
    }
}

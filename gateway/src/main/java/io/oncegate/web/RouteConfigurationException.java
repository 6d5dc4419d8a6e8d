package io.oncegate.web;

/** A route's arguments contradict each other or make no sense; names the route and the property (contract 8). */
public final class RouteConfigurationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RouteConfigurationException(String routeId, String property, String fault) {
        super("route '" + routeId + "', filter IdempotencyKey, property '" + property + "': " + fault);
    }
}

package io.oncegate.web;

import io.oncegate.core.RouteTerms;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.cloud.gateway.route.RouteLocator;
import reactor.core.publisher.Mono;

/** The namespaces of all routes. */
public final class RouteNamespaces {

    private final RouteLocator routes;

    /**
     * @param routes all of the gateway's
     */
    public RouteNamespaces(RouteLocator routes) {
        this.routes = routes;
    }

    /** The terms of each; those of the first route where several share one. */
    public Mono<Map<String, RouteTerms>> terms() {
        return routes.getRoutes()
                .flatMapIterable(RouteAudit::settings)
                .collect(TreeMap::new, (terms, settings) -> terms.putIfAbsent(settings.namespace(), terms(settings)));
    }

    private static RouteTerms terms(RouteSettings settings) {
        return new RouteTerms(
                settings.keptHeaders(), settings.maxKeptBody(), settings.lifetimes(), settings.upstreamDeduplicates());
    }
}

package io.oncegate.web;

import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Takes covered requests to their route past all that would do nothing for them on the way: filters that find nothing to
 * object to in a plain request, and the search for a handler. What has something to do on the route then runs as it always does, in its
 * order (see {@link RouteFilters}).
 *
 * <p>It only ever lets pass what would pass: where anything is in doubt (see {@link PlainRequest} and {@link FastRoutes}),
 * the request goes the whole way, and whatever is to be refused is refused there.
 */
public final class FastPath implements WebFilter, Ordered {

    /**
     * What it comes ahead of.
     *
     * @param order its place among the web filters
     * @param open whether nothing behind that place has a say in a plain request; asked once, when all is started
     * @param security in place of the security filters behind it; {@code chain.filter} where they are before it
     */
    public record Place(int order, Supplier<Boolean> open, WebFilter security) {}

    private final Place place;
    private final ApplicationContext application;
    private final Source source;
    private final Supplier<Boolean> open;
    private final Set<String> cachingBodies = ConcurrentHashMap.newKeySet();
    private volatile Known known = new Known();

    /**
     * Where routes come from.
     *
     * @param routes all of the gateway's
     * @param definitions what they are made of
     * @param predicates names of predicates that are the gateway's own
     * @param filters the gateway's own, for all routes
     * @param idle those of them that do nothing for a replay to a request without credentials
     */
    public record Source(
            RouteLocator routes,
            RouteDefinitionLocator definitions,
            Supplier<Set<String>> predicates,
            Supplier<List<GlobalFilter>> filters,
            Set<Class<?>> idle) {}

    /**
     * @param place where it is, and whether it may be there
     * @param application the one whose requests these are: its filters see those of the management port, too
     * @param source of routes
     */
    public FastPath(Place place, ApplicationContext application, Source source) {
        this.place = place;
        this.open = SingletonSupplier.of(place.open());
        this.application = application;
        this.source = source;
    }

    @Override
    public int getOrder() {
        return place.order();
    }

    /** A filter of that route wants to read a request's body more than once. */
    public void cachesBody(String route) {
        cachingBodies.add(route);
        forgetRoutes();
    }

    /** Routes are others now: the next request asks for them. */
    public void forgetRoutes() {
        known = new Known();
    }

    /** The routes, as far as anybody has asked for them; null also where covered requests go the whole way. */
    @Nullable
    FastRoutes known() {
        return open.get() ? known.routes : null;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (exchange.getApplicationContext() != application
                || !(ServerHttpRequestDecorator.getNativeRequest(exchange.getRequest())
                        instanceof HttpServerRequest request)
                || !open.get()
                || !PlainRequest.is(request)) {
            return chain.filter(exchange);
        }
        @Nullable FastRoutes routes = known.routes;
        return routes == null
                ? known.load().flatMap(it -> taken(it, request, exchange, chain))
                : taken(routes, request, exchange, chain);
    }

    private Mono<Void> taken(
            FastRoutes routes, HttpServerRequest request, ServerWebExchange exchange, WebFilterChain chain) {
        if (!hasKey(routes, request.requestHeaders())) {
            return chain.filter(exchange);
        }
        Optional<FastRoutes.Lane> lane = routes.of(exchange);
        return lane.isPresent()
                ? place.security().filter(exchange, admitted -> routed(admitted, lane.get()))
                : chain.filter(exchange);
    }

    private static boolean hasKey(FastRoutes routes, HttpHeaders headers) {
        for (String name : routes.keyHeaders()) {
            if (headers.contains(name)) {
                return true;
            }
        }
        return false;
    }

    /** As the gateway's own mapping leaves the exchange to its filters. */
    private Mono<Void> routed(ServerWebExchange exchange, FastRoutes.Lane lane) {
        return Mono.deferContextual(context -> {
            exchange.getAttributes()
                    .put(
                            ServerWebExchangeUtils.GATEWAY_HANDLER_MAPPER_ATTR,
                            RoutePredicateHandlerMapping.class.getSimpleName());
            exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REACTOR_CONTEXT_ATTR, context);
            exchange.getAttributes().remove(ServerWebExchangeUtils.GATEWAY_PREDICATE_ROUTE_ATTR);
            exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR, lane.route());
            return lane.filters().orElseThrow().chain().filter(exchange);
        });
    }

    /** The routes of one moment, empty until somebody has asked. */
    private final class Known {

        private volatile @Nullable FastRoutes routes;

        Mono<FastRoutes> load() {
            Mono<List<Route>> all = source.routes().getRoutes().collectList();
            Mono<List<RouteDefinition>> definitions =
                    source.definitions().getRouteDefinitions().collectList();
            return Mono.zip(all, definitions, this::found).doOnNext(it -> routes = it);
        }

        private FastRoutes found(List<Route> all, List<RouteDefinition> definitions) {
            List<GlobalFilter> filters = source.filters().get();
            return new FastRoutes(
                    all,
                    definitions,
                    source.predicates().get(),
                    route -> RouteFilters.of(route, filters, cachingBodies.contains(route.getId()), source.idle()));
        }
    }
}

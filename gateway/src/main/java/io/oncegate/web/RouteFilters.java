package io.oncegate.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.AdaptCachedBodyGlobalFilter;
import org.springframework.cloud.gateway.filter.ForwardPathFilter;
import org.springframework.cloud.gateway.filter.ForwardRoutingFilter;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.OrderedGatewayFilter;
import org.springframework.cloud.gateway.filter.RemoveCachedBodyFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.filter.WebsocketRoutingFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * What a covered request passes on its route, in the gateway's order: the gateway's own filters and the route's, without those
 * that would find nothing to do.
 *
 * @param chain all of them
 * @param first the filter that covers the request, where those ahead of it do nothing for a replay to a request without
 *     credentials
 */
record RouteFilters(GatewayFilterChain chain, Optional<IdempotencyKeyFilter> first) {

    /** They look for a body that somebody has read and kept. */
    private static final Set<String> FOR_CACHED_BODIES =
            Set.of(RemoveCachedBodyFilter.class.getName(), AdaptCachedBodyGlobalFilter.class.getName());

    /** They look for an address that is none of HTTP. Some need not be there, or cannot be named. */
    private static final Set<String> FOR_OTHER_ADDRESSES = Set.of(
            ForwardPathFilter.class.getName(),
            ForwardRoutingFilter.class.getName(),
            WebsocketRoutingFilter.class.getName(),
            "org.springframework.cloud.gateway.filter.LoadBalancerServiceInstanceCookieFilter",
            "org.springframework.cloud.gateway.filter.ReactiveLoadBalancerClientFilter",
            "org.springframework.cloud.gateway.config.GatewayNoLoadBalancerClientAutoConfiguration$NoLoadBalancerClientFilter");

    private static final Set<String> HTTP = Set.of("http", "https");

    /**
     * The filters of a route.
     *
     * @param global the gateway's own
     * @param cachesBody whether a filter of the route wants to read the body more than once
     * @param idle global filters that do nothing for a replay to a request without credentials
     */
    static RouteFilters of(Route route, List<GlobalFilter> global, boolean cachesBody, Set<Class<?>> idle) {
        // an address can be changed by any filter on the way
        boolean staysHttp = HTTP.contains(route.getUri().getScheme())
                && route.getFilters().stream().allMatch(IdempotencyKeyFilter.class::isInstance)
                && global.stream().allMatch(RouteFilters::isKnown);
        List<GatewayFilter> filters = new ArrayList<>();
        Set<GatewayFilter> idleForReplays = new HashSet<>();
        for (GlobalFilter filter : global) {
            String type = filter.getClass().getName();
            boolean isIdle = (!cachesBody && FOR_CACHED_BODIES.contains(type))
                    || (staysHttp && FOR_OTHER_ADDRESSES.contains(type));
            if (!isIdle) {
                GatewayFilter adapted = adapted(filter, staysHttp);
                filters.add(adapted);
                if (idle.contains(filter.getClass())) {
                    idleForReplays.add(adapted);
                }
            }
        }
        filters.addAll(route.getFilters());
        AnnotationAwareOrderComparator.sort(filters);
        return new RouteFilters(
                new Rest(filters, 0),
                filters.stream()
                        .filter(filter -> !idleForReplays.contains(filter))
                        .findFirst()
                        .filter(IdempotencyKeyFilter.class::isInstance)
                        .map(IdempotencyKeyFilter.class::cast));
    }

    private static boolean isKnown(GlobalFilter filter) {
        String type = filter.getClass().getName();
        return type.startsWith("org.springframework.cloud.gateway.") || type.startsWith("io.oncegate.");
    }

    private static GatewayFilter adapted(GlobalFilter filter, boolean staysHttp) {
        @Nullable
        Integer order = filter instanceof Ordered ordered
                ? (Integer) ordered.getOrder()
                : OrderUtils.getOrder(filter.getClass());
        GatewayFilter adapted =
                staysHttp && filter instanceof RouteToRequestUrlFilter ? new RememberedAddress(filter) : filter::filter;
        return order == null ? adapted : new OrderedGatewayFilter(adapted, order);
    }

    /**
     * What is left from one filter on.
     *
     * @param next the first that is left
     */
    private record Rest(List<GatewayFilter> filters, int next) implements GatewayFilterChain {

        /** Each time anew, for a filter that tries again. */
        @Override
        public Mono<Void> filter(ServerWebExchange exchange) {
            return next == filters.size()
                    ? Mono.empty()
                    : Mono.defer(() -> filters.get(next).filter(exchange, new Rest(filters, next + 1)));
        }
    }
}

package io.oncegate.web;

import static io.oncegate.web.Gateway.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.filter.AdaptCachedBodyGlobalFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RemoveCachedBodyFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Which filters may come ahead of the one that covers a request, where its replay is given without them. */
class FirstFilterTest {

    private static Gateway gateway;
    private static List<Route> routes;

    @BeforeAll
    static void start() {
        gateway = new Gateway(route(0, "orders", "/orders/**"));
        routes = Objects.requireNonNull(
                gateway.bean(RouteLocator.class).getRoutes().collectList().block());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    void theFilterThatCoversComesFirstWhereNothingAheadOfItHasToDoWithReplays() {
        Route route = routes.stream()
                .filter(it -> it.getId().equals("orders"))
                .findFirst()
                .orElseThrow();
        GlobalFilter early = new Global(Ordered.HIGHEST_PRECEDENCE);
        GlobalFilter late = new Global(Ordered.LOWEST_PRECEDENCE);

        assertThat(RouteFilters.of(route, List.of(late), false, Set.of()).first())
                .get()
                .isSameAs(route.getFilters().get(0));
        assertThat(RouteFilters.of(route, List.of(early), false, Set.of()).first())
                .isEmpty();
        assertThat(RouteFilters.of(route, List.of(early, late), false, Set.of(Global.class))
                        .first())
                .isPresent();
        assertThat(RouteFilters.of(
                                route,
                                List.of(new RemoveCachedBodyFilter(), new AdaptCachedBodyGlobalFilter()),
                                true,
                                Set.of(Global.class))
                        .first())
                .isEmpty();
    }

    /** @param order its place */
    private record Global(int order) implements GlobalFilter, Ordered {

        @Override
        public int getOrder() {
            return order;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            return chain.filter(exchange);
        }
    }
}

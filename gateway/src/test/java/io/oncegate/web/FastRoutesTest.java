package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Routes.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.cloud.gateway.handler.predicate.AbstractRoutePredicateFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import reactor.core.publisher.Mono;

/** A route is found as the gateway finds it, or not at all. */
class FastRoutesTest {

    private static final Set<String> NAMES = Set.of(
            "Path", "Method", "Host", "Header", "Query", "Cookie", "After", "Before", "Between", "Weight", "Own");

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(
                List.of(OwnRoutes.class),
                all(
                        route(0, "orders", "/orders/**"),
                        with(0, "predicates[1]=Method=POST"),
                        route(1, "all-orders", "/orders/**", "header=X-Key"),
                        route(2, "first-of-things", "/things/first/**"),
                        with(2, "order=1", "predicates[1]=Host=**.example.org", "predicates[2]=Query=a"),
                        route(3, "things", "/things/{id}"),
                        with(3, "order=2", "predicates[1]=Header=X-A, b+", "predicates[2]=Cookie=c, d"),
                        route(4, "now", "/now/**"),
                        with(
                                4,
                                "predicates[1]=After=2000-01-01T00:00:00Z",
                                "predicates[2]=Before=2100-01-01T00:00:00Z",
                                "predicates[3]=Between=2000-01-01T00:00:00Z, 2100-01-01T00:00:00Z"),
                        route(5, "later", "/now/**"),
                        route(6, "weighted", "/never/**"),
                        with(6, "predicates[1]=Weight=group, 1"),
                        route(7, "reading", "/never/**"),
                        with(
                                7,
                                "predicates[1].name=ReadBody",
                                "predicates[1].args.inClass=java.lang.String",
                                "predicates[1].args.predicate=#{@anyBody}"),
                        route(8, "own", "/never/**"),
                        with(8, "predicates[1].name=Own"),
                        route(9, "failing", "/failing/**"),
                        with(9, "predicates[1]=Method=POST"),
                        route(10, "twice", "/never/**"),
                        route(11, "uncovered", "/uncovered/**"),
                        with(11, "filters[0].name=StripPrefix", "filters[0].args.parts=0"),
                        route(12, "vary", "/vary/**"),
                        with(12, "metadata.cors.allowedOrigins=http://a")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,  /orders/1,                orders",
        "PATCH, /orders/1,                all-orders",
        "POST,  /things/first/x?a=1,      first-of-things",
        "POST,  /things/first?a=1,        first-of-things",
        "POST,  /things/first,            things",
        "POST,  /things/2,                things",
        "POST,  /things/2/3,              ",
        "POST,  /now/x,                   now",
        "POST,  /nowhere,                 ",
        "POST,  /orders,                  orders"
    })
    void theRouteIsTheOneThatTheGatewayFinds(String method, String target, @Nullable String id) {
        // orders and all-orders are of one order, and so in that of the configuration
        FastRoutes routes = routes("orders", "all-orders", "first-of-things", "things", "now", "later");
        ServerWebExchange here = exchange(method, target);
        ServerWebExchange there = exchange(method, target);

        assertThat(found(routes, here)).isEqualTo(id);
        gateway.bean(RoutePredicateHandlerMapping.class).getHandler(there).block();
        @Nullable Route route = there.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        assertThat(route == null ? null : route.getId()).isEqualTo(id);
        if (id != null) {
            assertThat(ServerWebExchangeUtils.getUriTemplateVariables(here))
                    .isEqualTo(ServerWebExchangeUtils.getUriTemplateVariables(there));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"weighted", "reading", "own", "java", "twice"})
    void aRouteThatNeedsMoreEndsTheShortWay(String id) {
        FastRoutes routes = routes("orders", id, "things");
        assertThat(found(routes, exchange("POST", "/orders/1"))).isEqualTo("orders");
        assertThat(found(routes, exchange("POST", "/things/1"))).isNull();
        assertThat(found(routes("orders", "things"), exchange("POST", "/things/1")))
                .isEqualTo("things");
    }

    @Test
    void aPredicateThatIsNotTheGatewaysOwnEndsIt() {
        Set<String> names = new HashSet<>(NAMES);
        names.remove("Method");
        FastRoutes routes = routes(names, "things", "orders", "now");
        assertThat(found(routes, exchange("POST", "/things/1"))).isEqualTo("things");
        assertThat(found(routes, exchange("POST", "/orders/1"))).isNull();
        assertThat(found(routes, exchange("POST", "/now/1"))).isNull();
    }

    @Test
    void aRouteWithoutTheFilterIsLeftToTheGatewayAndThoseBehindItAreNot() {
        FastRoutes routes = routes("uncovered", "orders");
        assertThat(found(routes, exchange("POST", "/uncovered/1"))).isNull();
        assertThat(found(routes, exchange("POST", "/orders/1"))).isEqualTo("orders");
    }

    @Test
    void aRouteWithCorsOfItsOwnLeavesAllToTheGateway() {
        FastRoutes routes = routes("orders", "vary");
        assertThat(found(routes, exchange("POST", "/orders/1"))).isNull();
        assertThat(routes.keyHeaders()).isEmpty();
    }

    @Test
    void aPredicateThatThrowsLeavesItToTheGateway() {
        FastRoutes routes = routes("failing", "orders");
        MockServerWebExchange broken = exchange("POST", "/orders/1");
        // asked for by none of what is above, and by every predicate of a path
        ServerWebExchange exchange = new ServerWebExchangeDecorator(broken) {
            @Override
            public ServerHttpRequest getRequest() {
                throw new IllegalStateException("cannot be looked at");
            }
        };
        assertThat(found(routes, exchange)).isNull();
    }

    @Test
    void keysAreLookedForWhereAnyRouteHasThem() {
        assertThat(routes("orders", "all-orders").keyHeaders()).containsExactlyInAnyOrder("Idempotency-Key", "X-Key");
        // what is behind the end of the short way counts for nothing
        assertThat(routes("orders", "own", "all-orders").keyHeaders()).containsExactly("Idempotency-Key");
    }

    private static @Nullable String found(FastRoutes routes, ServerWebExchange exchange) {
        return routes.of(exchange).map(lane -> lane.route().getId()).orElse(null);
    }

    private static FastRoutes routes(String... ids) {
        return routes(NAMES, ids);
    }

    /** As if the gateway had only those routes, in that order. */
    private static FastRoutes routes(Set<String> names, String... ids) {
        List<Route> all = Objects.requireNonNull(
                gateway.bean(RouteLocator.class).getRoutes().collectList().block());
        List<RouteDefinition> definitions = Objects.requireNonNull(gateway.bean(RouteDefinitionLocator.class)
                .getRouteDefinitions()
                .collectList()
                .block());
        List<Route> some = Stream.of(ids)
                .flatMap(id -> all.stream().filter(route -> route.getId().equals(id)))
                .toList();
        assertThat(some).hasSizeGreaterThanOrEqualTo(ids.length);
        return new FastRoutes(
                some, definitions, names, route -> new RouteFilters(exchange -> Mono.empty(), Optional.empty()));
    }

    private static MockServerWebExchange exchange(String method, String target) {
        return MockServerWebExchange.from(MockServerHttpRequest.method(HttpMethod.valueOf(method), target)
                .header("Host", "www.example.org")
                .header("X-A", "bb")
                .cookie(new HttpCookie("c", "d")));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnRoutes {

        @Bean
        RouteLocator java(RouteLocatorBuilder builder) {
            return builder.routes()
                    .route("java", it -> it.order(9).path("/never/**").uri("http://127.0.0.1:1"))
                    .route("twice", it -> it.order(9).path("/never/**").uri("http://127.0.0.1:1"))
                    .build();
        }

        @Bean
        OwnRoutePredicateFactory ownPredicate() {
            return new OwnRoutePredicateFactory();
        }

        @Bean
        Predicate<Object> anyBody() {
            return body -> false;
        }
    }

    static final class OwnRoutePredicateFactory extends AbstractRoutePredicateFactory<OwnRoutePredicateFactory.Config> {

        OwnRoutePredicateFactory() {
            super(Config.class);
        }

        @Override
        public Predicate<ServerWebExchange> apply(Config config) {
            return exchange -> false;
        }

        static final class Config {}
    }
}

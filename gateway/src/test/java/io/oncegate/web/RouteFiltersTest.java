package io.oncegate.web;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.gateway.filter.AdaptCachedBodyGlobalFilter;
import org.springframework.cloud.gateway.filter.ForwardPathFilter;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.OrderedGatewayFilter;
import org.springframework.cloud.gateway.filter.RemoveCachedBodyFilter;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.core.annotation.Order;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import reactor.core.publisher.Mono;

/** A route's filters run as the gateway would run them, without those that would do nothing. */
class RouteFiltersTest {

    private static final Set<String> FOR_BODIES = Set.of("RemoveCachedBodyFilter", "AdaptCachedBodyGlobalFilter");
    private static final Set<String> FOR_ADDRESSES = Set.of("ForwardPathFilter");

    private final List<String> passed = new ArrayList<>();

    @Test
    void theyRunInTheOrderOfTheGateway() {
        List<GlobalFilter> global = List.of(
                new Unordered("unordered"),
                new Ranked("ranked 5", 5),
                new AnnotatedEarly("annotated -5"),
                new AnnotatedLate("annotated 5"),
                new Ranked("first", Ordered.HIGHEST_PRECEDENCE),
                new Ranked("last", Ordered.LOWEST_PRECEDENCE),
                new Prior("prior 7"),
                new Unordered("unordered, too"),
                new AnnotatedButRanked("ranked -7"));
        Route route = route(
                "http://service",
                local("route, unordered"),
                new OrderedGatewayFilter(local("route 5"), 5),
                new OrderedGatewayFilter(local("route -5"), -5),
                new OrderedGatewayFilter(local("route 0"), 0));

        RouteFilters.of(route, global, false, Set.of())
                .chain()
                .filter(exchange(route))
                .block();
        List<String> ours = List.copyOf(passed);
        passed.clear();
        new FilteringWebHandler(global, false).handle(exchange(route)).block();

        assertThat(ours).isEqualTo(passed).hasSize(13).startsWith("first", "ranked -7");
    }

    @Test
    void whatIsIdleOnTheWayToAnHttpAddressIsLeftOut() {
        assertThat(asked(route("http://service"), springs(), false)).isEmpty();
        assertThat(asked(route("https://service"), springs(), false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"forward:/x", "lb://service", "ws://service", "wss://service", "no://op"})
    void otherAddressesKeepWhatLooksAtThem(String uri) {
        assertThat(asked(route(uri), springs(), false)).isEqualTo(FOR_ADDRESSES);
    }

    @Test
    void aFilterOfTheRouteThatMayChangeTheAddressKeepsWhatLooksAtIt() {
        assertThat(asked(route("http://service", local("any")), springs(), false))
                .isEqualTo(FOR_ADDRESSES);
    }

    @Test
    void aGlobalFilterThatMayChangeTheAddressKeepsWhatLooksAtIt() {
        // of a package that is neither the gateway's nor ours, as classes made up at runtime are
        GlobalFilter foreign = (GlobalFilter) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {GlobalFilter.class},
                (proxy, called, arguments) ->
                        ((GatewayFilterChain) arguments[1]).filter((ServerWebExchange) arguments[0]));
        List<GlobalFilter> global =
                Stream.concat(springs().stream(), Stream.of(foreign)).toList();
        assertThat(asked(route("http://service"), global, false)).isEqualTo(FOR_ADDRESSES);
    }

    @Test
    void aRouteThatReadsBodiesMoreThanOnceKeepsWhatKeepsThem() {
        assertThat(asked(route("http://service"), springs(), true)).isEqualTo(FOR_BODIES);
    }

    @Test
    void aFilterThatTriesAgainAsksTheRestAnew() {
        GlobalFilter again = new Ranked("again", 0) {
            @Override
            public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
                Mono<Void> rest = chain.filter(exchange);
                return rest.then(rest);
            }
        };
        Route route = route("http://service", new OrderedGatewayFilter(local("last"), 2));

        RouteFilters.of(route, List.of(again, new Ranked("next", 1)), false, Set.of())
                .chain()
                .filter(exchange(route))
                .block();

        assertThat(passed).containsExactly("next", "last", "next", "last");
    }

    private static List<GlobalFilter> springs() {
        return List.of(new RemoveCachedBodyFilter(), new AdaptCachedBodyGlobalFilter(), new ForwardPathFilter());
    }

    /** Which of the gateway's own filters have looked at the exchange. */
    private static Set<String> asked(Route route, List<GlobalFilter> global, boolean cachesBody) {
        Looking exchange = new Looking(exchange(route));
        RouteFilters.of(route, global, cachesBody, Set.of())
                .chain()
                .filter(exchange)
                .block();
        return exchange.lookers;
    }

    private static Route route(String uri, GatewayFilter... filters) {
        return Route.async()
                .id("any")
                .uri(uri)
                .predicate(exchange -> true)
                .filters(filters)
                .build();
    }

    private static MockServerWebExchange exchange(Route route) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/x"));
        exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR, route);
        return exchange;
    }

    private GatewayFilter local(String name) {
        return (exchange, chain) -> {
            passed.add(name);
            return chain.filter(exchange);
        };
    }

    /** Remembers who asks for what is kept in it. */
    private static final class Looking extends ServerWebExchangeDecorator {

        private static final StackWalker STACK = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

        private final Set<String> lookers = new TreeSet<>();

        Looking(ServerWebExchange delegate) {
            super(delegate);
        }

        @Override
        public Map<String, Object> getAttributes() {
            lookers.addAll(STACK.walk(frames -> frames.map(StackWalker.StackFrame::getDeclaringClass)
                    .filter(springs().stream().map(Object::getClass).collect(toSet())::contains)
                    .map(Class::getSimpleName)
                    .collect(toSet())));
            return super.getAttributes();
        }
    }

    private class Unordered implements GlobalFilter {

        private final String name;

        Unordered(String name) {
            this.name = name;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            passed.add(name);
            return chain.filter(exchange);
        }
    }

    @Order(-5)
    private final class AnnotatedEarly extends Unordered {
        AnnotatedEarly(String name) {
            super(name);
        }
    }

    @Order(5)
    private class AnnotatedLate extends Unordered {
        AnnotatedLate(String name) {
            super(name);
        }
    }

    private class Ranked extends Unordered implements Ordered {

        private final int order;

        Ranked(String name, int order) {
            super(name);
            this.order = order;
        }

        @Override
        public int getOrder() {
            return order;
        }
    }

    private final class Prior extends Unordered implements PriorityOrdered {
        Prior(String name) {
            super(name);
        }

        @Override
        public int getOrder() {
            return 7;
        }
    }

    private final class AnnotatedButRanked extends AnnotatedLate implements Ordered {
        AnnotatedButRanked(String name) {
            super(name);
        }

        @Override
        public int getOrder() {
            return -7;
        }
    }
}

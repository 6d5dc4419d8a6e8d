package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

/** Requests go to the address that the gateway would have sent them to, which is made only once for those that follow each other. */
class RememberedAddressTest {

    private static final Route ROUTE = Route.async()
            .id("any")
            .uri("https://service:8443")
            .predicate(exchange -> true)
            .build();

    private final AtomicInteger made = new AtomicInteger();
    private final GlobalFilter counted = (exchange, chain) -> {
        made.incrementAndGet();
        return new RouteToRequestUrlFilter().filter(exchange, chain);
    };
    private final RememberedAddress remembered = new RememberedAddress(counted);

    private static MockServerWebExchange exchange(String address) {
        MockServerWebExchange exchange =
                MockServerWebExchange.from(MockServerHttpRequest.method(HttpMethod.POST, URI.create(address))
                        .build());
        exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR, ROUTE);
        return exchange;
    }

    /** Where the filters behind find that the request goes. */
    private @Nullable Object sentTo(String address) {
        MockServerWebExchange exchange = exchange(address);
        AtomicInteger passed = new AtomicInteger();
        remembered
                .filter(exchange, it -> {
                    passed.incrementAndGet();
                    return Mono.empty();
                })
                .block();
        assertThat(passed).hasValue(1);
        return exchange.getAttributes().get(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
    }

    @Test
    void eachRequestGoesWhereTheGatewayWouldSendIt() {
        for (String address : List.of(
                "http://gateway/orders",
                "http://gateway/orders",
                "http://gateway/orders?a=1",
                "http://gateway/orders?a=2",
                "http://gateway/orders",
                "http://other:1/orders",
                "http://gateway/a%2fb",
                "http://gateway/a%2Fb",
                "http://gateway/%C3%A4",
                "http://gateway/%C3%A4")) {
            MockServerWebExchange exchange = exchange(address);
            new RouteToRequestUrlFilter().filter(exchange, it -> Mono.empty()).block();
            Map<String, Object> expected = exchange.getAttributes();

            assertThat(sentTo(address))
                    .isNotNull()
                    .hasToString(String.valueOf(expected.get(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR)));
        }
    }

    @Test
    void theAddressIsMadeOnceForRequestsThatFollowEachOther() {
        sentTo("http://gateway/orders");
        sentTo("http://gateway/orders");
        sentTo("http://gateway/orders");
        assertThat(made).hasValue(1);
    }

    @Test
    void whereThereIsNoAddressNoneIsRemembered() {
        RememberedAddress none = new RememberedAddress((exchange, chain) -> chain.filter(exchange));
        MockServerWebExchange exchange = exchange("http://gateway/orders");
        none.filter(exchange, it -> Mono.empty()).block();
        none.filter(exchange, it -> Mono.empty()).block();
        assertThat(exchange.getAttributes()).doesNotContainKey(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
    }
}

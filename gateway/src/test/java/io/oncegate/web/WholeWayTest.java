package io.oncegate.web;

import static io.oncegate.RawHttp.request;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Routes.with;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.RawHttp;
import io.oncegate.Ways;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webflux.autoconfigure.WebFluxProperties;
import org.springframework.cloud.gateway.config.GlobalCorsProperties;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.handler.FilteringWebHandler;
import org.springframework.cloud.gateway.handler.RoutePredicateHandlerMapping;
import org.springframework.cloud.gateway.handler.predicate.PathRoutePredicateFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.function.server.support.RouterFunctionMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Whatever the application has of its own has its say in covered requests, too. */
@ExtendWith(OutputCaptureExtension.class)
class WholeWayTest {

    @Test
    void aWebFilterBehindThePlaceIsPassed(CapturedOutput output) throws IOException {
        assertThat(answered(OwnWebFilter.class)).contains("x-own: filter").endsWith("made");
        assertThat(output)
                .containsOnlyOnce("Covered requests go the whole way, since class " + OwnWebFilter.class.getName())
                .contains("may have a say in them.");
    }

    @Test
    void aControllerThatMapsTheSamePathAnswers() throws IOException {
        assertThat(answered(OwnController.class)).endsWith("controller");
    }

    @Test
    void aRouterFunctionThatMapsTheSamePathAnswers() throws IOException {
        assertThat(answered(OwnFunction.class)).endsWith("function");
    }

    @Test
    void aMappingOfRouterFunctionsThatAreNoBeansAnswers() throws IOException {
        assertThat(answered(OwnFunctions.class)).endsWith("function");
    }

    @Test
    void aMappingInTheGatewaysPlaceIsAsked() throws IOException {
        assertThat(answered(OwnMapping.class)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void aHandlerInTheGatewaysPlaceHandles() throws IOException {
        assertThat(answered(OwnHandler.class)).contains("x-own: handler").endsWith("made");
    }

    @Test
    void adviceForErrorsIsAsked() throws IOException {
        assertThat(answered(OwnAdvice.class)).startsWith("HTTP/1.1 409 ").endsWith("advice");
    }

    @Test
    void whatCorsAddsToEveryAnswerIsAdded() throws IOException {
        assertThat(
                        answered(
                                Nothing.class,
                                "spring.cloud.gateway.server.webflux.globalcors.cors-configurations.[/**].allowed-origins=http://a"))
                .contains("Vary: Origin")
                .endsWith("made");
    }

    @Test
    void whatCorsAddsToEveryAnswerOfOneRouteIsAdded() throws IOException {
        assertThat(answered(Nothing.class, with(0, "metadata.cors.allowedOrigins=http://a")))
                .contains("Vary: Origin")
                .endsWith("made");
    }

    @Test
    void aPredicateOfTheApplicationsOwnWithANameOfTheGatewaysIsReasonEnough() throws IOException {
        assertThat(answered(OwnPath.class)).endsWith("made");
    }

    @Test
    void itCanBeTurnedOff(CapturedOutput output) throws IOException {
        assertThat(answered(Nothing.class, "oncegate.fast-path=false")).endsWith("made");
        assertThat(output).doesNotContain("go the whole way");
    }

    /** What a plain covered request is answered by a gateway that has more, having gone the whole way. */
    private static String answered(Class<?> more, String... properties) throws IOException {
        try (Gateway gateway = new Gateway(
                List.of(more, FastPathTest.Watched.class),
                all(new String[] {"management.server.port=0"}, route(0, "things", "/things/**"), properties))) {
            gateway.upstream().on("/things/x", Upstream.answer(201, "made".getBytes(UTF_8)));
            String answer = RawHttp.exchange(
                    gateway.port(), request("POST", "/things/x", "{}", Gateway.USER + ": alice", "Idempotency-Key: a"));
            assertThat(gateway.bean(Ways.class).last()).isEqualTo("whole");
            return answer;
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    static class OwnWebFilter implements WebFilter {
        @Override
        public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
            exchange.getResponse().getHeaders().set("x-own", "filter");
            return chain.filter(exchange);
        }
    }

    @RestController
    static class OwnController {
        @PostMapping("/things/x")
        String make() {
            return "controller";
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFunction {
        @Bean
        RouterFunction<ServerResponse> own() {
            return function();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnFunctions {
        @Bean
        RouterFunctionMapping ownMapping() {
            RouterFunctionMapping mapping = new RouterFunctionMapping(function());
            mapping.setOrder(-10);
            return mapping;
        }
    }

    private static RouterFunction<ServerResponse> function() {
        return RouterFunctions.route(RequestPredicates.POST("/things/x"), request -> ServerResponse.ok()
                .bodyValue("function"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnMapping {
        @Bean
        @Primary
        RoutePredicateHandlerMapping routePredicateHandlerMapping(
                FilteringWebHandler handler, RouteLocator routes, GlobalCorsProperties cors, Environment environment) {
            return new RoutePredicateHandlerMapping(handler, routes, cors, environment) {
                @Override
                protected Mono<Route> lookupRoute(ServerWebExchange exchange) {
                    return Mono.empty();
                }
            };
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnHandler {
        @Bean
        @Primary
        FilteringWebHandler ownHandler(List<GlobalFilter> filters) {
            return new FilteringWebHandler(filters, false) {
                @Override
                public Mono<Void> handle(ServerWebExchange exchange) {
                    exchange.getResponse().getHeaders().set("x-own", "handler");
                    return super.handle(exchange);
                }
            };
        }
    }

    @RestControllerAdvice
    static class OwnAdvice {
        @Bean
        GlobalFilter failing() {
            return new Failing();
        }

        @ExceptionHandler
        @ResponseStatus(HttpStatus.CONFLICT)
        String conflict(IllegalStateException failure) {
            return "advice";
        }
    }

    private static final class Failing implements GlobalFilter, Ordered {
        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
            return Mono.error(new IllegalStateException("for the advice"));
        }
    }

    static class OwnPath extends PathRoutePredicateFactory {
        OwnPath(WebFluxProperties properties) {
            super(properties);
        }

        @Override
        public String name() {
            return "Path";
        }
    }
}

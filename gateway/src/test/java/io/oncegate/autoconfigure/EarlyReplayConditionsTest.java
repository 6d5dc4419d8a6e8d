package io.oncegate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationFilter;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.http.server.reactive.ContextPathCompositeHandler;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.adapter.ForwardedHeaderTransformer;
import org.springframework.web.server.adapter.HttpWebHandlerAdapter;
import reactor.core.publisher.Mono;

/** Whoever might have a say in a replay keeps it. */
class EarlyReplayConditionsTest {

    @Test
    void aGatewayAsItIsShippedIsOpen() {
        assertThat(isOpen(true, context -> {
                    context.registerBean(WebFilterChainProxy.class, () -> new WebFilterChainProxy(List.of()));
                    context.registerBean(ObservationRegistry.class, ObservationRegistry::create);
                    context.registerBean(
                            DefaultMeterObservationHandler.class,
                            () -> new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
                    context.registerBean(DefaultServerRequestObservationConvention.class);
                }))
                .isTrue();
    }

    @Test
    void aGatewayWithoutSecurityAndMetricsIsOpen() {
        assertThat(isOpen(false, context -> {})).isTrue();
    }

    @Test
    void securityThatNobodyKnowsIsAsked() {
        assertThat(isOpen(
                        false,
                        context -> context.registerBean(
                                WebFilterChainProxy.class, () -> new WebFilterChainProxy(List.of()))))
                .isFalse();
    }

    static Stream<Consumer<GenericApplicationContext>> whoever() {
        return Stream.of(
                context -> context.registerBean(WebFilter.class, () -> (exchange, chain) -> chain.filter(exchange)),
                context -> context.registerBean(NettyServerCustomizer.class, () -> server -> server),
                context -> context.registerBean(ForwardedHeaderTransformer.class),
                context -> context.registerBean(
                        HttpHandler.class,
                        () -> new ContextPathCompositeHandler(Map.of("/base", (request, response) -> Mono.empty()))),
                context -> observed(
                        context,
                        () -> context.registerBean(ObservationHandler.class, EarlyReplayConditionsTest::tracing)),
                context -> observed(context, () -> context.registerBean(ObservationFilter.class, () -> it -> it)),
                context -> observed(
                        context, () -> context.registerBean(ObservationPredicate.class, () -> (name, it) -> true)),
                context -> observed(
                        context,
                        () -> context.registerBean(
                                ServerRequestObservationConvention.class,
                                () -> new DefaultServerRequestObservationConvention("own") {})));
    }

    @ParameterizedTest
    @MethodSource
    void whoever(Consumer<GenericApplicationContext> beans) {
        assertThat(isOpen(false, beans)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.compression.enabled=true",
                "server.forward-headers-strategy=native",
                "server.forward-headers-strategy=NATIVE",
                "server.netty.max-keep-alive-requests=100",
                "spring.main.cloud-platform=heroku"
            })
    void aServerThatDoesMoreThanToServeIsAsked(String property) {
        assertThat(isOpen(false, context -> set(context, property))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.compression.enabled=false",
                "server.forward-headers-strategy=none",
                "management.observations.http.server.requests.name=requests"
            })
    void aServerThatDoesNoMoreIsNotAsked(String property) {
        assertThat(isOpen(false, context -> set(context, property))).isTrue();
    }

    @Test
    void aPlatformWhoseAddressesAreNotBelievedIsNotAsked() {
        assertThat(isOpen(false, context -> {
                    set(context, "spring.main.cloud-platform=heroku");
                    set(context, "server.forward-headers-strategy=none");
                }))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management.observations.key-values.region=eu",
                "management.observations.enable.http.server.requests=false"
            })
    void metricsThatAreOtherThanUsualAreTheServersToTake(String property) {
        assertThat(isOpen(false, context -> observed(context, () -> set(context, property))))
                .isFalse();
    }

    private static boolean isOpen(boolean knownSecurity, Consumer<GenericApplicationContext> beans) {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.registerBean(
                    "httpHandler", HttpHandler.class, () -> new HttpWebHandlerAdapter(exchange -> Mono.empty()));
            beans.accept(context);
            context.refresh();
            return new EarlyReplayConditions(
                            context, knownSecurity ? Set.of(WebFilterChainProxy.class.getName()) : Set.of())
                    .isOpen();
        }
    }

    private static void observed(GenericApplicationContext context, Runnable more) {
        context.registerBean(ObservationRegistry.class, ObservationRegistry::create);
        more.run();
    }

    private static void set(GenericApplicationContext context, String property) {
        String[] nameAndValue = property.split("=", 2);
        context.getEnvironment()
                .getPropertySources()
                .addFirst(new MapPropertySource(property, Map.of(nameAndValue[0], nameAndValue[1])));
    }

    private static ObservationHandler<Observation.Context> tracing() {
        return it -> true;
    }
}

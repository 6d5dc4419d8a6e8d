package io.oncegate.autoconfigure;

import io.oncegate.web.FastPath;
import io.oncegate.web.IdempotencyKeyGatewayFilterFactory;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.cloud.gateway.config.conditional.ConditionalOnEnabledFilter;
import org.springframework.cloud.gateway.event.EnableBodyCachingEvent;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.handler.predicate.RoutePredicateFactory;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The short way for covered requests, unless {@code oncegate.fast-path} is false. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnEnabledFilter(IdempotencyKeyGatewayFilterFactory.class)
@ConditionalOnProperty(name = "oncegate.fast-path", matchIfMissing = true)
@Import(EarlyReplaysConfiguration.class)
@SuppressWarnings("rawtypes") // as the gateway's own locator takes predicates
class FastPathConfiguration {

    @Bean
    FastPath idempotencyFastPath(
            ApplicationContext application,
            RouteLocator routes,
            RouteDefinitionLocator definitions,
            ObjectProvider<RoutePredicateFactory> predicates,
            ObjectProvider<GlobalFilter> filters,
            ObjectProvider<KnownSecurity> security) {
        @Nullable KnownSecurity known = security.getIfUnique();
        return new FastPath(
                FastPathConditions.place(application, known),
                application,
                new FastPath.Source(
                        routes,
                        definitions,
                        () -> own(predicates),
                        () -> filters.orderedStream().toList(),
                        known == null ? Set.of() : known.idleWithoutCredentials()));
    }

    @Bean
    ApplicationListener<RefreshRoutesResultEvent> idempotencyFastPathRoutes(FastPath path) {
        return event -> path.forgetRoutes();
    }

    @Bean
    ApplicationListener<EnableBodyCachingEvent> idempotencyFastPathBodies(FastPath path) {
        return event -> path.cachesBody(event.getRouteId());
    }

    /** A predicate of the application's own may have the name of one of the gateway's, and be in its place then. */
    private static Set<String> own(ObjectProvider<RoutePredicateFactory> predicates) {
        Set<String> replaced = predicates.stream()
                .filter(factory -> factory.getClass().getPackage() != RoutePredicateFactory.class.getPackage())
                .map(RoutePredicateFactory::name)
                .collect(Collectors.toSet());
        return predicates.stream()
                .map(RoutePredicateFactory::name)
                .filter(name -> !replaced.contains(name))
                .collect(Collectors.toSet());
    }
}

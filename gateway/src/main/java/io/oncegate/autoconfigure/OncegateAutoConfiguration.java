package io.oncegate.autoconfigure;

import io.oncegate.core.CallerUsage;
import io.oncegate.core.Capacity;
import io.oncegate.core.EngineLimits;
import io.oncegate.core.FingerprintKey;
import io.oncegate.core.IdempotencyEngine;
import io.oncegate.core.IdempotencyListener;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Instance;
import io.oncegate.memory.InMemoryCallerUsage;
import io.oncegate.ops.LoggingListener;
import io.oncegate.web.CallerResolver;
import io.oncegate.web.Callers;
import io.oncegate.web.CoveredRouting;
import io.oncegate.web.DetachedExchanges;
import io.oncegate.web.IdempotencyKeyGatewayFilterFactory;
import io.oncegate.web.RouteAudit;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayAutoConfiguration;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.config.PropertiesRouteDefinitionLocator;
import org.springframework.cloud.gateway.config.conditional.ConditionalOnEnabledFilter;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.handler.predicate.RoutePredicateFactory;
import org.springframework.cloud.gateway.route.RouteDefinitionRouteLocator;
import org.springframework.cloud.gateway.support.ConfigurationService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/** The filter {@code IdempotencyKey}, its engine, and entries in the Redis of {@code spring.data.redis.*}. */
@AutoConfiguration(after = DataRedisReactiveAutoConfiguration.class, before = GatewayAutoConfiguration.class)
@ConditionalOnClass(GatewayFilterFactory.class)
@ConditionalOnProperty(name = "spring.cloud.gateway.server.webflux.enabled", matchIfMissing = true)
@EnableConfigurationProperties({OncegateProperties.class, EncryptionProperties.class})
@Import({RedisStoreConfiguration.class, FastPathConfiguration.class})
public class OncegateAutoConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(OncegateAutoConfiguration.class);

    @Bean
    @ConditionalOnMissingBean
    IdempotencyEngine idempotencyEngine(
            IdempotencyStore store,
            ObjectProvider<CallerUsage> usage,
            ObjectProvider<IdempotencyListener> listeners,
            OncegateProperties properties,
            @Qualifier("idempotencyDeadlines") DeadlineScheduler deadlines) {
        return new IdempotencyEngine(
                store,
                usage.getIfAvailable(() -> new InMemoryCallerUsage(Clock.systemUTC())),
                listeners.orderedStream().toList(),
                new EngineLimits(
                        properties.storeTimeout(),
                        properties.limits().waitersPerKey(),
                        properties.limits().waiters(),
                        properties.limits().lateWrites()),
                deadlines);
    }

    /** Not a bean that the application's own parts get when they ask for a scheduler. */
    @Bean(destroyMethod = "dispose", defaultCandidate = false)
    DeadlineScheduler idempotencyDeadlines() {
        return new DeadlineScheduler();
    }

    @Bean
    @ConditionalOnMissingBean
    Capacity idempotencyCapacity(OncegateProperties properties) {
        return new Capacity(properties.limits().exchanges(), properties.limits().bytes());
    }

    /** Says its number too: the histories of entries have nothing else. */
    @Bean
    @ConditionalOnMissingBean
    Instance idempotencyInstance(OncegateProperties properties) {
        String name = InstanceName.of(properties.instance());
        Instance instance = Instance.of(name);
        LOG.info("This gateway is {}, in the histories of entries {}.", name, instance);
        return instance;
    }

    @Bean
    @ConditionalOnMissingBean
    FingerprintKey idempotencyFingerprintKey(EncryptionProperties encryption) {
        return encryption.fingerprintKey();
    }

    @Bean
    LoggingListener idempotencyLoggingListener() {
        return new LoggingListener();
    }

    @Bean
    DetachedExchanges idempotencyExchanges() {
        return new DetachedExchanges();
    }

    @Bean
    IdempotencyLifecycle idempotencyLifecycle(
            IdempotencyEngine engine, DetachedExchanges exchanges, OncegateProperties properties) {
        return new IdempotencyLifecycle(engine, exchanges, properties.drainTimeout(), properties.storeTimeout());
    }

    @Bean
    @ConditionalOnEnabledFilter(IdempotencyKeyGatewayFilterFactory.class)
    IdempotencyKeyGatewayFilterFactory idempotencyKeyGatewayFilterFactory(
            IdempotencyEngine engine,
            Capacity capacity,
            DetachedExchanges exchanges,
            CallerResolver principal,
            Instance instance,
            OncegateProperties properties,
            FingerprintKey fingerprintKey,
            @Qualifier("idempotencyDeadlines") DeadlineScheduler deadlines) {
        return new IdempotencyKeyGatewayFilterFactory(
                new IdempotencyKeyGatewayFilterFactory.Running(engine, capacity, exchanges, instance, deadlines),
                properties.defaults(),
                principal,
                properties.policyUri(),
                JsonMapper.builder().build(),
                fingerprintKey);
    }

    /** Where the application routes in a way of its own, that is left to it. */
    @Bean
    @ConditionalOnEnabledFilter(IdempotencyKeyGatewayFilterFactory.class)
    CoveredRouting idempotencyRouting(
            ObjectProvider<NettyRoutingFilter> routing,
            ObjectProvider<HttpClient> client,
            ObjectProvider<HttpHeadersFilter> filters,
            ObjectProvider<HttpClientProperties> properties,
            @Qualifier("idempotencyDeadlines") DeadlineScheduler deadlines) {
        return new CoveredRouting(
                () -> routing.stream().allMatch(it -> it.getClass() == NettyRoutingFilter.class)
                        ? Optional.ofNullable(client.getIfUnique())
                        : Optional.empty(),
                properties::getObject,
                () -> filters.orderedStream().toList(),
                deadlines);
    }

    /** Stops the start on a contradiction, rather than at the first request (contract 8). */
    @Bean
    @ConditionalOnEnabledFilter(IdempotencyKeyGatewayFilterFactory.class)
    @SuppressWarnings("rawtypes") // as the gateway's own locator takes them
    SmartInitializingSingleton idempotencyRouteAudit(
            GatewayProperties gateway,
            List<RoutePredicateFactory> predicates,
            List<GatewayFilterFactory> filters,
            ConfigurationService configurationService,
            OncegateProperties properties) {
        return () -> RouteAudit.check(
                        new RouteDefinitionRouteLocator(
                                new PropertiesRouteDefinitionLocator(gateway),
                                predicates,
                                filters,
                                gateway,
                                configurationService),
                        properties.storeTimeout(),
                        properties.limits().bytes())
                .forEach(LOG::warn);
    }

    /** Who is nobody, where Spring Security is there to say so. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(AnonymousAuthenticationToken.class)
    static class SecuredCallerConfiguration {

        @Bean
        @ConditionalOnMissingBean
        CallerResolver principalCallerResolver() {
            return Callers.principal(AnonymousAuthenticationToken.class::isInstance);
        }
    }

    /** Whatever principal there is, where Spring Security is not. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.security.authentication.AnonymousAuthenticationToken")
    static class PlainCallerConfiguration {

        @Bean
        @ConditionalOnMissingBean
        CallerResolver principalCallerResolver() {
            return Callers.principal(principal -> false);
        }
    }
}

package io.oncegate.autoconfigure;

import io.oncegate.core.CallerUsage;
import io.oncegate.core.Capacity;
import io.oncegate.core.EngineLimits;
import io.oncegate.core.FingerprintKey;
import io.oncegate.core.IdempotencyEngine;
import io.oncegate.core.IdempotencyListener;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Instance;
import io.oncegate.core.StoreAudit;
import io.oncegate.memory.InMemoryCallerUsage;
import io.oncegate.ops.LoggingListener;
import io.oncegate.redis.AnswerSeal;
import io.oncegate.redis.DedicatedClient;
import io.oncegate.redis.EventLoopClients;
import io.oncegate.redis.RedisAudit;
import io.oncegate.redis.RedisCallerUsage;
import io.oncegate.redis.RedisConnection;
import io.oncegate.redis.RedisEntryAdmin;
import io.oncegate.redis.RedisIdempotencyStore;
import io.oncegate.redis.ReplicaWait;
import io.oncegate.web.CallerResolver;
import io.oncegate.web.Callers;
import io.oncegate.web.CoveredRouting;
import io.oncegate.web.DetachedExchanges;
import io.oncegate.web.IdempotencyKeyGatewayFilterFactory;
import io.oncegate.web.RouteAudit;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import tools.jackson.databind.json.JsonMapper;

/** The filter {@code IdempotencyKey}, its engine, and entries in the Redis of {@code spring.data.redis.*}. */
@AutoConfiguration(after = DataRedisReactiveAutoConfiguration.class, before = GatewayAutoConfiguration.class)
@ConditionalOnClass(GatewayFilterFactory.class)
@ConditionalOnProperty(name = "spring.cloud.gateway.server.webflux.enabled", matchIfMissing = true)
@EnableConfigurationProperties({OncegateProperties.class, EncryptionProperties.class})
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

    /** Entries in Redis, unless the application brings another store. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(IdempotencyStore.class)
    static class RedisStoreConfiguration {

        /** Not the bean that the application's own parts get when they ask for a connection factory. */
        @Bean(initMethod = "start", defaultCandidate = false)
        LettuceConnectionFactory idempotencyConnectionFactory(LettuceConnectionFactory application) {
            return DedicatedClient.like(application);
        }

        /** Ended before the loops are: what is made of another bean goes first. */
        @Bean
        @ConditionalOnMissingBean
        EventLoopClients idempotencyEventLoopClients(
                LettuceConnectionFactory application, ObjectProvider<ReactorResourceFactory> http) {
            @Nullable ReactorResourceFactory resources = http.getIfUnique();
            return resources == null
                    ? EventLoopClients.none()
                    : EventLoopClients.of(
                            application, resources.getLoopResources().onServer(true));
        }

        @Bean
        RedisConnection idempotencyConnection(
                @Qualifier("idempotencyConnectionFactory") LettuceConnectionFactory connectionFactory,
                EventLoopClients loops) {
            return new RedisConnection(connectionFactory::getRequiredNativeClient, loops);
        }

        @Bean
        @ConditionalOnMissingBean
        AnswerSeal idempotencyAnswerSeal(EncryptionProperties encryption) {
            return encryption.seal();
        }

        /** On a connection of its own: Redis holds it up, and no request but those that wait may be behind that. */
        @Bean
        @Conditional(OnReplicasToWait.class)
        ReplicaWait idempotencyReplicaWait(
                @Qualifier("idempotencyConnectionFactory") LettuceConnectionFactory connectionFactory,
                OncegateProperties properties) {
            ReplicaWait replicas = new ReplicaWait(
                    new RedisConnection(connectionFactory::getRequiredNativeClient),
                    properties.replicasToWait(),
                    properties.replicasTimeout());
            // ahead of the first claim; that Redis is away is said by the audit
            replicas.open().subscribe(done -> {}, failure -> {});
            return replicas;
        }

        @Bean
        RedisIdempotencyStore redisIdempotencyStore(
                RedisConnection connection, AnswerSeal seal, ObjectProvider<ReplicaWait> replicas) {
            return new RedisIdempotencyStore(connection, seal, replicas.getIfAvailable());
        }

        @Bean
        @ConditionalOnMissingBean
        CallerUsage redisCallerUsage(RedisConnection connection) {
            return new RedisCallerUsage(connection);
        }

        /** Looks at Redis ahead of the first request; that Redis is away now must not stop the start. */
        @Bean
        RedisAudit redisAudit(RedisConnection connection, OncegateProperties properties) {
            RedisAudit audit = new RedisAudit(
                    connection, properties.storeTimeout(), properties.replicasToWait(), Clock.systemUTC());
            connection
                    .open()
                    .doOnError(failure -> LOG.warn("Redis is not reachable yet: {}", failure.toString()))
                    .then(Mono.defer(audit::report))
                    .subscribe(RedisStoreConfiguration::say, failure -> {});
            return audit;
        }

        private static void say(StoreAudit.Report report) {
            LOG.info("Redis: {}", report.details());
            report.warnings().forEach(warning -> LOG.warn("Redis: {}", warning));
        }

        /** On a connection of its own, opened when an operator first looks: no request waits behind a list. */
        @Bean
        RedisEntryAdmin redisEntryAdmin(
                @Qualifier("idempotencyConnectionFactory") LettuceConnectionFactory connectionFactory,
                Instance instance,
                AnswerSeal seal) {
            return new RedisEntryAdmin(new RedisConnection(connectionFactory::getRequiredNativeClient), instance, seal);
        }
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

package io.oncegate.autoconfigure;

import io.oncegate.core.CallerUsage;
import io.oncegate.core.IdempotencyStore;
import io.oncegate.core.Instance;
import io.oncegate.core.StoreAudit;
import io.oncegate.redis.AnswerSeal;
import io.oncegate.redis.DedicatedClient;
import io.oncegate.redis.EventLoopClients;
import io.oncegate.redis.RedisAudit;
import io.oncegate.redis.RedisCallerUsage;
import io.oncegate.redis.RedisConnection;
import io.oncegate.redis.RedisEntryAdmin;
import io.oncegate.redis.RedisIdempotencyStore;
import io.oncegate.redis.ReplicaWait;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.publisher.Mono;

/** Entries in Redis, unless the application brings another store. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingBean(IdempotencyStore.class)
class RedisStoreConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(OncegateAutoConfiguration.class);

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
                : EventLoopClients.of(application, resources.getLoopResources().onServer(true));
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
            RedisConnection connection,
            AnswerSeal seal,
            OncegateProperties properties,
            ObjectProvider<ReplicaWait> replicas) {
        return new RedisIdempotencyStore(
                connection, seal, properties.compression(seal.seals()), replicas.getIfAvailable());
    }

    @Bean
    @ConditionalOnMissingBean
    CallerUsage redisCallerUsage(RedisConnection connection) {
        return new RedisCallerUsage(connection);
    }

    /** Looks at Redis ahead of the first request; that Redis is away now must not stop the start. */
    @Bean
    RedisAudit redisAudit(RedisConnection connection, OncegateProperties properties) {
        RedisAudit audit =
                new RedisAudit(connection, properties.storeTimeout(), properties.replicasToWait(), Clock.systemUTC());
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

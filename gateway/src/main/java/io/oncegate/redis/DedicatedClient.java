package io.oncegate.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.Optional;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * A client of our own to the Redis that the application is configured for. Not the application's: its options hold for
 * all its connections, and a cache wants commands queued while Redis is away where a reservation must not be.
 */
public final class DedicatedClient {

    private DedicatedClient() {}

    /** The same Redis, other options. Whoever calls this starts and destroys the result. */
    public static LettuceConnectionFactory like(LettuceConnectionFactory application) {
        RedisConfiguration redis = topology(application);
        LettuceConnectionFactory factory = new LettuceConnectionFactory(
                redis,
                new Configuration(application.getClientConfiguration(), redis instanceof RedisClusterConfiguration));
        factory.setAutoStartup(false);
        return factory;
    }

    private static RedisConfiguration topology(LettuceConnectionFactory application) {
        RedisClusterConfiguration cluster = application.getClusterConfiguration();
        if (cluster != null) {
            return cluster;
        }
        RedisSentinelConfiguration sentinel = application.getSentinelConfiguration();
        return sentinel != null ? sentinel : application.getStandaloneConfiguration();
    }

    /**
     * The application's configuration, but for what a reservation needs otherwise.
     *
     * @param of the application's
     * @param cluster whether options are needed for a cluster
     */
    private record Configuration(LettuceClientConfiguration of, boolean cluster) implements LettuceClientConfiguration {

        @Override
        public Optional<ClientOptions> getClientOptions() {
            ClientOptions options = of.getClientOptions()
                    .orElseGet(() -> cluster ? ClusterClientOptions.create() : ClientOptions.create());
            return Optional.of(options.mutate()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .build());
        }

        @Override
        public Optional<ReadFrom> getReadFrom() {
            // a replica may not have seen the claim
            return Optional.empty();
        }

        @Override
        public Optional<String> getClientName() {
            return of.getClientName().map(name -> name + "-oncegate").or(() -> Optional.of("oncegate"));
        }

        @Override
        public boolean isUseSsl() {
            return of.isUseSsl();
        }

        @Override
        @Deprecated
        @SuppressWarnings("deprecation") // abstract until it is gone
        public boolean isVerifyPeer() {
            return of.isVerifyPeer();
        }

        @Override
        public SslVerifyMode getVerifyMode() {
            return of.getVerifyMode();
        }

        @Override
        public boolean isStartTls() {
            return of.isStartTls();
        }

        @Override
        public Optional<ClientResources> getClientResources() {
            return of.getClientResources();
        }

        @Override
        public Optional<RedisCredentialsProviderFactory> getRedisCredentialsProviderFactory() {
            return of.getRedisCredentialsProviderFactory();
        }

        @Override
        public Duration getCommandTimeout() {
            return of.getCommandTimeout();
        }

        @Override
        public Duration getShutdownTimeout() {
            return of.getShutdownTimeout();
        }

        @Override
        public Duration getShutdownQuietPeriod() {
            return of.getShutdownQuietPeriod();
        }
    }
}

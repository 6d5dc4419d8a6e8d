package io.oncegate.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SslVerifyMode;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.event.DefaultEventPublisherOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
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

    /** The driver's own upper bound is half a minute, for which a Redis that is long back would be refused. */
    private static final Delay RECONNECT =
            Delay.exponential(Duration.ofMillis(1), Duration.ofMillis(500), 2, TimeUnit.MILLISECONDS);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

    /** What waits for a frozen Redis; the driver's default is no limit but the heap's. */
    private static final int LONGEST_QUEUE = 32_768;

    private DedicatedClient() {}

    /** The same Redis, other options. Whoever calls this starts and destroys the result. */
    public static LettuceConnectionFactory like(LettuceConnectionFactory application) {
        return like(application, resources -> resources);
    }

    /** The same, with all connections on one event loop, whose turns decide when what was written goes out. */
    static LettuceConnectionFactory like(LettuceConnectionFactory application, EventLoop loop) {
        return like(application, resources -> resources
                .eventLoopGroupProvider(new OneEventLoop(loop))
                .nettyCustomizer(new TogetherAtTheEndOfATurn()));
    }

    private static LettuceConnectionFactory like(
            LettuceConnectionFactory application, UnaryOperator<ClientResources.Builder> differently) {
        RedisConfiguration redis = topology(application);
        LettuceClientConfiguration of = application.getClientConfiguration();
        ClientResources resources = differently
                .apply(of.getClientResources().map(DedicatedClient::derived).orElseGet(DedicatedClient::own))
                .build();
        LettuceConnectionFactory factory = new Factory(
                redis, new Configuration(of, redis instanceof RedisClusterConfiguration, resources), resources);
        factory.setAutoStartup(false);
        return factory;
    }

    /**
     * The application's, but for the pause between attempts to reconnect. Everything that has threads is handed over
     * again, which marks it as shared: left to {@code mutate()}, the event loops would be new ones, and shutting the
     * result down would shut down the application's timer and executor.
     */
    private static ClientResources.Builder derived(ClientResources applications) {
        return applications
                .mutate()
                .eventLoopGroupProvider(applications.eventLoopGroupProvider())
                .eventExecutorGroup(applications.eventExecutorGroup())
                .timer(applications.timer())
                .commandLatencyRecorder(applications.commandLatencyRecorder())
                // reading the latencies resets them, so only the application's publishes
                .commandLatencyPublisherOptions(DefaultEventPublisherOptions.disabled())
                .reconnectDelay(RECONNECT);
    }

    private static ClientResources.Builder own() {
        return ClientResources.builder().reconnectDelay(RECONNECT);
    }

    /** The driver flushes each command by itself; of those that follow each other closely, one flush is enough. */
    private static final class TogetherAtTheEndOfATurn implements NettyCustomizer {

        private static final int MOST_TOGETHER = 256;

        @Override
        public void afterChannelInitialized(Channel channel) {
            channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_TOGETHER, true));
        }
    }

    /** Takes the resources with it: a client does not shut down those that it was given. */
    private static final class Factory extends LettuceConnectionFactory {

        private final ClientResources resources;

        Factory(RedisConfiguration redis, LettuceClientConfiguration configuration, ClientResources resources) {
            super(redis, configuration);
            this.resources = resources;
        }

        @Override
        public void destroy() {
            super.destroy();
            var unused = resources.shutdown(
                    0, getClientConfiguration().getShutdownTimeout().toMillis(), TimeUnit.MILLISECONDS);
        }
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
     * @param resources what the client runs on
     */
    private record Configuration(LettuceClientConfiguration of, boolean cluster, ClientResources resources)
            implements LettuceClientConfiguration {

        @Override
        public Optional<ClientOptions> getClientOptions() {
            ClientOptions options = of.getClientOptions().orElseGet(ClientOptions::create);
            ClientOptions ours = options.mutate()
                    .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                    .requestQueueSize(Math.min(options.getRequestQueueSize(), LONGEST_QUEUE))
                    .socketOptions(PromptSockets.from(options.getSocketOptions()))
                    .build();
            return Optional.of(cluster ? watchful(clustered(ours)) : ours);
        }

        private static ClusterClientOptions clustered(ClientOptions options) {
            return options instanceof ClusterClientOptions clustered
                    ? clustered
                    : ClusterClientOptions.builder(options).build();
        }

        /**
         * Looks again soon after a look that came too early. A dead primary's connection is the first sign of a failover and is
         * there before its successor is; by itself the driver would go on asking the dead one for five seconds more.
         */
        private static ClusterClientOptions watchful(ClusterClientOptions options) {
            ClusterTopologyRefreshOptions applications = options.getTopologyRefreshOptions();
            if (applications == null) {
                applications = ClusterTopologyRefreshOptions.create();
            }
            if (applications.getAdaptiveRefreshTimeout().compareTo(BETWEEN_LOOKS) <= 0) {
                return options;
            }
            return options.mutate()
                    .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                            .adaptiveRefreshTriggersTimeout(BETWEEN_LOOKS)
                            .refreshTriggersReconnectAttempts(applications.getRefreshTriggersReconnectAttempts())
                            .closeStaleConnections(applications.isCloseStaleConnections())
                            .dynamicRefreshSources(applications.useDynamicRefreshSources())
                            .refreshPeriod(applications.getRefreshPeriod())
                            .enablePeriodicRefresh(applications.isPeriodicRefreshEnabled())
                            .build())
                    .build();
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
            return Optional.of(resources);
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

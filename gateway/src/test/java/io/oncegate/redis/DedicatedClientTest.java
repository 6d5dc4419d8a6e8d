package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Our client goes where the application's goes, and queues nothing while Redis is away. */
class DedicatedClientTest {

    private final LettuceClientConfiguration applications = LettuceClientConfiguration.builder()
            .commandTimeout(Duration.ofSeconds(7))
            .shutdownTimeout(Duration.ofSeconds(3))
            .shutdownQuietPeriod(Duration.ofSeconds(1))
            .clientName("shop")
            .clientOptions(ClientOptions.builder()
                    .disconnectedBehavior(DisconnectedBehavior.ACCEPT_COMMANDS)
                    .pingBeforeActivateConnection(false)
                    .build())
            .readFrom(ReadFrom.REPLICA_PREFERRED)
            .useSsl()
            .disablePeerVerification()
            .startTls()
            .build();

    @Test
    void commandsAreRejectedWhileDisconnectedAndAllElseIsTheApplications() {
        LettuceClientConfiguration ours = DedicatedClient.like(
                        new LettuceConnectionFactory(new RedisStandaloneConfiguration("redis", 1), applications))
                .getClientConfiguration();

        ClientOptions options = ours.getClientOptions().orElseThrow();
        assertThat(options.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
        assertThat(options.isPingBeforeActivateConnection()).isFalse();
        assertThat(ours.getCommandTimeout()).isEqualTo(Duration.ofSeconds(7));
        assertThat(ours.getShutdownTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(ours.getShutdownQuietPeriod()).isEqualTo(Duration.ofSeconds(1));
        assertThat(ours.isUseSsl()).isTrue();
        assertThat(ours.isStartTls()).isTrue();
        assertThat(ours.getVerifyMode()).isEqualTo(applications.getVerifyMode());
        assertThat(ours.getRedisCredentialsProviderFactory())
                .isEqualTo(applications.getRedisCredentialsProviderFactory());
    }

    @Test
    void namesItselfSoThatAnOperatorTellsItApartInAClientList() {
        RedisStandaloneConfiguration redis = new RedisStandaloneConfiguration("redis", 1);
        LettuceConnectionFactory unnamed =
                new LettuceConnectionFactory(redis, LettuceClientConfiguration.defaultConfiguration());

        assertThat(DedicatedClient.like(new LettuceConnectionFactory(redis, applications))
                        .getClientName())
                .isEqualTo("shop-oncegate");
        assertThat(DedicatedClient.like(unnamed).getClientName()).isEqualTo("oncegate");
    }

    @Test
    void looksAgainSoonAfterAPrimaryOfAClusterIsGoneUnlessTheApplicationDoesSo() {
        ClusterTopologyRefreshOptions.Builder refresh = ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(Duration.ofSeconds(9))
                .dynamicRefreshSources(false);
        Duration millisecond = Duration.ofMillis(1);

        assertThat(looking(ClientOptions.create()).getAdaptiveRefreshTimeout()).isEqualTo(Duration.ofMillis(500));
        ClusterTopologyRefreshOptions slow = looking(ClusterClientOptions.builder()
                .topologyRefreshOptions(refresh.build())
                .build());
        assertThat(slow.getAdaptiveRefreshTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(slow.isPeriodicRefreshEnabled()).isTrue();
        assertThat(slow.getRefreshPeriod()).isEqualTo(Duration.ofSeconds(9));
        assertThat(slow.useDynamicRefreshSources()).isFalse();
        assertThat(looking(ClusterClientOptions.builder()
                                .topologyRefreshOptions(refresh.adaptiveRefreshTriggersTimeout(millisecond)
                                        .build())
                                .build())
                        .getAdaptiveRefreshTimeout())
                .isEqualTo(millisecond);
    }

    private static ClusterTopologyRefreshOptions looking(ClientOptions options) {
        LettuceClientConfiguration.LettuceClientConfigurationBuilder of = LettuceClientConfiguration.builder();
        if (options instanceof ClusterClientOptions) {
            of.clientOptions(options);
        }
        ClientOptions ours = DedicatedClient.like(
                        new LettuceConnectionFactory(new RedisClusterConfiguration(List.of("redis:1")), of.build()))
                .getClientConfiguration()
                .getClientOptions()
                .orElseThrow();
        return ((ClusterClientOptions) ours).getTopologyRefreshOptions();
    }

    @Test
    void neverReadsFromAReplicaWhichMayNotHaveSeenTheClaim() {
        RedisStandaloneConfiguration redis = new RedisStandaloneConfiguration("redis", 1);

        assertThat(DedicatedClient.like(new LettuceConnectionFactory(redis, applications))
                        .getClientConfiguration()
                        .getReadFrom())
                .isEmpty();
    }

    @Test
    void goesToTheSameServersHoweverTheyAreArranged() {
        LettuceClientConfiguration plain = LettuceClientConfiguration.defaultConfiguration();
        RedisStandaloneConfiguration standalone = new RedisStandaloneConfiguration("redis", 7);
        RedisSentinelConfiguration sentinel =
                new RedisSentinelConfiguration().master("main").sentinel("s1", 26379);
        RedisClusterConfiguration cluster = new RedisClusterConfiguration(List.of("c1:7000", "c2:7000"));

        standalone.setDatabase(3);
        standalone.setPassword("secret");
        LettuceConnectionFactory single = DedicatedClient.like(new LettuceConnectionFactory(standalone, plain));
        assertThat(single.getHostName()).isEqualTo("redis");
        assertThat(single.getPort()).isEqualTo(7);
        assertThat(single.getDatabase()).isEqualTo(3);
        assertThat(single.getPassword()).isEqualTo("secret");
        assertThat(DedicatedClient.like(new LettuceConnectionFactory(sentinel, plain))
                        .getSentinelConfiguration())
                .isSameAs(sentinel);
        LettuceConnectionFactory ours = DedicatedClient.like(new LettuceConnectionFactory(cluster, plain));
        assertThat(ours.getClusterConfiguration()).isSameAs(cluster);
        assertThat(ours.getClientConfiguration().getClientOptions().orElseThrow())
                .extracting(ClientOptions::getDisconnectedBehavior)
                .isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
    }

    @Test
    void aClusterIsAskedByItsOwnOptions() {
        LettuceConnectionFactory ours = DedicatedClient.like(new LettuceConnectionFactory(
                new RedisClusterConfiguration(List.of("c1:7000")), LettuceClientConfiguration.defaultConfiguration()));

        ours.start();
        ClientOptions options = ((RedisClusterClient) Objects.requireNonNull(ours.getNativeClient())).getOptions();
        assertThat(options).isInstanceOf(ClusterClientOptions.class);
        assertThat(options.getDisconnectedBehavior()).isEqualTo(DisconnectedBehavior.REJECT_COMMANDS);
        assertThat(options.getRequestQueueSize()).isEqualTo(32_768);
        ours.destroy();
    }

    @Test
    void whatWaitsForAFrozenRedisIsBoundedAndSoIsConnecting() {
        LettuceConnectionFactory ours = DedicatedClient.like(with(ClientOptions.create()));
        assertThat(options(ours).getRequestQueueSize()).isEqualTo(32_768);
        assertThat(options(ours).getSocketOptions().getConnectTimeout()).isEqualTo(Duration.ofSeconds(2));

        LettuceConnectionFactory tighter = DedicatedClient.like(with(ClientOptions.builder()
                .requestQueueSize(7)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(Duration.ofMillis(300))
                        .tcpNoDelay(false)
                        .build())
                .build()));
        assertThat(options(tighter).getRequestQueueSize()).isEqualTo(7);
        assertThat(options(tighter).getSocketOptions().getConnectTimeout()).isEqualTo(Duration.ofMillis(300));
        assertThat(options(tighter).getSocketOptions().isTcpNoDelay()).isFalse();
        ours.destroy();
        tighter.destroy();
    }

    private static LettuceConnectionFactory with(ClientOptions options) {
        return new LettuceConnectionFactory(
                new RedisStandaloneConfiguration("redis", 1),
                LettuceClientConfiguration.builder().clientOptions(options).build());
    }

    private static ClientOptions options(LettuceConnectionFactory factory) {
        return factory.getClientConfiguration().getClientOptions().orElseThrow();
    }
}

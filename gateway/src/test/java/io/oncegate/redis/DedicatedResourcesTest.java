package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.oncegate.core.StoreUnderTest;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.connection.RedisConnectionCommands;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What our client runs on: the application's threads where it names them, reconnecting sooner; and nothing is left. */
class DedicatedResourcesTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private final RedisStandaloneConfiguration redis =
            new RedisStandaloneConfiguration(REDIS.uri().getHost(), REDIS.uri().getPort());

    private final ClientResources applications = ClientResources.create();

    @AfterEach
    void stop() {
        var unused = applications.shutdown();
    }

    @Test
    void aRedisThatIsBackIsFoundWithinHalfASecondHoweverLongItWasAway() {
        for (LettuceClientConfiguration configuration :
                new LettuceClientConfiguration[] {LettuceClientConfiguration.defaultConfiguration(), using(applications)
                }) {
            LettuceConnectionFactory ours = DedicatedClient.like(new LettuceConnectionFactory(redis, configuration));
            Delay delay = resources(ours).reconnectDelay();

            assertThat(LongStream.rangeClosed(1, 200).mapToObj(delay::createDelay))
                    .isSorted()
                    .startsWith(Duration.ofMillis(1), Duration.ofMillis(2))
                    .endsWith(Duration.ofMillis(500));
            ours.destroy();
        }
    }

    @Test
    void theApplicationsThreadsAreUsedAndOutliveOurClient() {
        LettuceConnectionFactory ours = DedicatedClient.like(new LettuceConnectionFactory(redis, using(applications)));
        assertThat(resources(ours).eventLoopGroupProvider()).isSameAs(applications.eventLoopGroupProvider());
        assertThat(resources(ours).eventExecutorGroup()).isSameAs(applications.eventExecutorGroup());
        assertThat(resources(ours).timer()).isSameAs(applications.timer());
        assertThat(ping(ours)).isEqualTo("PONG");

        ours.destroy();

        assertThat(applications.eventExecutorGroup().isShuttingDown()).isFalse();
        LettuceConnectionFactory applicationsOwn = new LettuceConnectionFactory(redis, using(applications));
        assertThat(ping(applicationsOwn)).isEqualTo("PONG");
        applicationsOwn.destroy();
    }

    @Test
    void threadsOfOurOwnEndWithOurClient() throws InterruptedException, ExecutionException, TimeoutException {
        LettuceConnectionFactory ours = DedicatedClient.like(
                new LettuceConnectionFactory(redis, LettuceClientConfiguration.defaultConfiguration()));
        assertThat(ping(ours)).isEqualTo("PONG");

        ours.destroy();

        assertThat(resources(ours).eventExecutorGroup().isShuttingDown()).isTrue();
        resources(ours)
                .eventExecutorGroup()
                .terminationFuture()
                .get(StoreUnderTest.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static LettuceClientConfiguration using(ClientResources resources) {
        return LettuceClientConfiguration.builder().clientResources(resources).build();
    }

    private static ClientResources resources(LettuceConnectionFactory factory) {
        return factory.getClientConfiguration().getClientResources().orElseThrow();
    }

    private static String ping(LettuceConnectionFactory factory) {
        factory.afterPropertiesSet();
        factory.start();
        RedisConnectionCommands connection = factory.getConnection();
        return String.valueOf(connection.ping());
    }
}

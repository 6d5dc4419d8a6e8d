package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.IOUringProvider;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.oncegate.core.Sample;
import io.oncegate.core.StoreUnderTest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import reactor.core.publisher.Mono;

/** A request asks Redis on the thread that it is on, and is answered there. */
class EventLoopClientsTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private final LettuceConnectionFactory application = new LettuceConnectionFactory(
            new RedisStandaloneConfiguration(REDIS.uri().getHost(), REDIS.uri().getPort()));
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable it : opened) {
            it.close();
        }
    }

    @Test
    void whoAsksOnAnEventLoopIsAnsweredOnItAlsoOverANewConnection() {
        EventExecutorGroup loops = epollLoops();
        RedisScripts scripts = scripts(loops);

        for (EventExecutor loop : loops) {
            assertThat(answeredOn(scripts, (EventLoop) loop)).isTrue();
        }
        for (String client : clients()) {
            REDIS.commands().clientKill(io.lettuce.core.KillArgs.Builder.id(Long.parseLong(client)));
        }
        for (EventExecutor loop : loops) {
            assertThat(answeredOn(scripts, (EventLoop) loop)).isTrue();
        }
    }

    @Test
    void whoAsksOnAnotherThreadSharesTheOneConnection() {
        RedisScripts scripts = scripts(epollLoops());
        assertThat(StoreUnderTest.result(release(scripts))).isEqualTo(StoreUnderTest.result(release(scripts)));
        assertThat(clients()).hasSize(1);
    }

    @Test
    void loopsThatTheDriverCannotUseHaveNoClients() {
        Assumptions.assumeTrue(EpollProvider.isAvailable(), "the driver's transport is epoll");
        EventExecutorGroup loops = group(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()));
        EventLoopClients clients = EventLoopClients.of(application, loops);
        opened.add(0, clients);
        assertThat(clients.size()).isZero();
        assertThat(clients.current()).isEmpty();
    }

    /** Elsewhere than on Linux the driver has another transport, and the gateway no clients on its loops. */
    private EventExecutorGroup epollLoops() {
        Assumptions.assumeTrue(
                EpollProvider.isAvailable() && !IOUringProvider.isAvailable(), "the driver's transport is epoll");
        return group(new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory()));
    }

    private EventExecutorGroup group(EventExecutorGroup group) {
        opened.add(() -> group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await());
        return group;
    }

    private RedisScripts scripts(EventExecutorGroup loops) {
        LettuceConnectionFactory main = DedicatedClient.like(application);
        main.start();
        EventLoopClients clients = EventLoopClients.of(application, loops);
        opened.add(0, main::destroy);
        // ahead of the loops that they are on
        opened.add(0, clients);
        return new RedisScripts(new RedisConnection(main::getRequiredNativeClient, clients));
    }

    /** Asks from there until it gets an answer. */
    private static boolean answeredOn(RedisScripts scripts, EventLoop loop) {
        return Awaitility.await()
                .ignoreExceptions()
                .until(
                        () -> {
                            CompletableFuture<Boolean> there = new CompletableFuture<>();
                            // the first answer may come from the thread that has just opened the connection
                            loop.execute(() -> release(scripts)
                                    .then(release(scripts))
                                    .subscribe(
                                            answer -> there.complete(loop.inEventLoop()),
                                            there::completeExceptionally));
                            return there.get(5, TimeUnit.SECONDS);
                        },
                        answered -> answered);
    }

    private static Mono<Long> release(RedisScripts scripts) {
        return scripts.run(
                LuaScript.RELEASE, ScriptOutputType.INTEGER, RedisKeys.bytes(Sample.id("k")), new byte[Long.BYTES]);
    }

    /** The ids of our connections. */
    private static List<String> clients() {
        return REDIS.commands()
                .clientList()
                .lines()
                .filter(line -> line.contains(" name=oncegate "))
                .map(line -> line.replaceFirst("^id=(\\d+) .*$", "$1"))
                .toList();
    }
}

package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.systemtest.History.Answer;
import io.oncegate.systemtest.History.Exchange;
import io.oncegate.systemtest.History.Strike;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A primary of Redis dies while clients order: by configuration alone gateways go on with the one that takes its place. */
class FailoverTest {

    private static final int CLIENTS = 8;
    private static final int ORDERS_BEFORE = 60;
    private static final int ORDERS_AFTER = 120;
    private static final Duration LONGEST_ORDER = Duration.ofMinutes(1);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static PostgresProcess postgres;
    private static OrderServiceProcess service;

    private final History history = new History();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicBoolean enough = new AtomicBoolean();

    /** How Redis is replicated. */
    enum Topology {
        SENTINEL(RedisSentinels::new),
        CLUSTER(RedisCluster::new);

        @SuppressWarnings("ImmutableEnumChecker") // a constructor
        private final Supplier<ReplicatedRedis> redis;

        Topology(Supplier<ReplicatedRedis> redis) {
            this.redis = redis;
        }
    }

    @BeforeAll
    static void start() {
        postgres = PostgresProcess.start();
        service = OrderServiceProcess.start(postgres, "--orders.reorder-window=0s");
    }

    @AfterAll
    static void stop() {
        Closing.all(service, postgres);
    }

    @ParameterizedTest
    @EnumSource
    void noOrderIsDuplicatedAndNoGatewayIsRestarted(Topology topology) {
        try (ReplicatedRedis redis = topology.redis.get();
                GatewayProcess one = gateway(redis);
                GatewayProcess other = gateway(redis)) {
            List<Http> gateways = List.of(one.http(), other.http());
            List<CompletableFuture<Void>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(client -> CompletableFuture.runAsync(() -> order(gateways, client), new OwnThread()))
                    .toList();
            awaitOrders(ORDERS_BEFORE);

            long from = System.nanoTime();
            redis.failOver();
            long replaced = System.nanoTime();
            history.add(new Strike(topology + " failed over", true, from, replaced));
            awaitOrders(ended.get() + ORDERS_AFTER);
            enough.set(true);
            clients.forEach(CompletableFuture::join);

            Tables tables = new Tables(postgres.dataSource());
            System.out.printf(
                    "%s: replaced after %d ms, the last failure ended after %d ms%n",
                    topology, (replaced - from) / 1_000_000, (lastFailureAfter(from) - from) / 1_000_000);
            System.out.println(HistoryReport.of(history, List.of(), 0));
            assertThat(HistoryChecker.check(history, tables.made(Route.ORDERS))).isEmpty();
            assertThat(Stream.of(one, other))
                    .allMatch(gateway -> gateway.process().isAlive());
        }
    }

    /** Leaving out the clients that left. */
    private long lastFailureAfter(long from) {
        return history.exchanges().stream()
                .filter(exchange -> exchange.sent() > from)
                .filter(exchange -> exchange.reply().filter(Answer::retryable).isPresent())
                .mapToLong(Exchange::ended)
                .max()
                .orElse(from);
    }

    private void order(List<Http> gateways, int client) {
        Random random = new Random(client);
        while (!enough.get()) {
            new Ordering(new Recorder(gateways, history), random, Route.ORDERS, NUMBER.incrementAndGet(), LONGEST_ORDER)
                    .untilAnswered();
            ended.incrementAndGet();
        }
    }

    private void awaitOrders(int count) {
        Eventually.happens(count + " orders were answered", () -> ended.get() >= count);
    }

    private static GatewayProcess gateway(ReplicatedRedis redis) {
        Stream<String> own = Stream.of(
                "--oncegate.defaults.lease=3s",
                "--oncegate.defaults.in-flight-wait=1s",
                "--oncegate.store-timeout=500ms");
        return GatewayProcess.start(
                0, service.uri(), Stream.concat(own, redis.arguments().stream()).toArray(String[]::new));
    }
}
